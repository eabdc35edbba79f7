#include "api/rpc_error.h"

namespace allonge::api {

namespace {

// "R-43" out of a refusal's facts: contracts name the rule where there is one.
std::string rule_in(std::string_view detail) {
  for (std::size_t at = detail.find("R-"); at != std::string_view::npos; at = detail.find("R-", at + 2)) {
    if (at > 0 && detail[at - 1] != ' ' && detail[at - 1] != '(') continue;
    std::size_t end = at + 2;
    while (end < detail.size() && detail[end] >= '0' && detail[end] <= '9') ++end;
    if (end > at + 2 && end <= at + 5) return std::string(detail.substr(at, end - at));
  }
  return {};
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  if (out.back() != '{') out.push_back(',');
  append_json_text(out, name);
  out.push_back(':');
  append_json_text(out, text);
}

void append_error(std::string& out, std::int32_t code, std::string_view message, const Fault& fault, Language language) {
  const ReasonRow& row = row_of(fault.refusal.reason);
  out += "{\"code\":" + std::to_string(code) + ",\"message\":";
  append_json_text(out, message);
  out += ",\"data\":{";
  append_member(out, "reason", row.name);
  append_member(out, "field", fault.field);
  append_member(out, "rule", rule_in(fault.refusal.detail));
  append_member(out, "detail", fault.refusal.detail);
  append_member(out, "hint", hint_of(row.reason));
  append_member(out, "message_local", language == Language::zh ? row.zh : row.en);
  append_member(out, "retry", name_of(row.retry));
  append_member(out, "who", name_of(row.fixer));
  out += "}}";
}

}  // namespace

std::string_view sentence_of(RpcCode code) {
  switch (code) {
    case RpcCode::parse_error: return "Parse error";
    case RpcCode::invalid_request: return "Invalid Request";
    case RpcCode::method_not_found: return "Method not found";
    case RpcCode::invalid_params: return "Invalid params";
  }
  return {};
}

void append_rpc_error(std::string& out, RpcCode code, const Fault& fault, Language language) {
  append_error(out, static_cast<std::int32_t>(code), sentence_of(code), fault, language);
}

void append_refusal_error(std::string& out, const Fault& fault, Language language) {
  append_error(out, code_of(fault.refusal.reason), message_of(fault.refusal.reason), fault, language);
}

std::int32_t code_of(Reason reason) {
  constexpr std::uint32_t first_of_the_ledger = 1'000;
  const std::uint32_t number = number_of(reason);
  return number < first_of_the_ledger ? std::int32_t(RpcCode::invalid_params) : std::int32_t(number);
}

std::string_view message_of(Reason reason) {
  const std::int32_t code = code_of(reason);
  return code > 0 ? row_of(reason).en : sentence_of(RpcCode(code));
}

std::string_view hint_of(Reason reason) {
  switch (reason) {
    case Reason::bad_text: return "Correct the field named in the error; rpc.discover and allonge help show its form.";
    case Reason::not_found:
      return "Check the name or id; of a document's id a unique beginning is enough, a party's or validator's name is needed whole.";
    default: return row_of(reason).hint;
  }
}

RefusalReply explain(const Refusal& refusal) {
  const ReasonRow& row = row_of(refusal.reason);
  RefusalReply out;
  out.code = number_of(row.reason);
  out.reason = row.name;
  out.message = row.en;
  out.message_zh = row.zh;
  if (const std::string rule = rule_in(refusal.detail); !rule.empty()) out.rule = rule;
  if (!refusal.detail.empty()) out.detail = refusal.detail;
  out.hint = hint_of(row.reason);
  out.retry = name_of(row.retry);
  out.who = name_of(row.fixer);
  return out;
}

RefusalReply explain_number(std::uint32_t reason) {
  const auto known = find_reason(std::to_string(reason));
  if (known) return explain(Refusal{*known, {}});
  RefusalReply out;  // written by a newer node than this one
  out.code = reason;
  out.reason = "UNKNOWN";
  out.message = "This node does not know the reason; a newer version does.";
  out.message_zh = "本节点不认识该原因，请升级。";
  out.hint = "Upgrade the node, then ask again.";
  out.retry = name_of(Retry::never);
  out.who = name_of(Fixer::operator_);
  return out;
}

}  // namespace allonge::api
