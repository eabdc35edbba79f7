#include "api/methods/rpc_discover.h"

#include "api/openrpc.h"

namespace allonge::api::discover_detail {

bool run(const void*, Call&, std::string& out, std::optional<Fault>&) {
  out += openrpc_document();
  return true;
}

}  // namespace allonge::api::discover_detail
