#include "api/help.h"

#include <algorithm>

#include "api/glossary.h"
#include "api/methods.h"
#include "api/nearest.h"
#include "contracts/operations.h"

namespace allonge::api {

namespace {

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  out.resize(std::max(out.size() + 2, width), ' ');
  return out;
}

// How a value of a shape is written, in a word or two.
std::string form_of(const Shape& shape) {
  switch (shape.kind) {
    case Kind::boolean: return "true|false";
    case Kind::number: return "number";
    case Kind::fen: return "\"fen\"";
    case Kind::amount: return "\"200000.00\"";
    case Kind::date: return "\"2027-05-31\"";
    case Kind::time: return "\"2027-03-02T01:00:00.000Z\"";
    case Kind::fixed: return "hex of " + std::to_string(shape.size) + " bytes";
    case Kind::text: return shape.form.empty() ? "text" : "\"" + std::string(shape.name == "PartyId" ? "party" : "id") + "\"";
    case Kind::bytes: return "base64url";
    case Kind::raw:
    case Kind::message: return "{...}";
    case Kind::one_of: return "{\"op\",\"args\"}";
    case Kind::list: return "[" + form_of(*shape.item) + "]";
    case Kind::optional: return form_of(*shape.item);
    case Kind::enumeration: break;
  }
  std::string out;
  for (const EnumValue& value : shape.values) out += (out.empty() ? "" : "|") + std::string(value.name);
  return out;
}

std::string fields_of(const Shape& shape) {
  std::string out;
  for (const FieldInfo& field : shape.fields)
    out += "  " + padded(field.name, 22) + (may_be_left_out(*field.shape) ? "  " : "* ") + padded(form_of(*field.shape), 28) +
           std::string(field.note) + "\n";
  return out.empty() ? "  (none)\n" : out + "  * is needed\n";
}

std::string help_of(const Method& method) {
  std::string out = std::string(method.card.name) + ": " + method.card.sentence + "\n\nparameters\n" + fields_of(*method.params);
  if (method.waits) out += "\nMay wait, up to 30 s; then it answers with what is known.\n";
  if (!method.reasons.empty()) out += "\nrefusals\n";
  for (const Reason reason : method.reasons)
    out += "  " + padded(std::to_string(number_of(reason)), 6) + padded(name_of(reason), 24) + std::string(row_of(reason).en) + "\n";
  return out + "\nexample\n  " + std::string(method.example.params) + "\n";
}

std::string help_of(const FieldInfo& operation) {
  std::string out(operation.name);
  if (const auto zh = chinese_operation(operation.name)) out += " (" + std::string(*zh) + ")";
  out += ": " + std::string(operation.note) + "\n\nfields\n" + fields_of(*operation.shape);
  return out + "\nSent by tx_prepare as {\"op\":\"" + std::string(operation.name) + "\",\"args\":{...}}, signed, then tx_submit.\n";
}

}  // namespace

std::string help() {
  std::string out = "methods\n";
  for (const Method& method : methods()) out += "  " + padded(method.card.name, 22) + method.card.sentence + "\n";
  out += "\noperations (of tx_prepare)\n";
  for (const FieldInfo& operation : shape_of<Operation>.fields)
    out += "  " + padded(operation.name, 22) + std::string(operation.note) + "\n";
  return out;
}

std::string help(std::string_view name) {
  if (const Method* method = find_method(name)) return help_of(*method);
  std::vector<std::string_view> names;
  for (const Method& method : methods()) names.emplace_back(method.card.name);
  for (const FieldInfo& operation : shape_of<Operation>.fields) {
    if (operation.name == name) return help_of(operation);
    names.push_back(operation.name);
  }
  const std::string_view near = nearest(name, names, [](std::string_view one) { return one; });
  return "no method or operation " + quoted(name) + (near.empty() ? "" : "; did you mean " + std::string(near) + "?") + "\n";
}

}  // namespace allonge::api
