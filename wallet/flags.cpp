#include "wallet/flags.h"

#include <charconv>

#include "api/check_letter.h"
#include "api/json.h"
#include "wallet/money_text.h"

namespace allonge::wallet {

namespace {

bool is_plain(const Shape& shape) {
  return shape.kind != Kind::message && shape.kind != Kind::list && shape.kind != Kind::optional &&
         shape.kind != Kind::one_of && shape.kind != Kind::raw;
}

// Values of these never hold a comma, so a list of them may be typed with commas.
bool may_share_a_flag(const Shape& item) { return is_plain(item) && item.kind != Kind::amount && item.name != "string"; }

// What a person types for a text of this type.
std::string form_of_text(std::string_view type) {
  constexpr std::pair<std::string_view, const char*> forms[] = {
      {"string", "TEXT"}, {"PartyId", "PARTY"}, {"CertificateKind", "RC-..."}, {"InvoiceKind", "INV-..."},
      {"TransferKind", "TR-..."}, {"FinancingKind", "FN-..."}, {"ApplicationKind", "AP-..."}, {"Cursor", "H.L.P"}, {"TaxId", "CODE"}};
  for (const auto& [name, form] : forms)
    if (type.find(name) != std::string_view::npos) return form;
  return std::string(type);
}

std::string form_of(const Shape& shape) {
  switch (shape.kind) {
    case Kind::boolean: return "true|false";
    case Kind::number: return "NUMBER";
    case Kind::fen: return "FEN";
    case Kind::amount: return "AMOUNT";
    case Kind::date: return "YYYY-MM-DD";
    case Kind::time: return "TIME";
    case Kind::fixed: return std::to_string(2 * shape.size) + " HEX";
    case Kind::text: return form_of_text(shape.name);
    case Kind::bytes:
    case Kind::raw: return "BASE64URL";
    case Kind::enumeration: {
      std::string out;
      for (const EnumValue& value : shape.values) out += (out.empty() ? "" : "|") + std::string(value.name);
      return out;
    }
    case Kind::message: {
      std::string out;
      for (const FieldInfo& field : shape.fields) out += (out.empty() ? "" : ":") + std::string(field.name);
      return out.size() > 40 ? "JSON" : out;
    }
    case Kind::list:
    case Kind::optional: return form_of(*shape.item);
    case Kind::one_of: return "JSON";
  }
  return "VALUE";
}

Refusal not_of_form(const Shape& shape, std::string_view typed) {
  return Refusal{Reason::bad_text, "\"" + std::string(typed) + "\" is not " + form_of(shape)};
}

Result<std::uint64_t> read_whole(const Shape& shape, std::string_view typed) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (error != std::errc() || end != typed.data() + typed.size() || typed.empty()) return not_of_form(shape, typed);
  return number;
}

Result<void> read_json_typed(const Shape& shape, void* object, std::string_view typed) {
  TRY(const JsonValue value, parse_json(typed));
  std::string where;
  if (auto read = api::read_json(shape, object, value, where); !read)
    return Refusal{read.error().reason, where.empty() ? read.error().detail : where + ": " + read.error().detail};
  return done();
}

// "a:b:c", or "a-b" where both are places of fen.
Result<void> read_parts(const Shape& shape, void* object, std::string_view typed) {
  const bool is_range = shape.fields.size() == 2 && shape.fields[0].shape->kind == Kind::fen &&
                        shape.fields[1].shape->kind == Kind::fen;
  const char mark = is_range && typed.find(':') == std::string_view::npos ? '-' : ':';
  std::string_view rest = typed;
  for (std::size_t i = 0; i < shape.fields.size(); ++i) {
    const FieldInfo& field = shape.fields[i];
    const bool is_last = i + 1 == shape.fields.size();
    const std::size_t end = is_last ? std::string_view::npos : rest.find(mark);
    const std::string_view part = rest.substr(0, end);
    if (!part.empty() || field.shape->kind != Kind::optional)
      CHECK(read_typed(*field.shape, field.limit, field.edit(object), part));
    if (end == std::string_view::npos) {
      for (std::size_t k = i + 1; k < shape.fields.size(); ++k)
        if (shape.fields[k].shape->kind != Kind::optional && shape.fields[k].shape->kind != Kind::list)
          return not_of_form(shape, typed);
      return done();
    }
    rest = rest.substr(end + 1);
  }
  return done();
}

Result<void> read_list(const Shape& shape, std::uint32_t limit, void* object, std::string_view typed) {
  if (!typed.empty() && typed.front() == '[') {
    // JSON says the whole list at once; each item is read by itself so that several flags add up.
    TRY(const JsonValue value, parse_json(typed));
    for (const JsonValue& item : value.items) {
      std::string where;
      if (shape.count(object) >= limit) return Refusal{Reason::too_large, "at most " + std::to_string(limit) + " items"};
      CHECK(api::read_json(*shape.item, shape.grow(object), item, where));
    }
    return done();
  }
  while (true) {
    const std::size_t comma = may_share_a_flag(*shape.item) ? typed.find(',') : std::string_view::npos;
    if (shape.count(object) >= limit) return Refusal{Reason::too_large, "at most " + std::to_string(limit) + " items"};
    CHECK(read_typed(*shape.item, 0xFFFF'FFFF, shape.grow(object), typed.substr(0, comma)));
    if (comma == std::string_view::npos) return done();
    typed = typed.substr(comma + 1);
  }
}

// Must the flag be typed? Dates and names have no value of their own; numbers, amounts and
// enumerations begin as the struct says, and the contract judges whether that will do.
bool is_required(const Shape& shape) {
  return !api::may_be_left_out(shape) && shape.kind != Kind::number && shape.kind != Kind::amount &&
         shape.kind != Kind::enumeration;
}

bool names_a_record(const Shape& shape) {
  const Shape& of = shape.kind == Kind::optional ? *shape.item : shape;
  // A party or else a key: "trust withdraw hengxin".
  if (of.kind == Kind::message) return !of.fields.empty() && of.fields[0].shape->kind == Kind::optional && names_a_record(*of.fields[0].shape);
  return (of.kind == Kind::text && of.name != "string") || of.kind == Kind::fixed;
}

}  // namespace

std::string FlagValues::one(const std::string& name) const {
  const auto& typed = all(name);
  return typed.empty() ? std::string() : typed.back();
}

const std::vector<std::string>& FlagValues::all(const std::string& name) const {
  static const std::vector<std::string> none;
  const auto found = values_.find(name);
  return found == values_.end() ? none : found->second;
}

std::string flag_name(std::string_view field_name) {
  std::string out(field_name);
  for (char& c : out)
    if (c == '_') c = '-';
  return out;
}

std::vector<FlagSpec> flags_of(const Shape& message) {
  std::vector<FlagSpec> out;
  for (const FieldInfo& field : message.fields) {
    FlagSpec flag;
    flag.name = flag_name(field.name);
    flag.note = field.note;
    flag.form = form_of(*field.shape);
    flag.required = is_required(*field.shape);
    flag.repeatable = field.shape->kind == Kind::list;
    flag.is_switch = field.shape->kind == Kind::boolean;
    flag.positional = out.empty() && names_a_record(*field.shape);
    out.push_back(std::move(flag));
  }
  // What is the only thing to say needs no name: "gate show cert.issue".
  if (out.size() == 1 && message.fields[0].shape->kind == Kind::text) out[0].positional = true;
  return out;
}

Result<void> read_typed(const Shape& shape, std::uint32_t limit, void* object, std::string_view typed) {
  switch (shape.kind) {
    case Kind::boolean:
      if (typed != "true" && typed != "yes" && typed != "false" && typed != "no") return not_of_form(shape, typed);
      shape.store(object, typed == "true" || typed == "yes" ? 1 : 0);
      return done();
    case Kind::number: {
      TRY(const std::uint64_t number, read_whole(shape, typed));
      const api::NumberRange range = api::range_of(shape, limit);
      if (number < range.least || number > range.most || !shape.store(object, number))
        return Refusal{Reason::out_of_range, std::string(typed) + " is not from " + std::to_string(range.least) + " to " + std::to_string(range.most)};
      return done();
    }
    case Kind::fen: {
      TRY(const std::uint64_t number, read_whole(shape, typed));
      if (!shape.store(object, number)) return Refusal{Reason::out_of_range, std::string(typed)};
      return done();
    }
    case Kind::amount: {
      TRY(*static_cast<Amount*>(object), read_money(typed));
      return done();
    }
    case Kind::date: {
      TRY(*static_cast<Date*>(object), Date::parse(typed));
      return done();
    }
    case Kind::time: {
      TRY(*static_cast<Time*>(object), Time::parse(typed));
      return done();
    }
    case Kind::enumeration:
      for (const EnumValue& value : shape.values)
        if (value.name == typed) return shape.store(object, value.number), done();
      return not_of_form(shape, typed);
    case Kind::fixed: {
      const auto bytes = parse_hex(typed);
      if (!bytes || !shape.assign(object, *bytes)) return not_of_form(shape, typed);
      return done();
    }
    case Kind::text:
      if (shape.name == "string" && typed.size() > limit)
        return Refusal{Reason::too_large, "at most " + std::to_string(limit) + " bytes"};
      if (shape.parse(object, typed)) return done();
      if (api::only_check_letter_is_wrong(shape, object, typed))
        return Refusal{Reason::bad_text, "\"" + std::string(typed) + "\": " + api::check_letter_is_wrong};
      return not_of_form(shape, typed);
    case Kind::bytes:
    case Kind::raw: {
      const auto bytes = parse_base64url(typed);
      if (!bytes) return not_of_form(shape, typed);
      if (bytes->size() > limit) return Refusal{Reason::too_large, "at most " + std::to_string(limit) + " bytes"};
      shape.assign(object, *bytes);
      return done();
    }
    case Kind::message:
      if (!typed.empty() && typed.front() == '{') return read_json_typed(shape, object, typed);
      return read_parts(shape, object, typed);
    case Kind::list: return read_list(shape, limit, object, typed);
    case Kind::optional: return read_typed(*shape.item, limit, shape.emplace(object, 0), typed);
    case Kind::one_of: return read_json_typed(shape, object, typed);
  }
  return done();
}

Result<void> fill(const Shape& message, void* object, const FlagValues& typed) {
  for (const FieldInfo& field : message.fields) {
    const std::string name = flag_name(field.name);
    if (!typed.has(name)) {
      if (is_required(*field.shape))
        return Refusal{Reason::missing_field, "--" + name + ": " + std::string(field.note)};
      continue;
    }
    const auto& values = typed.all(name);
    const std::size_t from = field.shape->kind == Kind::list ? 0 : values.size() - 1;
    for (std::size_t i = from; i < values.size(); ++i)
      if (auto read = read_typed(*field.shape, field.limit, field.edit(object), values[i]); !read)
        return Refusal{read.error().reason, "--" + name + ": " + read.error().detail};
  }
  return done();
}

}  // namespace allonge::wallet
