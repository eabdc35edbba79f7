#include "api/summary.h"

#include "api/glossary.h"
#include "contracts/admission.h"

namespace allonge::api {

namespace {

// One language's words.
struct Wording {
  bool chinese;
  std::string_view operation;
  std::string_view colon, comma, open, close, yes, no;
  std::string field(const FieldInfo& field) const {
    if (chinese)
      if (const auto word = chinese_field(operation, field.name)) return std::string(*word);
    std::string out(field.name);
    for (char& c : out)
      if (c == '_') c = ' ';
    return out;
  }
};
constexpr Wording english{false, {}, " ", ", ", " (", ")", "yes", "no"};
constexpr Wording chinese{true, {}, "：", "，", "（", "）", "是", "否"};

// Texts of strangers in a line that people sign by: no line breaks, escapes or direction marks.
void append_plain(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    // U+200B..200F, U+202A..202E and U+2066..2069 are invisible or turn what follows around.
    const auto third = i + 2 < text.size() ? static_cast<std::uint8_t>(text[i + 2]) : 0;
    const bool turns = byte == 0xE2 && third != 0 &&
                       ((text[i + 1] == '\x80' && ((third >= 0x8B && third <= 0x8F) || (third >= 0xAA && third <= 0xAE))) ||
                        (text[i + 1] == '\x81' && third >= 0xA6 && third <= 0xA9));
    if (turns) {
      out += "?";
      i += 2;
    } else {
      out.push_back(byte < 0x20 || byte == 0x7F ? '?' : text[i]);
    }
  }
}

void append_value(std::string& out, const Shape& shape, const void* object, const Wording& words);

// Whether a field says nothing: absent, empty, false, or zero where zero means none.
bool says_nothing(const Shape& shape, const void* object) {
  std::string scratch;
  switch (shape.kind) {
    case Kind::optional: return shape.held(object) == nullptr;
    case Kind::list: return shape.count(object) == 0;
    case Kind::boolean: return shape.load(object) == 0;
    case Kind::text: return shape.text(object, scratch).empty();
    default: return false;
  }
}

void append_fields(std::string& out, const Shape& shape, const void* object, const Wording& words) {
  bool first = true;
  for (const FieldInfo& field : shape.fields) {
    const void* member = field.get(object);
    if (says_nothing(*field.shape, member)) continue;
    if (!first) out += words.comma;
    first = false;
    out += words.field(field);
    out += words.colon;
    append_value(out, *field.shape, member, words);
  }
}

void append_value(std::string& out, const Shape& shape, const void* object, const Wording& words) {
  std::string scratch;
  switch (shape.kind) {
    case Kind::boolean: out += shape.load(object) != 0 ? words.yes : words.no; return;
    case Kind::number:
    case Kind::fen: out += std::to_string(shape.load(object)); return;
    case Kind::amount: out += grouped(*static_cast<const Amount*>(object)); return;
    case Kind::date: out += static_cast<const Date*>(object)->text(); return;
    case Kind::time: out += static_cast<const Time*>(object)->text(); return;
    case Kind::enumeration:
      for (const EnumValue& value : shape.values)
        if (value.number == shape.load(object)) out += value.name;
      return;
    case Kind::fixed:
    case Kind::bytes:
    case Kind::raw: out += hex(shape.view(object)); return;
    case Kind::text: append_plain(out, shape.text(object, scratch)); return;
    case Kind::message:
      out += words.open;
      append_fields(out, shape, object, words);
      out += words.close;
      return;
    case Kind::list:
      for (std::size_t i = 0, n = shape.count(object); i < n; ++i) {
        if (i > 0) out += words.comma;
        append_value(out, *shape.item, shape.at(object, i), words);
      }
      return;
    case Kind::optional: append_value(out, *shape.item, shape.held(object), words); return;
    case Kind::one_of: append_fields(out, *shape.fields[shape.which(object)].shape, shape.held(object), words); return;
  }
}

std::string line_of(const Operation& operation, Wording words) {
  const Card& card = card_of(operation);
  words.operation = card.name;
  std::string out(card.name);
  if (words.chinese)
    if (const auto name = chinese_operation(card.name)) out = *name;
  out += words.chinese ? "：" : ": ";
  append_fields(out, *shape_of<Operation>.fields[operation.index()].shape, shape_of<Operation>.held(&operation), words);
  return out;
}

}  // namespace

std::string grouped(Amount amount) {
  std::string out = amount.text();
  for (std::size_t at = out.size() - 3; at > 3;) out.insert(at -= 3, 1, ',');
  return out;
}

Summary summary_of(const Operation& operation) { return {line_of(operation, english), line_of(operation, chinese)}; }

Result<Summary> summary_of(const TransactionBody& body) {
  TRY(const std::vector<Operation> operations, read_operations(body));
  Summary out;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const Summary one = summary_of(operations[i]);
    std::string number;
    if (i > 0) number += "\n";
    if (operations.size() > 1) number.append(std::to_string(i + 1)).append(". ");
    out.en.append(number).append(one.en);
    out.zh.append(number).append(one.zh);
  }
  return out;
}

}  // namespace allonge::api
