#include "wallet/rpc.h"

namespace allonge::wallet {

namespace {

JsonLimits answer_limits() {
  JsonLimits limits;
  limits.bytes = limits::rpc_answer + 65'536;
  limits.values = 4'000'000;
  return limits;
}

Refusal not_json_rpc(const Client& client, const std::string& detail) {
  return Refusal{Reason::unreachable, client.endpoint().text() + " does not answer as a node does: " + detail};
}

std::string text_member(const JsonValue& object, std::string_view name) {
  const JsonValue* member = object.find(name);
  return member != nullptr && member->type == JsonValue::Type::string ? member->text : std::string();
}

// {"code", "message", "data": {"reason", "field", "rule", "detail", ...}}
Refusal refusal_of(const Client& client, const JsonValue& error) {
  const JsonValue* data = error.find("data");
  std::string detail;
  std::optional<Reason> reason;
  if (data != nullptr && data->type == JsonValue::Type::object) {
    reason = find_reason(text_member(*data, "reason"));
    const std::string field = text_member(*data, "field");
    detail = text_member(*data, "detail");
    if (!field.empty()) detail = detail.empty() ? field : field + ": " + detail;
  }
  if (!reason)
    if (const JsonValue* code = error.find("code"); code != nullptr) reason = find_reason(code->text);
  if (!reason) return not_json_rpc(client, text_member(error, "message") + (detail.empty() ? "" : ": " + detail));
  return Refusal{*reason, detail};
}

Result<JsonValue> result_of(const Client& client, JsonValue&& answer) {
  for (auto& [name, member] : answer.members) {
    if (name == "error") return refusal_of(client, member);
    if (name == "result") return std::move(member);
  }
  return not_json_rpc(client, "neither result nor error");
}

std::string request(std::string_view method, const std::string& params, std::size_t id) {
  return "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(id) + ",\"method\":\"" + std::string(method) +
         "\",\"params\":" + params + "}";
}

void append_json_value(std::string& out, const JsonValue& value) {
  switch (value.type) {
    case JsonValue::Type::null: out += "null"; return;
    case JsonValue::Type::boolean: out += value.boolean ? "true" : "false"; return;
    case JsonValue::Type::number: out += value.text; return;
    case JsonValue::Type::string: api::append_json_text(out, value.text); return;
    case JsonValue::Type::array:
      out.push_back('[');
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        if (i > 0) out.push_back(',');
        append_json_value(out, value.items[i]);
      }
      out.push_back(']');
      return;
    case JsonValue::Type::object:
      out.push_back('{');
      for (std::size_t i = 0; i < value.members.size(); ++i) {
        if (i > 0) out.push_back(',');
        api::append_json_text(out, value.members[i].first);
        out.push_back(':');
        append_json_value(out, value.members[i].second);
      }
      out.push_back('}');
      return;
  }
}

}  // namespace

std::string json_text_of(const JsonValue& value) {
  std::string out;
  append_json_value(out, value);
  return out;
}

Result<JsonValue> ask_json(Client& client, std::string_view method, const std::string& params,
                           std::uint64_t timeout_ms) {
  TRY(const std::string body, client.post(request(method, params, 1), timeout_ms));
  auto answer = parse_json(body, answer_limits());
  if (!answer) return not_json_rpc(client, answer.error().detail);
  return result_of(client, *std::move(answer));
}

Result<std::vector<Result<JsonValue>>> ask_batch(Client& client, std::string_view method,
                                                 const std::vector<std::string>& params, std::uint64_t timeout_ms) {
  ensure(!params.empty() && params.size() <= limits::rpc_batch, "a batch has 1 to 100 calls");
  std::string text = "[";
  for (std::size_t i = 0; i < params.size(); ++i) text += (i == 0 ? "" : ",") + request(method, params[i], i);
  text += "]";
  TRY(const std::string body, client.post(text, timeout_ms));
  auto answer = parse_json(body, answer_limits());
  if (!answer) return not_json_rpc(client, answer.error().detail);
  if (answer->type != JsonValue::Type::array) {
    auto whole = result_of(client, *std::move(answer));
    return whole ? not_json_rpc(client, "one answer to a batch") : whole.error();
  }

  std::vector<Result<JsonValue>> out(params.size(), Result<JsonValue>(not_json_rpc(client, "an answer is missing")));
  for (JsonValue& one : answer->items) {
    const JsonValue* id = one.find("id");
    const auto place = id == nullptr ? Result<std::uint64_t>(Reason::bad_json) : json_unsigned(*id);
    if (!place || *place >= out.size()) return not_json_rpc(client, "an answer to no question");
    out[*place] = result_of(client, std::move(one));
  }
  return out;
}

}  // namespace allonge::wallet
