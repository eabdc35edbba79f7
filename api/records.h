// Every table of the state by its number: its name and the shape of its records, so that what a
// proof or a simulation shows can be read by people.
#pragma once

#include "ledger/fields.h"

namespace allonge::api {

struct RecordType {
  std::uint16_t table;
  std::string_view name;
  const Shape* shape;
  Result<void> (*append)(std::string& out, BytesView record);  // as JSON
  std::string (*key_text)(BytesView key);  // its parts for people: "RC-7K2M-9QXD-3HBF-5 1"; empty if it is no key of this table
};

std::span<const RecordType> record_types();                // ascending by table
const RecordType* record_type_of(BytesView key);           // null if the key's table is not known

// A record with the first two bytes of its key before it: how it travels as a RawMessage of type
// "Record".
Bytes tagged_record(BytesView key, BytesView record);
Result<void> append_tagged_record(std::string& out, BytesView tagged);

}  // namespace allonge::api
