// Errors of JSON-RPC, with everything a caller needs in `data` (interfaces.md 9.3). The code tells two
// families apart: what is wrong with the request itself has a standard code below zero, whoever noticed
// it; everything else has the number of its reason. The reason's name stands in data.reason always.
#pragma once

#include "api/method.h"

namespace allonge::api {

enum class RpcCode : std::int32_t {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
};
std::string_view sentence_of(RpcCode code);

// Under which code a method's refusal comes: -32602 for the reasons of the request as text or bytes
// (MISSING_FIELD, OUT_OF_RANGE, BAD_ENCODING ...), else the reason's own number.
std::int32_t code_of(Reason reason);
std::string_view message_of(Reason reason);  // that goes with the code

// What to try next. As the table says, but where the table's words are only true of one kind of caller
// or of id.
std::string_view hint_of(Reason reason);

// {"code":..,"message":..,"data":{...}}
void append_rpc_error(std::string& out, RpcCode code, const Fault& fault, Language language);
void append_refusal_error(std::string& out, const Fault& fault, Language language);

// What a refusal means and what to do, as people read it.
struct RefusalReply {
  std::uint32_t code = 0;
  std::string reason;
  std::string message;
  std::string message_zh;
  std::optional<std::string> rule;
  std::optional<std::string> detail;
  std::string hint;
  std::string retry;
  std::string who;
  static constexpr auto fields() {
    using T = RefusalReply;
    return std::tuple{Field{1, "code", &T::code, "number of the reason"},
                      Field{2, "reason", &T::reason, "its public name", 64},
                      Field{3, "message", &T::message, "what is wrong", 400},
                      Field{4, "message_zh", &T::message_zh, "the same in Chinese", 400},
                      Field{5, "rule", &T::rule, "rule of the rule book", 16},
                      Field{6, "detail", &T::detail, "facts of the case", 1000},
                      Field{7, "hint", &T::hint, "what to try next", 400},
                      Field{8, "retry", &T::retry, "never, same, later or new", 16},
                      Field{9, "who", &T::who, "who can clear the way", 32}};
  }
};
RefusalReply explain(const Refusal& refusal);
// Of a reason's number as it stands in a receipt.
RefusalReply explain_number(std::uint32_t reason);

}  // namespace allonge::api
