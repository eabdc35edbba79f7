#include "ledger/proto_text.h"

#include <algorithm>

namespace allonge {

namespace {

constexpr std::string_view raw_type_mark = "type: ";

constexpr std::string_view preamble =
    "// Generated from the field lists of the program; do not edit.\n"
    "//\n"
    "// The ledger accepts exactly one byte string per value: fields in ascending number, each at most\n"
    "// once, shortest varints, numbers in lists packed, no default value and no unknown field written\n"
    "// out, every message without `optional` present, bytes of a stated length of exactly that length.\n"
    "// Classes that protoc makes from this file write that form when all fields are set as stated.\n";

// "VoteKind", "range_locked", "ACT/360" -> "VOTE_KIND", "RANGE_LOCKED", "ACT_360".
std::string capitals(std::string_view name) {
  std::string out;
  bool was_small = false;
  for (const char c : name) {
    const bool small = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && was_small) out.push_back('_');
    out.push_back(c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : small || capital ? c : '_');
    was_small = small;
  }
  return out;
}

std::string field_name(std::string_view name) {
  std::string out(name);
  std::replace(out.begin(), out.end(), '.', '_');
  return out;
}

bool has_definition(const Shape& shape) {
  return shape.kind == Kind::message || shape.kind == Kind::one_of || shape.kind == Kind::enumeration;
}

void collect(const Shape& shape, std::vector<const Shape*>& found) {
  if (shape.kind == Kind::list || shape.kind == Kind::optional) return collect(*shape.item, found);
  if (!has_definition(shape)) return;
  for (const Shape* known : found) {
    if (known == &shape) return;
    ensure(known->name != shape.name, "two types of one schema have different names");
  }
  found.push_back(&shape);
  for (const FieldInfo& field : shape.fields) collect(*field.shape, found);
}

std::string_view type_of(const Shape& shape, std::string_view note) {
  switch (shape.kind) {
    case Kind::boolean: return "bool";
    case Kind::number: return shape.largest > 0xFFFF'FFFF ? "uint64" : "uint32";
    case Kind::date: return "uint32";
    case Kind::fen:
    case Kind::amount:
    case Kind::time: return "uint64";
    case Kind::text: return "string";
    case Kind::fixed:
    case Kind::bytes: return "bytes";
    case Kind::raw:
      ensure(note.substr(0, raw_type_mark.size()) == raw_type_mark, "the note of a raw message names its type");
      return note.substr(raw_type_mark.size());
    default: return shape.name;
  }
}

// What the type of the .proto does not say.
std::string unit_of(const FieldInfo& field) {
  const Shape& shape = *field.shape;
  const bool wrapped = shape.kind == Kind::list || shape.kind == Kind::optional;
  const Shape& item = wrapped ? *shape.item : shape;
  std::string out;
  switch (item.kind) {
    case Kind::amount: out = "in fen"; break;
    case Kind::date: out = "days since 1970-01-01"; break;
    case Kind::time: out = "ms since 1970 UTC"; break;
    case Kind::fixed: out = "exactly " + std::to_string(item.size) + " bytes"; break;
    case Kind::text:
      if (!item.form.empty()) out = std::string(item.form);
      break;
    default: break;
  }
  if (field.limit == 0) return out;
  const bool bytes = shape.kind == Kind::text || shape.kind == Kind::bytes || shape.kind == Kind::raw ||
                     (shape.kind == Kind::optional && item.kind != Kind::list);
  return out + (out.empty() ? "" : "; ") + "at most " + std::to_string(field.limit) + (bytes ? " bytes" : "");
}

void print_field(std::string& out, const FieldInfo& field) {
  const Shape& shape = *field.shape;
  const bool list = shape.kind == Kind::list, optional = shape.kind == Kind::optional;
  const Shape& item = list || optional ? *shape.item : shape;
  out += "  ";
  out += list ? "repeated " : optional ? "optional " : "";
  out += type_of(item, field.note);
  out += " " + field_name(field.name) + " = " + std::to_string(field.number) + ";";
  const std::string_view note = item.kind == Kind::raw ? std::string_view() : field.note;
  const std::string unit = unit_of(field);
  if (!note.empty() || !unit.empty()) out += "  // ";
  out += note;
  if (!unit.empty()) out += note.empty() ? unit : " (" + unit + ")";
  out += "\n";
}

void print_message(std::string& out, const Shape& shape) {
  out += "\nmessage " + std::string(shape.name) + " {\n";
  for (const FieldInfo& field : shape.fields) print_field(out, field);
  out += "}\n";
}

void print_one_of(std::string& out, const Shape& shape) {
  out += "\n// Exactly one of these.\nmessage " + std::string(shape.name) + " {\n  oneof is {\n";
  for (const FieldInfo& field : shape.fields) {
    out += "    " + std::string(field.shape->name) + " " + field_name(field.name) + " = " +
           std::to_string(field.number) + ";  // " + std::string(field.note) + "\n";
  }
  out += "  }\n}\n";
}

// proto3 begins every enumeration with 0; where the ledger has no such value it is never valid.
void print_enumeration(std::string& out, const Shape& shape) {
  ensure(shape.largest <= 0x7FFF'FFFF, "numbers of an enumeration fit 31 bits");
  const std::string prefix = capitals(shape.name) + "_";
  out += "\nenum " + std::string(shape.name) + " {\n";
  const bool has_zero = std::any_of(shape.values.begin(), shape.values.end(),
                                    [](const EnumValue& value) { return value.number == 0; });
  if (!has_zero) out += "  " + prefix + "UNSPECIFIED = 0;  // refused\n";
  std::vector<EnumValue> values(shape.values.begin(), shape.values.end());
  std::sort(values.begin(), values.end(), [](const EnumValue& a, const EnumValue& b) { return a.number < b.number; });
  for (const EnumValue& value : values)
    out += "  " + prefix + capitals(value.name) + " = " + std::to_string(value.number) + ";\n";
  out += "}\n";
}

}  // namespace

std::string proto_text(std::string_view package, std::span<const Shape* const> roots) {
  std::vector<const Shape*> found;
  for (const Shape* root : roots) {
    ensure(has_definition(*root), "the roots of a schema are messages and enumerations");
    collect(*root, found);
  }
  std::string out(preamble);
  out += "syntax = \"proto3\";\n\npackage " + std::string(package) + ";\n";
  for (const Shape* shape : found) {
    switch (shape->kind) {
      case Kind::message: print_message(out, *shape); break;
      case Kind::one_of: print_one_of(out, *shape); break;
      default: print_enumeration(out, *shape); break;
    }
  }
  return out;
}

}  // namespace allonge
