// rpc.discover: the OpenRPC document (the name is OpenRPC's). Its answer is the document itself,
// which describes every other method.
#pragma once

#include "api/method.h"

namespace allonge::api {

namespace discover_detail {
bool run(const void* params, Call& call, std::string& out, std::optional<Fault>& fault);
struct Params {
  static constexpr auto fields() { return std::tuple{}; }
};
}  // namespace discover_detail

inline constexpr Method rpc_discover{
    MethodCard{"rpc.discover", "This API's own description, as an OpenRPC document.", Scope::none, 5},
    &shape_of<discover_detail::Params>,
    nullptr,
    {},
    Example{"{}", R"({"openrpc":"1.3.2"})"},
    false,
    &discover_detail::run,
    &method_detail::make<discover_detail::Params>,
    nullptr};

}  // namespace allonge::api
