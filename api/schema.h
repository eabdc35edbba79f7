// A described struct as JSON Schema (draft 7, which OpenRPC 1.3 uses). Messages and enums become
// named components that others refer to; the same Shapes drive json.h, so what a schema accepts is
// what the reader accepts, and what the writer writes fits the schema.
#pragma once

#include <map>

#include "ledger/fields.h"

namespace allonge::api {

// A reader may leave out some fields (json.h: may_be_left_out); an answer holds all but absent
// optionals and ids that are not set. Operations are always described as they are read.
enum class SchemaUse { read, written };

// Collects the components that its schemas refer to.
class SchemaBook {
 public:
  // The schema of a field's value; `note` becomes its description. `limit` as in Field.
  std::string schema_of(const Shape& shape, std::string_view note, std::uint32_t limit, SchemaUse use);
  // The schema of a struct itself, spelled out rather than referred to.
  std::string object_schema(const Shape& shape, SchemaUse use);
  // {"Name":schema,...} in order of names.
  std::string components() const;

 private:
  std::string component_name(const Shape& shape, SchemaUse use);
  std::string reference(const Shape& shape, std::string_view note, SchemaUse use);

  struct Component {
    const Shape* shape;
    SchemaUse use;
    std::string schema;
  };
  std::map<std::string, Component> components_;
};

}  // namespace allonge::api
