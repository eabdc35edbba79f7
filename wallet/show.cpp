#include "wallet/show.h"

#include <algorithm>
#include <ctime>

#include "api/json.h"
#include "wallet/columns.h"
#include "wallet/money_text.h"

namespace allonge::wallet {

namespace {

std::string words(std::string_view field_name) {
  std::string out(field_name);
  for (char& c : out)
    if (c == '_') c = ' ';
  return out;
}

bool is_range(const Shape& shape) {
  return shape.kind == Kind::message && shape.fields.size() == 2 && shape.fields[0].shape->kind == Kind::fen &&
         shape.fields[1].shape->kind == Kind::fen;
}

// A struct of two or more optional members, of which one is there: an identity is a party or a key.
bool is_alternative(const Shape& shape) {
  return shape.kind == Kind::message && shape.fields.size() > 1 &&
         std::all_of(shape.fields.begin(), shape.fields.end(), [](const FieldInfo& field) {
           return field.shape->kind == Kind::optional && field.shape->item->kind != Kind::message && field.shape->item->kind != Kind::list;
         });
}

std::string alternative_text(const Shape& shape, const void* object) {
  std::string out;
  for (const FieldInfo& field : shape.fields) {
    const std::string text = value_text(*field.shape, field.get(object));
    if (!text.empty()) out += (out.empty() ? "" : " ") + text;
  }
  return out;
}

// Bytes that are a JSON document are read by people as what they are.
std::string bytes_text(BytesView bytes) {
  const std::string_view text = text_of(bytes);
  const bool is_document = text.starts_with('{') && parse_json(text).has_value();
  return is_document ? harmless(text) : base64url(bytes);
}

bool fits_a_cell(const Shape& shape) {
  if (is_alternative(shape)) return true;
  return (shape.kind != Kind::message && shape.kind != Kind::one_of && shape.kind != Kind::raw) || is_range(shape);
}

// A list of these becomes a table: structs of plain fields.
bool is_table(const Shape& shape) {
  return shape.kind == Kind::list && shape.item->kind == Kind::message && !is_range(*shape.item);
}

std::string json_of(const Shape& shape, const void* object) {
  std::string out;
  api::append_json(out, shape, object);
  return harmless(out);
}

void add_lines(const Shape& message, const void* object, const std::string& prefix,
               std::vector<std::pair<std::string, std::string>>& out) {
  for (const FieldInfo& field : message.fields) {
    const void* member = field.get(object);
    const Shape* shape = field.shape;
    if (shape->kind == Kind::optional) {
      member = shape->held(member);
      if (member == nullptr) continue;
      shape = shape->item;
    }
    if (is_table(*shape)) continue;
    const std::string name = prefix + words(field.name);
    if (shape->kind == Kind::message && !is_range(*shape)) {
      add_lines(*shape, member, name + " ", out);
    } else if (shape->kind == Kind::raw) {
      if (shape->view(member).empty()) continue;  // a record: shown by nodes, and not read back from JSON
      std::string text;
      const auto written = api::raw_type_of(field.note).append(text, shape->view(member));
      out.emplace_back(name, written ? harmless(text) : "(bytes that do not read)");
    } else if (shape->kind == Kind::one_of) {
      out.emplace_back(name, json_of(*shape, member));
    } else {
      std::string text = value_text(*shape, member);
      if (!text.empty()) out.emplace_back(name, std::move(text));
    }
  }
}

void add_tables(const Shape& message, const void* object, const std::string& prefix, const Terminal& terminal,
                std::string& out) {
  for (const FieldInfo& field : message.fields) {
    const void* member = field.get(object);
    const Shape* shape = field.shape;
    if (shape->kind == Kind::optional) {
      member = shape->held(member);
      if (member == nullptr) continue;
      shape = shape->item;
    }
    if (shape->kind == Kind::message && !is_range(*shape)) add_tables(*shape, member, prefix + words(field.name) + " ", terminal, out);
    if (!is_table(*shape)) continue;

    // Columns that are empty in every row are left out.
    const Shape& item = *shape->item;
    const std::size_t count = shape->count(member);
    if (count == 0) continue;
    std::vector<std::vector<std::string>> rows(count);
    std::vector<bool> used(item.fields.size());
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t k = 0; k < item.fields.size(); ++k) {
        const FieldInfo& column = item.fields[k];
        const void* cell = column.get(shape->at(member, i));
        const Shape* of = column.shape;
        if (of->kind == Kind::optional) cell = of->held(cell), of = of->item;
        std::string text;
        if (cell != nullptr) {
          if (of->kind == Kind::raw) {
            const BytesView bytes = of->view(cell);
            if (!bytes.empty() && !api::raw_type_of(column.note).append(text, bytes).has_value()) text = "(bytes that do not read)";
          } else {
            text = fits_a_cell(*of) && !is_table(*of) ? value_text(*of, cell) : json_of(*of, cell);
          }
        }
        if (!text.empty()) used[k] = true;
        rows[i].push_back(std::move(text));
      }
    std::vector<std::string> headings;
    for (std::size_t k = 0; k < item.fields.size(); ++k)
      if (used[k]) {
        std::string heading = words(item.fields[k].name);
        for (char& c : heading)
          if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
        headings.push_back(std::move(heading));
      }
    Columns table(headings);
    for (std::size_t k = 0, at = 0; k < item.fields.size(); ++k)
      if (used[k]) {
        const Kind kind = item.fields[k].shape->kind;
        if (kind == Kind::amount || kind == Kind::number || kind == Kind::fen) table.to_the_right({at});
        ++at;
      }
    for (auto& cells : rows) {
      std::vector<std::string> kept;
      for (std::size_t k = 0; k < cells.size(); ++k)
        if (used[k]) kept.push_back(std::move(cells[k]));
      table.row(std::move(kept));
    }
    out += terminal.paint(Colour::dim, prefix + words(field.name) + ": " + std::to_string(count)) + "\n";
    out += table.text(2);
  }
}

}  // namespace

std::string age_text(std::uint64_t ms) {
  const std::uint64_t seconds = ms / 1'000, minutes = seconds / 60, hours = minutes / 60;
  if (minutes < 2) return std::to_string(seconds) + "." + std::to_string(ms % 1'000 / 100) + " s";
  if (hours < 2) return std::to_string(minutes) + " min";
  return hours < 48 ? std::to_string(hours) + " h" : std::to_string(hours / 24) + " days";
}

std::string local_time_text(Time time) {
  if (time.ms == 0) return "";
  const auto seconds = std::time_t(time.ms / 1000);
  std::tm parts{};
  localtime_r(&seconds, &parts);
  char text[64];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z", &parts);
  std::string out(text);
  if (out.size() > 5) out.insert(out.size() - 2, 1, ':');
  return out;
}

std::string value_text(const Shape& shape, const void* object) {
  switch (shape.kind) {
    case Kind::boolean: return shape.load(object) != 0 ? "yes" : "no";
    case Kind::number:
    case Kind::fen: return std::to_string(shape.load(object));
    case Kind::amount: return money_text(*static_cast<const Amount*>(object));
    case Kind::date: return shape.load(object) == 0 ? "" : static_cast<const Date*>(object)->text();
    case Kind::time: return local_time_text(*static_cast<const Time*>(object));
    case Kind::enumeration: {
      for (const EnumValue& value : shape.values)
        if (value.number == shape.load(object)) return std::string(value.name);
      return "";
    }
    case Kind::fixed: return hex(shape.view(object));
    case Kind::text: {
      std::string scratch;
      return harmless(shape.text(object, scratch));
    }
    case Kind::bytes: return bytes_text(shape.view(object));
    case Kind::raw:
    case Kind::one_of: return json_of(shape, object);
    case Kind::message:
      if (is_range(shape))
        return value_text(*shape.fields[0].shape, shape.fields[0].get(object)) + "-" +
               value_text(*shape.fields[1].shape, shape.fields[1].get(object));
      return is_alternative(shape) ? alternative_text(shape, object) : json_of(shape, object);
    case Kind::optional: {
      const void* held = shape.held(object);
      return held == nullptr ? "" : value_text(*shape.item, held);
    }
    case Kind::list: {
      std::string out;
      for (std::size_t i = 0; i < shape.count(object); ++i)
        out += (i == 0 ? "" : ", ") + value_text(*shape.item, shape.at(object, i));
      return out;
    }
  }
  return "";
}

std::vector<std::pair<std::string, std::string>> lines_of(const Shape& message, const void* object) {
  std::vector<std::pair<std::string, std::string>> out;
  add_lines(message, object, "", out);
  return out;
}

std::string show(const Shape& message, const void* object, const Terminal& terminal) {
  std::string out = name_value_lines(lines_of(message, object));
  add_tables(message, object, "", terminal, out);
  return out;
}

}  // namespace allonge::wallet
