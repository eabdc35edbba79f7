#include "api/methods/rpc_discover.h"

#include "api/openrpc.h"

namespace allonge::api::discover_detail {

bool run(const JsonValue& params, Call&, std::string& out, std::optional<Fault>& fault) {
  Params none;
  std::string where;
  if (auto fits = read_json(shape_of<Params>, &none, params, where); !fits) {
    fault = Fault{fits.error(), true, std::move(where)};
    return true;
  }
  out += openrpc_document();
  return true;
}

}  // namespace allonge::api::discover_detail
