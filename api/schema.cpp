#include "api/schema.h"

#include <algorithm>

#include "api/json.h"

namespace allonge::api {

namespace {

// The description that goes in front of a schema's own members.
std::string described(std::string_view note) {
  if (note.empty()) return "{";
  std::string out = "{\"description\":";
  append_json_text(out, note);
  return out + ",";
}

// An answer leaves out what is absent: optionals, and ids that are not set.
bool always_there(const FieldInfo& field, SchemaUse use) {
  if (use == SchemaUse::read) return !may_be_left_out(*field.shape);
  return field.shape->kind != Kind::optional && (field.shape->kind != Kind::text || field.shape->form.empty());
}

// Whether the two uses of a struct, or of one inside it, differ.
bool uses_differ(const Shape& shape) {
  switch (shape.kind) {
    case Kind::list:
    case Kind::optional: return uses_differ(*shape.item);
    case Kind::message:
      return std::any_of(shape.fields.begin(), shape.fields.end(), [](const FieldInfo& field) {
        return always_there(field, SchemaUse::read) != always_there(field, SchemaUse::written) ||
               uses_differ(*field.shape);
      });
    default: return false;
  }
}

std::string pattern(std::string_view note, std::string_view form) {
  std::string out = described(note) + "\"type\":\"string\",\"pattern\":";
  append_json_text(out, form);
  return out + "}";
}

}  // namespace

std::string SchemaBook::component_name(const Shape& shape, SchemaUse use) {
  std::string name(shape.name);
  if (shape.kind == Kind::message && use == SchemaUse::written && uses_differ(shape)) name += "Answer";
  return name;
}

std::string SchemaBook::reference(const Shape& shape, std::string_view note, SchemaUse use) {
  if (shape.kind != Kind::message || !uses_differ(shape)) use = SchemaUse::read;
  const std::string name = component_name(shape, use);
  const auto known = components_.find(name);
  if (known != components_.end()) {
    ensure(known->second.shape == &shape, "two described structs of the API have the same name");
  } else {
    components_.emplace(name, Component{&shape, use, {}});  // before its fields: a struct may hold its like
    std::string schema;
    if (shape.kind == Kind::enumeration) {
      schema = "{\"type\":\"string\",\"enum\":[";
      for (const EnumValue& value : shape.values) {
        if (schema.back() != '[') schema += ",";
        append_json_text(schema, value.name);
      }
      schema += "]}";
    } else if (shape.kind == Kind::one_of) {
      schema = "{\"oneOf\":[";
      for (const FieldInfo& alternative : shape.fields) {
        if (schema.back() != '[') schema += ",";
        schema += described(alternative.note) + "\"title\":";
        append_json_text(schema, alternative.name);
        schema += ",\"type\":\"object\",\"properties\":{\"op\":{\"const\":";
        append_json_text(schema, alternative.name);
        schema += "},\"args\":" + object_schema(*alternative.shape, SchemaUse::read);
        schema += "},\"required\":[\"op\",\"args\"],\"additionalProperties\":false}";
      }
      schema += "]}";
    } else {
      schema = object_schema(shape, use);
    }
    components_.at(name).schema = std::move(schema);
  }
  const std::string link = "{\"$ref\":\"#/components/schemas/" + name + "\"}";
  return note.empty() ? link : described(note) + "\"allOf\":[" + link + "]}";  // siblings of $ref do not count
}

std::string SchemaBook::object_schema(const Shape& shape, SchemaUse use) {
  std::string properties, required;
  for (const FieldInfo& field : shape.fields) {
    if (!properties.empty()) properties += ",";
    append_json_text(properties, field.name);
    properties += ":" + schema_of(*field.shape, field.note, field.limit, use);
    if (!always_there(field, use)) continue;
    if (!required.empty()) required += ",";
    append_json_text(required, field.name);
  }
  return "{\"type\":\"object\",\"properties\":{" + properties + "}" +
         (required.empty() ? "" : ",\"required\":[" + required + "]") + ",\"additionalProperties\":false}";
}

std::string SchemaBook::schema_of(const Shape& shape, std::string_view note, std::uint32_t limit, SchemaUse use) {
  switch (shape.kind) {
    case Kind::boolean: return described(note) + "\"type\":\"boolean\"}";
    case Kind::number: {
      const NumberRange range = range_of(shape, limit);
      return described(note) + "\"type\":\"integer\",\"minimum\":" + std::to_string(range.least) + ",\"maximum\":" +
             std::to_string(range.most) + "}";
    }
    case Kind::fen: return pattern(note, "^(0|[1-9][0-9]{0,19})$");
    case Kind::amount: return pattern(note, "^[0-9]{1,14}(\\.[0-9]{1,2})?$");
    case Kind::date: return pattern(note, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    case Kind::time: return pattern(note, "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$");
    case Kind::fixed: return pattern(note, "^[0-9a-f]{" + std::to_string(2 * shape.size) + "}$");
    case Kind::text:
      if (!shape.form.empty()) return pattern(note, shape.form);
      return described(note) + "\"type\":\"string\",\"maxLength\":" + std::to_string(limit) + "}";
    case Kind::bytes:
      return described(note) + "\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9_-]*$\",\"maxLength\":" +
             std::to_string((std::uint64_t(limit) * 4 + 2) / 3) + "}";
    case Kind::raw: {
      const Shape* type = raw_type_of(note).shape;
      return type == nullptr ? "{\"type\":\"object\"}" : reference(*type, {}, use);
    }
    case Kind::list: {
      const bool raw = shape.item->kind == Kind::raw;
      return described(raw ? std::string_view() : note) +
             "\"type\":\"array\",\"items\":" + schema_of(*shape.item, raw ? note : std::string_view(), limit, use) +
             ",\"maxItems\":" + std::to_string(limit) + "}";
    }
    case Kind::optional: return schema_of(*shape.item, note, limit, use);
    case Kind::enumeration:
    case Kind::message:
    case Kind::one_of: return reference(shape, note, use);
  }
  return "{}";
}

std::string SchemaBook::components() const {
  std::string out = "{";
  for (const auto& [name, component] : components_) {
    if (out.size() > 1) out += ",\n";
    append_json_text(out, name);
    out += ":" + component.schema;
  }
  return out + "}";
}

}  // namespace allonge::api
