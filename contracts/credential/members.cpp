#include "contracts/credential/members.h"

#include <algorithm>

namespace allonge::credential {

namespace {

std::string_view kind_of(JsonValue::Type type) {
  switch (type) {
    case JsonValue::Type::null: return "null";
    case JsonValue::Type::boolean: return "true or false";
    case JsonValue::Type::number: return "a number";
    case JsonValue::Type::string: return "a text";
    case JsonValue::Type::array: return "an array";
    case JsonValue::Type::object: return "an object";
  }
  return "a value";
}

}  // namespace

Result<void> Members::only(std::initializer_list<std::string_view> known) const {
  if (value_.type != JsonValue::Type::object) return wrong("expected an object");
  for (std::size_t i = 0; i < value_.members.size(); ++i)
    if (std::find(known.begin(), known.end(), value_.members[i].first) == known.end())
      return wrong("its member " + std::to_string(i + 1) + " is not known here");
  return done();
}

Result<const JsonValue*> Members::needed(std::string_view name, JsonValue::Type type) const {
  const JsonValue* const member = find(name);
  if (member == nullptr) return wrong(name, "is missing");
  if (member->type != type) return wrong(name, "expected " + std::string(kind_of(type)));
  return member;
}

Result<std::string> Members::text(std::string_view name, std::size_t longest) const {
  TRY(const JsonValue* const member, needed(name, JsonValue::Type::string));
  if (member->text.empty() || member->text.size() > longest)
    return wrong(name, "expected 1 to " + std::to_string(longest) + " bytes");
  return member->text;
}

Result<std::string> Members::text_or_none(std::string_view name, std::size_t longest) const {
  if (find(name) == nullptr) return std::string();
  return text(name, longest);
}

Result<std::vector<Item>> items_of(const JsonValue* value, const std::string& path, std::size_t most, Reason reason) {
  std::vector<Item> out;
  if (value == nullptr) return out;
  if (value->type != JsonValue::Type::array) {
    out.push_back({value, path});
    return out;
  }
  if (value->items.empty() || value->items.size() > most)
    return Refusal{reason, path + ": expected 1 to " + std::to_string(most) + " items"};
  for (std::size_t i = 0; i < value->items.size(); ++i)
    out.push_back({&value->items[i], path + "[" + std::to_string(i) + "]"});
  return out;
}

}  // namespace allonge::credential
