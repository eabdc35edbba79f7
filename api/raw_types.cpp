// The messages that stand as encoded bytes inside others, and how they become JSON and back.
#include <array>

#include "api/json.h"
#include "api/records.h"
#include "contracts/operations.h"
#include "ledger/receipt.h"
#include "ledger/transaction.h"

namespace allonge::api {

namespace {

template <class T>
Result<void> append_raw(std::string& out, BytesView encoded) {
  TRY(const T value, decode<T>(encoded));
  append_json(out, shape_of<T>, &value);
  return done();
}

template <class T>
Result<Bytes> read_raw(const JsonValue& value, std::string& where) {
  T out{};
  CHECK(read_json(shape_of<T>, &out, value, where));
  return encode(out);
}

template <class T>
constexpr RawType raw_type(std::string_view name) {
  return {name, &shape_of<T>, &append_raw<T>, &read_raw<T>};
}

// Records are shown, never read back: their bytes come from the state.
Result<Bytes> read_no_record(const JsonValue&, std::string&) {
  return Refusal{Reason::bad_text, "a record cannot be given as JSON"};
}

// A document that is JSON already, and is no struct of ours.
Result<void> append_document(std::string& out, BytesView text) {
  TRY(const JsonValue value, parse_json(text_of(text)));
  append_json_value(out, value);
  return done();
}
Result<Bytes> read_document_text(const JsonValue& value, std::string&) {
  std::string out;
  append_json_value(out, value);
  return copy_of(bytes_of(out));
}

constexpr std::array all_raw_types{raw_type<Operation>("Operation"), raw_type<TransactionBody>("TransactionBody"),
                           raw_type<SignedTransaction>("SignedTransaction"), raw_type<Receipt>("Receipt"),
                           RawType{"Record", nullptr, &append_tagged_record, &read_no_record},
                           RawType{"DidDocument", nullptr, &append_document, &read_document_text}};

}  // namespace

std::span<const RawType> raw_types() { return all_raw_types; }

}  // namespace allonge::api
