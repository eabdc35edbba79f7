#include "api/openrpc.h"

#include <set>

#include "api/methods.h"
#include "api/rpc_error.h"
#include "api/schema.h"

namespace allonge::api {

namespace {

constexpr std::string_view info =
    R"("info":{"title":"Allonge","version":"0.1.0","description":"A permissioned ledger of receivable certificates. JSON-RPC 2.0 by POST / with parameters by name; batches of at most 100. Every call's params may also hold: chain (genesis hash; another chain is refused), lang (en or zh, of data.message_local in errors), at (a height; the first form serves the last final one). Amounts are decimal texts of yuan, times RFC 3339 in UTC, hashes and keys lower-case hexadecimal, blobs base64url without padding."})";

// Data of every error of ours (interfaces.md 9.3).
constexpr std::string_view error_schema =
    R"({"type":"object","properties":{"reason":{"type":"string"},"field":{"type":"string"},"rule":{"type":"string"},"detail":{"type":"string"},"hint":{"type":"string"},"message_local":{"type":"string"},"retry":{"enum":["never","same","later","new"]},"who":{"type":"string"}},"required":["reason","hint","message_local","retry","who"],"additionalProperties":false})";

std::string quoted_json(std::string_view text) {
  std::string out;
  append_json_text(out, text);
  return out;
}

std::string content(std::string_view name, std::string_view description, bool required, const std::string& schema) {
  std::string out = "{\"name\":" + quoted_json(name);
  if (!description.empty()) out += ",\"description\":" + quoted_json(description);
  return out + (required ? ",\"required\":true" : "") + ",\"schema\":" + schema + "}";
}

// Required parameters first, as OpenRPC asks of optional ones that they stand last.
std::string params_of(const Method& method, SchemaBook& book) {
  std::string out;
  for (const bool required : {true, false})
    for (const FieldInfo& field : method.params->fields) {
      if (may_be_left_out(*field.shape) == required) continue;
      if (!out.empty()) out += ",";
      out += content(field.name, field.note, required, book.schema_of(*field.shape, {}, field.limit, SchemaUse::read));
    }
  return "[" + out + "]";
}

std::string errors_of(const Method& method, std::set<Reason>& used) {
  std::string out;
  for (const Reason reason : method.reasons) {
    used.insert(reason);
    if (!out.empty()) out += ",";
    out += "{\"$ref\":\"#/components/errors/" + std::string(name_of(reason)) + "\"}";
  }
  return "[" + out + "]";
}

std::string example_of(const Method& method) {
  const auto params = parse_json(method.example.params);
  ensure(params.has_value(), "a method's example is JSON");
  std::string list;
  // Each parameter's value as it stands in the example's own text.
  for (const auto& [name, value] : params->members) {
    if (!list.empty()) list += ",";
    list += "{\"name\":" + quoted_json(name) + ",\"value\":";
    append_json_value(list, value);
    list += "}";
  }
  return R"([{"name":"example","params":[)" + list + R"(],"result":{"name":"result","value":)" +
         std::string(method.example.result) + "}}]";
}

std::string make_document() {
  SchemaBook book;
  std::set<Reason> used;
  std::string methods_text;
  for (const Method& method : methods()) {
    if (!methods_text.empty()) methods_text += ",\n";
    const std::string result =
        method.reply == nullptr ? R"({"type":"object"})" : book.schema_of(*method.reply, {}, 0, SchemaUse::written);
    methods_text += "{\"name\":" + quoted_json(method.card.name) + ",\"summary\":" + quoted_json(method.card.sentence) +
                    ",\"paramStructure\":\"by-name\",\"params\":" + params_of(method, book) +
                    ",\"result\":" + content("result", {}, false, result) + ",\"errors\":" + errors_of(method, used) +
                    ",\"examples\":" + example_of(method) + ",\"x-scope\":" + quoted_json(name_of(method.card.scope)) +
                    ",\"x-cost\":" + std::to_string(method.card.cost) + (method.waits ? ",\"x-waits\":true" : "") + "}";
  }
  std::string errors;
  for (const ReasonRow& row : reason_table()) {
    if (!errors.empty()) errors += ",\n";
    errors += quoted_json(row.name) + ":{\"code\":" + std::to_string(code_of(row.reason)) +
              ",\"message\":" + quoted_json(message_of(row.reason)) + ",\"data\":{\"reason\":" + quoted_json(row.name) +
              ",\"hint\":" + quoted_json(hint_of(row.reason)) + ",\"message_local\":" + quoted_json(row.zh) +
              ",\"retry\":" + quoted_json(name_of(row.retry)) + ",\"who\":" + quoted_json(name_of(row.fixer)) + "}}";
  }
  std::string schemas = book.components();
  schemas.insert(1, "\"ErrorData\":" + std::string(error_schema) + ",\n");
  return "{\"openrpc\":\"1.3.2\",\n" + std::string(info) + ",\n\"methods\":[\n" + methods_text +
         "\n],\n\"components\":{\"schemas\":" + schemas + ",\n\"errors\":{" + errors + "}}}\n";
}

}  // namespace

const std::string& openrpc_document() {
  static const std::string document = make_document();
  return document;
}

}  // namespace allonge::api
