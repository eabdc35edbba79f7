#include "tests/support/json_schema.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

namespace allonge::test {

namespace {

using Type = JsonValue::Type;

bool same(const JsonValue& a, const JsonValue& b) { return a.type == b.type && a.text == b.text && a.boolean == b.boolean; }

const std::regex& compiled(const std::string& pattern) {
  static std::map<std::string, std::regex> cache;
  const auto known = cache.find(pattern);
  return known != cache.end() ? known->second : cache.emplace(pattern, std::regex(pattern)).first->second;
}

// Bug: std::regex goes a step deeper for every letter of a repeated class, and a status list of 22,000 letters
// overflowed the stack of the sanitizer build. Such a pattern is looked at letter by letter.
bool matches(const std::string& text, const std::string& pattern) {
  const bool is_one_class = pattern.starts_with("^[") && pattern.ends_with("]*$") && pattern.find(']') == pattern.size() - 3;
  if (!is_one_class) return std::regex_search(text, compiled(pattern));
  const std::regex& letter = compiled(pattern.substr(0, pattern.size() - 2) + "$");
  const std::set<char> letters(text.begin(), text.end());
  return std::all_of(letters.begin(), letters.end(), [&](char c) { return std::regex_search(std::string(1, c), letter); });
}

std::size_t letters_of(const std::string& text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace

std::optional<std::string> misfit(const JsonValue& schema, const JsonValue& value, const JsonValue& components,
                                  const std::string& where) {
  static const std::set<std::string> known{"description", "title",     "type",     "minimum",  "maximum", "pattern",
                                           "maxLength",   "enum",      "const",    "$ref",     "allOf",   "oneOf",
                                           "properties",  "required",  "items",    "maxItems", "additionalProperties"};
  if (schema.type != Type::object) return where + ": the schema is not an object";
  for (const auto& [name, member] : schema.members)
    if (!known.contains(name)) return where + ": the schema uses " + name;
  if (const JsonValue* link = schema.find("$ref")) {
    const std::string start = "#/components/schemas/";
    if (link->text.rfind(start, 0) != 0) return where + ": odd reference " + link->text;
    const JsonValue* target = components.find(link->text.substr(start.size()));
    if (target == nullptr) return where + ": no component " + link->text;
    return misfit(*target, value, components, where);
  }
  if (const JsonValue* all = schema.find("allOf"))
    for (const JsonValue& one : all->items)
      if (auto no = misfit(one, value, components, where)) return no;
  if (const JsonValue* choices = schema.find("oneOf")) {
    int fits = 0;
    std::string why;
    for (const JsonValue& one : choices->items) {
      const auto no = misfit(one, value, components, where);
      if (!no) ++fits;
      else why += "; " + *no;
    }
    if (fits != 1) return where + ": fits " + std::to_string(fits) + " of oneOf" + why;
  }
  if (const JsonValue* constant = schema.find("const"))
    if (!same(*constant, value)) return where + ": is not " + constant->text;
  if (const JsonValue* values = schema.find("enum")) {
    bool found = false;
    for (const JsonValue& one : values->items) found = found || same(one, value);
    if (!found) return where + ": " + value.text + " is not in the enum";
  }
  const JsonValue* type = schema.find("type");
  if (type == nullptr) return std::nullopt;
  if (type->text == "boolean") return value.type == Type::boolean ? std::nullopt : std::optional(where + ": not a boolean");
  if (type->text == "integer") {
    if (value.type != Type::number) return where + ": not a number";
    const auto number = json_unsigned(value);
    if (!number) return where + ": not a whole number";
    if (const JsonValue* most = schema.find("maximum"); most != nullptr && *number > *json_unsigned(*most)) return where + ": too large";
    if (const JsonValue* least = schema.find("minimum"); least != nullptr && *number < *json_unsigned(*least)) return where + ": too small";
    return std::nullopt;
  }
  if (type->text == "string") {
    if (value.type != Type::string) return where + ": not a string";
    if (const JsonValue* pattern = schema.find("pattern"); pattern != nullptr && !matches(value.text, pattern->text))
      return where + ": \"" + value.text + "\" does not match " + pattern->text;
    if (const JsonValue* most = schema.find("maxLength"); most != nullptr && letters_of(value.text) > *json_unsigned(*most))
      return where + ": too long";
    return std::nullopt;
  }
  if (type->text == "array") {
    if (value.type != Type::array) return where + ": not an array";
    if (const JsonValue* most = schema.find("maxItems"); most != nullptr && value.items.size() > *json_unsigned(*most))
      return where + ": too many items";
    const JsonValue* items = schema.find("items");
    for (std::size_t i = 0; items != nullptr && i < value.items.size(); ++i)
      if (auto no = misfit(*items, value.items[i], components, where + "[" + std::to_string(i) + "]")) return no;
    return std::nullopt;
  }
  if (type->text != "object") return where + ": odd type " + type->text;
  if (value.type != Type::object) return where + ": not an object";
  if (const JsonValue* required = schema.find("required"))
    for (const JsonValue& name : required->items)
      if (value.find(name.text) == nullptr) return where + ": " + name.text + " is missing";
  const JsonValue* properties = schema.find("properties");
  const JsonValue* more = schema.find("additionalProperties");
  const bool closed = more != nullptr && more->type == Type::boolean && !more->boolean;
  for (const auto& [name, member] : value.members) {
    const JsonValue* property = properties == nullptr ? nullptr : properties->find(name);
    if (property == nullptr) {
      if (closed) return where + ": " + name + " is not in the schema";
      continue;
    }
    if (auto no = misfit(*property, member, components, where + "." + name)) return no;
  }
  return std::nullopt;
}

}  // namespace allonge::test
