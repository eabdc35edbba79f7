// reason_list, error_explain, permission_list: what the ledger says about itself, from the tables it
// enforces.
#pragma once

#include "api/method.h"
#include "api/rpc_error.h"

namespace allonge::api {

struct ReasonListReply {
  std::vector<RefusalReply> reasons;
  static constexpr auto fields() {
    return std::tuple{Field{1, "reasons", &ReasonListReply::reasons, "ascending by code", 1000}};
  }
};
struct ReasonList {
  static constexpr MethodCard card{"reason_list", "Every reason for which something can be refused.", Scope::none, 1};
  struct Params {
    static constexpr auto fields() { return std::tuple{}; }
  };
  using Reply = ReasonListReply;
  static constexpr auto& reasons = no_reasons;
  static constexpr Example example{
      "{}",
      R"({"reasons":[{"code":2002,"reason":"RANGE_LOCKED","message":"The range is not free.","message_zh":"该区间当前不可用。","hint":"Wait for the pending act to end, or cancel it.","retry":"later","who":"owner"}]})"};
};
Result<ReasonListReply> answer(const ReasonList::Params& params, Call& call);

struct ErrorExplain {
  static constexpr MethodCard card{"error_explain", "What a refusal means, who can clear it, and what to try next.", Scope::none, 1};
  struct Params {
    std::string code;
    static constexpr auto fields() {
      return std::tuple{Field{1, "code", &Params::code, "number or name: 2002, ALG-2002, RANGE_LOCKED", 64}};
    }
  };
  using Reply = RefusalReply;
  static constexpr std::array reasons{Reason::not_found};
  static constexpr Example example{
      R"({"code":"ALG-2002"})",
      R"({"code":2002,"reason":"RANGE_LOCKED","message":"The range is not free.","message_zh":"该区间当前不可用。","hint":"Wait for the pending act to end, or cancel it.","retry":"later","who":"owner"})"};
};
Result<RefusalReply> answer(const ErrorExplain::Params& params, Call& call);

struct PermissionRow {
  std::string operation;
  std::uint32_t code = 0;
  std::string sentence;
  std::vector<std::string> roles;
  std::uint32_t makers = 0;
  std::uint32_t checkers = 0;
  static constexpr auto fields() {
    using T = PermissionRow;
    return std::tuple{Field{1, "operation", &T::operation, "name", 40},
                      Field{2, "code", &T::code, "number"},
                      Field{3, "sentence", &T::sentence, "what it does", 200},
                      Field{4, "roles", &T::roles, "one of them is needed; none: the record says who may", 16},
                      Field{5, "makers", &T::makers, "who sign, unless the party's policy says otherwise"},
                      Field{6, "checkers", &T::checkers, "who sign, unless the party's policy says otherwise"}};
  }
};
// A step in the life of a record: who may do what to it in which state.
struct StepRow {
  std::string record;
  std::string act;
  std::string who;
  std::string from;
  std::string to;
  static constexpr auto fields() {
    using T = StepRow;
    return std::tuple{Field{1, "record", &T::record, "certificate, range, financing, credential, authority, application", 32},
                      Field{2, "act", &T::act, "what is done", 32},
                      Field{3, "who", &T::who, "who may; block_time: it happens by itself", 32},
                      Field{4, "from", &T::from, "state before", 32},
                      Field{5, "to", &T::to, "state after", 32}};
  }
};
struct PermissionListReply {
  std::vector<PermissionRow> operations;
  std::vector<StepRow> steps;
  static constexpr auto fields() {
    return std::tuple{Field{1, "operations", &PermissionListReply::operations, "ascending by code", 1000},
                      Field{2, "steps", &PermissionListReply::steps, "the lives of records", 1000}};
  }
};
struct PermissionList {
  static constexpr MethodCard card{"permission_list", "Who may do what, from the tables the node enforces.", Scope::read_public, 1};
  struct Params {
    static constexpr auto fields() { return std::tuple{}; }
  };
  using Reply = PermissionListReply;
  static constexpr auto& reasons = no_reasons;
  static constexpr Example example{
      "{}",
      R"({"operations":[{"operation":"cash.credit","code":769,"sentence":"Put money that the bank received on a party's account.","roles":["settlement_bank"],"makers":1,"checkers":1}],"steps":[{"record":"range","act":"transfer","who":"owner","from":"free","to":"offered"}]})"};
};
Result<PermissionListReply> answer(const PermissionList::Params& params, Call& call);

}  // namespace allonge::api
