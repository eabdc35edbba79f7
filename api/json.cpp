#include "api/json.h"

#include <charconv>

#include "api/check_letter.h"
#include "api/nearest.h"
#include "ledger/utf8.h"

namespace allonge::api {

namespace {

constexpr std::uint64_t largest_json_number = (std::uint64_t{1} << 53) - 1;

void append_number(std::string& out, std::uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

// Dates, times and amounts have their own text; nothing in it needs escaping.
void append_quoted(std::string& out, std::string_view plain) {
  out.push_back('"');
  out += plain;
  out.push_back('"');
}

void append_value(std::string& out, const Shape& shape, std::string_view note, const void* object);

void append_members(std::string& out, const Shape& shape, const void* object) {
  out.push_back('{');
  bool first = true;
  std::string scratch;
  for (const FieldInfo& field : shape.fields) {
    const void* member = field.get(object);
    const Shape* of = field.shape;
    if (of->kind == Kind::optional) {
      member = of->held(member);
      if (member == nullptr) continue;
      of = of->item;
    }
    if (of->kind == Kind::text && !of->form.empty() && of->text(member, scratch).empty()) continue;
    if (!first) out.push_back(',');
    first = false;
    append_quoted(out, field.name);
    out.push_back(':');
    append_value(out, *of, field.note, member);
  }
  out.push_back('}');
}

void append_value(std::string& out, const Shape& shape, std::string_view note, const void* object) {
  switch (shape.kind) {
    case Kind::boolean: out += shape.load(object) != 0 ? "true" : "false"; return;
    case Kind::number: append_number(out, shape.load(object)); return;
    case Kind::fen: append_quoted(out, std::to_string(shape.load(object))); return;
    case Kind::amount: append_quoted(out, static_cast<const Amount*>(object)->text()); return;
    case Kind::date: append_quoted(out, static_cast<const Date*>(object)->text()); return;
    case Kind::time: append_quoted(out, static_cast<const Time*>(object)->text()); return;
    case Kind::enumeration: {
      const std::uint64_t number = shape.load(object);
      for (const EnumValue& value : shape.values)
        if (value.number == number) return append_quoted(out, value.name);
      // Zero where the enum has no zero: a record that was never filled in.
      return append_quoted(out, "none");
    }
    case Kind::fixed: append_quoted(out, hex(shape.view(object))); return;
    case Kind::text: {
      std::string scratch;
      append_json_text(out, shape.text(object, scratch));
      return;
    }
    case Kind::bytes: append_quoted(out, base64url(shape.view(object))); return;
    case Kind::raw: {
      const auto written = raw_type_of(note).append(out, shape.view(object));
      ensure(written.has_value(), "a message inside a message was checked when it came in");
      return;
    }
    case Kind::message: append_members(out, shape, object); return;
    case Kind::list: {
      out.push_back('[');
      for (std::size_t i = 0, n = shape.count(object); i < n; ++i) {
        if (i > 0) out.push_back(',');
        append_value(out, *shape.item, note, shape.at(object, i));
      }
      out.push_back(']');
      return;
    }
    case Kind::optional: {
      const void* held = shape.held(object);
      if (held == nullptr) out += "null";
      else append_value(out, *shape.item, note, held);
      return;
    }
    case Kind::one_of: {
      const FieldInfo& alternative = shape.fields[shape.which(object)];
      out += "{\"op\":";
      append_quoted(out, alternative.name);
      out += ",\"args\":";
      append_members(out, *alternative.shape, shape.held(object));
      out.push_back('}');
      return;
    }
  }
}

// ---- reading

Refusal expected(Reason reason, std::string text) { return Refusal{reason, "expected " + std::move(text)}; }

Result<std::string_view> as_text(const JsonValue& value, std::string_view what) {
  if (value.type != JsonValue::Type::string) return expected(Reason::bad_text, std::string(what) + " as a JSON string");
  return std::string_view(value.text);
}

// Decimal digits without sign or leading zero.
Result<std::uint64_t> integer_text(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = fault == std::errc() && end == text.data() + text.size() && text[0] != '-';
  if (!whole || (text.size() > 1 && text[0] == '0')) return expected(Reason::bad_text, "digits without leading zeros");
  return number;
}

Result<void> read_value(const Shape& shape, std::string_view note, std::uint32_t limit, void* object,
                        const JsonValue& value, std::string& where, JsonFrom from);

Result<void> read_members(const Shape& shape, void* object, const JsonValue& value, std::string& where, JsonFrom from) {
  if (value.type != JsonValue::Type::object) return expected(Reason::bad_text, "a JSON object");
  ensure(shape.fields.size() <= 64, "a described struct has at most 64 fields");
  const std::size_t length = where.size();
  const auto enter = [&](std::string_view name) {
    where.resize(length);
    if (length > 0) where.push_back('.');
    where += name;
  };
  std::uint64_t seen = 0;
  for (const auto& [name, member] : value.members) {
    std::size_t at = 0;
    while (at < shape.fields.size() && shape.fields[at].name != name) ++at;
    if (at == shape.fields.size()) {
      if (from == JsonFrom::node) continue;  // a newer node says more than we know
      const std::string_view near = nearest(name, shape.fields, [](const FieldInfo& field) { return field.name; });
      return Refusal{Reason::unknown_field,
                     "no field " + quoted(name) + (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?")};
    }
    const FieldInfo& field = shape.fields[at];
    seen |= std::uint64_t{1} << at;
    enter(field.name);
    CHECK(read_value(*field.shape, field.note, field.limit, field.edit(object), member, where, from));
    where.resize(length);
  }
  for (std::size_t at = 0; at < shape.fields.size(); ++at) {
    if ((seen >> at & 1) != 0 || may_be_left_out(*shape.fields[at].shape)) continue;
    if (from == JsonFrom::node && shape.fields[at].shape->kind == Kind::text) continue;  // an unset id
    enter(shape.fields[at].name);
    return Refusal{Reason::missing_field, std::string(shape.fields[at].note)};
  }
  return done();
}

Result<void> read_one_of(const Shape& shape, void* object, const JsonValue& value, std::string& where, JsonFrom from) {
  if (value.type != JsonValue::Type::object) return expected(Reason::bad_text, "{\"op\": name, \"args\": {...}}");
  const std::size_t length = where.size();
  const std::string dot = length > 0 ? "." : "";
  for (const auto& [name, member] : value.members)
    if (name != "op" && name != "args") return Refusal{Reason::unknown_field, "no field " + quoted(name) + " beside op and args"};
  const JsonValue* op = value.find("op");
  const JsonValue* args = value.find("args");
  if (op == nullptr) return where += dot + "op", Refusal{Reason::missing_field, "name of the operation"};
  if (args == nullptr) return where += dot + "args", Refusal{Reason::missing_field, "fields of the operation"};
  where += dot + "op";
  TRY(const std::string_view wanted, as_text(*op, "the operation's name"));
  std::size_t at = 0;
  while (at < shape.fields.size() && shape.fields[at].name != wanted) ++at;
  if (at == shape.fields.size()) {
    const std::string_view near = nearest(wanted, shape.fields, [](const FieldInfo& field) { return field.name; });
    return Refusal{Reason::operation_unknown, "no operation " + quoted(wanted) +
                                                  (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?")};
  }
  where.resize(length);
  where += dot + "args";
  CHECK(read_members(*shape.fields[at].shape, shape.emplace(object, at), *args, where, from));
  where.resize(length);
  return done();
}

Result<void> read_list(const Shape& shape, std::string_view note, std::uint32_t limit, void* object,
                       const JsonValue& value, std::string& where, JsonFrom from) {
  if (value.type != JsonValue::Type::array) return expected(Reason::bad_text, "a JSON array");
  if (value.items.size() > limit) return Refusal{Reason::too_large, "at most " + std::to_string(limit) + " items"};
  const std::size_t length = where.size();
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    where.push_back('[');
    append_number(where, i);
    where.push_back(']');
    CHECK(read_value(*shape.item, note, limit, shape.grow(object), value.items[i], where, from));
    where.resize(length);
  }
  return done();
}

Result<void> read_value(const Shape& shape, std::string_view note, std::uint32_t limit, void* object,
                        const JsonValue& value, std::string& where, JsonFrom from) {
  switch (shape.kind) {
    case Kind::boolean:
      if (value.type != JsonValue::Type::boolean) return expected(Reason::bad_text, "true or false");
      shape.store(object, value.boolean ? 1 : 0);
      return done();
    case Kind::number: {
      if (value.type != JsonValue::Type::number) return expected(Reason::bad_text, "a JSON number");
      const auto number = json_unsigned(value);
      const NumberRange range = range_of(shape, limit);
      if (!number || *number < range.least || *number > range.most || !shape.store(object, *number))
        return expected(Reason::out_of_range, "a whole number from " + std::to_string(range.least) + " to " + std::to_string(range.most));
      return done();
    }
    case Kind::fen: {
      TRY(const std::string_view text, as_text(value, "a whole number of fen"));
      TRY(const std::uint64_t number, integer_text(text));
      shape.store(object, number);
      return done();
    }
    case Kind::amount: {
      TRY(const std::string_view text, as_text(value, "yuan"));
      TRY(*static_cast<Amount*>(object), Amount::parse(text));
      return done();
    }
    case Kind::date: {
      TRY(const std::string_view text, as_text(value, "a date"));
      TRY(*static_cast<Date*>(object), Date::parse(text));
      return done();
    }
    case Kind::time: {
      TRY(const std::string_view text, as_text(value, "a time"));
      TRY(*static_cast<Time*>(object), Time::parse(text));
      return done();
    }
    case Kind::enumeration: {
      TRY(const std::string_view text, as_text(value, "a name"));
      for (const EnumValue& one : shape.values)
        if (one.name == text) return shape.store(object, one.number), done();
      if (from == JsonFrom::node && text == "none") return done();
      std::string names;
      for (const EnumValue& one : shape.values) names += (names.empty() ? "" : ", ") + std::string(one.name);
      return expected(Reason::bad_text, "one of " + names);
    }
    case Kind::fixed: {
      TRY(const std::string_view text, as_text(value, "hexadecimal digits"));
      const auto bytes = parse_hex(text);
      if (!bytes || hex(*bytes) != text || !shape.assign(object, *bytes))
        return expected(Reason::bad_text, std::to_string(2 * shape.size) + " lower-case hexadecimal digits");
      return done();
    }
    case Kind::text: {
      TRY(const std::string_view text, as_text(value, "a text"));
      if (shape.name == "string" && text.size() > limit)
        return Refusal{Reason::too_large, "at most " + std::to_string(limit) + " bytes"};
      if (shape.parse(object, text)) return done();
      if (only_check_letter_is_wrong(shape, object, text)) return Refusal{Reason::bad_text, check_letter_is_wrong};
      return expected(Reason::bad_text, shape.form.empty() ? "another form" : "the form " + std::string(shape.form));
    }
    case Kind::bytes: {
      TRY(const std::string_view text, as_text(value, "base64url"));
      if (text.size() / 4 * 3 > std::size_t(limit)) return Refusal{Reason::too_large, "at most " + std::to_string(limit) + " bytes"};
      const auto bytes = parse_base64url(text);
      if (!bytes) return expected(Reason::bad_text, "base64url without padding");
      if (bytes->size() > limit) return Refusal{Reason::too_large, "at most " + std::to_string(limit) + " bytes"};
      shape.assign(object, *bytes);
      return done();
    }
    case Kind::raw: {
      // Records are shown, never read back: their bytes come with a proof.
      if (from == JsonFrom::node && raw_type_of(note).shape == nullptr) return done();
      TRY(const Bytes encoded, raw_type_of(note).read(value, where));
      shape.assign(object, encoded);
      return done();
    }
    case Kind::message: return read_members(shape, object, value, where, from);
    case Kind::list: return read_list(shape, note, limit, object, value, where, from);
    case Kind::optional: return read_value(*shape.item, note, limit, shape.emplace(object, 0), value, where, from);
    case Kind::one_of: return read_one_of(shape, object, value, where, from);
  }
  return done();
}

}  // namespace

NumberRange range_of(const Shape& shape, std::uint32_t limit) {
  if (limit > 0) return {1, std::min<std::uint64_t>(shape.largest, limit)};
  return {0, std::min(shape.largest, largest_json_number)};
}

bool may_be_left_out(const Shape& shape) {
  return shape.kind == Kind::optional || shape.kind == Kind::list || shape.kind == Kind::boolean ||
         shape.kind == Kind::amount || (shape.kind == Kind::text && shape.name == "string");
}

void append_json_text(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20 || byte == 0x7F) {
      out += "\\u00";
      out.push_back(digits[byte >> 4]);
      out.push_back(digits[byte & 15]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

void append_json_value(std::string& out, const JsonValue& value) {
  switch (value.type) {
    case JsonValue::Type::null: out += "null"; return;
    case JsonValue::Type::boolean: out += value.boolean ? "true" : "false"; return;
    case JsonValue::Type::number: out += value.text; return;
    case JsonValue::Type::string: append_json_text(out, value.text); return;
    case JsonValue::Type::array:
      out.push_back('[');
      for (const JsonValue& item : value.items) {
        if (&item != &value.items.front()) out.push_back(',');
        append_json_value(out, item);
      }
      out.push_back(']');
      return;
    case JsonValue::Type::object:
      out.push_back('{');
      for (const auto& member : value.members) {
        if (&member != &value.members.front()) out.push_back(',');
        append_json_text(out, member.first);
        out.push_back(':');
        append_json_value(out, member.second);
      }
      out.push_back('}');
      return;
  }
}

void append_json(std::string& out, const Shape& shape, const void* object) {
  append_value(out, shape, {}, object);
}

Result<void> read_json(const Shape& shape, void* object, const JsonValue& value, std::string& where, JsonFrom from) {
  return read_value(shape, {}, 0, object, value, where, from);
}

const RawType& raw_type_of(std::string_view note) {
  constexpr std::string_view mark = "type: ";
  const std::string_view name = note.substr(0, mark.size()) == mark ? note.substr(mark.size()) : std::string_view();
  for (const RawType& type : raw_types())
    if (type.name == name) return type;
  stop_because("a raw message's note names its type", __FILE__, __LINE__);
}

}  // namespace allonge::api
