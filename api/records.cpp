#include "api/records.h"

#include <algorithm>
#include <array>

#include "api/json.h"
#include "contracts/cash/account.h"
#include "contracts/credential/application.h"
#include "contracts/credential/gate.h"
#include "contracts/credential/record.h"
#include "contracts/due_queue.h"
#include "contracts/idem_memory.h"
#include "contracts/party/party.h"
#include "contracts/profile.h"
#include "contracts/receivable/background.h"
#include "contracts/receivable/capacity.h"
#include "contracts/receivable/exposure.h"
#include "contracts/receivable/financing.h"
#include "contracts/receivable/invoice.h"
#include "contracts/receivable/range.h"
#include "contracts/receivable/transfer_offer.h"
#include "contracts/testnet/calendar.h"

namespace allonge::api {

namespace {

template <class T>
Result<void> append_record(std::string& out, BytesView record) {
  TRY(const T value, decode<T>(record));
  append_json(out, shape_of<T>, &value);
  return done();
}

// ---- the parts of a key, each as wide as append_key writes it

std::string part_text(BytesView bytes, const PartyId&) {
  const auto text = text_of(bytes);
  const auto party = PartyId::parse(text.substr(0, text.find('\0')));
  return party && std::ranges::equal(party->key(), bytes) ? std::string(party->text()) : hex(bytes);
}
template <class Kind>
std::string part_text(BytesView bytes, const DocumentId<Kind>&) {
  return ids::write(Kind::prefix, read_big_endian<std::uint64_t>(bytes));
}
std::string part_text(BytesView bytes, const Fen&) { return std::to_string(read_big_endian<std::uint64_t>(bytes)); }
std::string part_text(BytesView bytes, const std::uint32_t&) { return std::to_string(read_big_endian<std::uint32_t>(bytes)); }
std::string part_text(BytesView bytes, const Currency&) {
  for (const EnumValue& value : shape_of<Currency>.values)
    if (value.number == read_big_endian<std::uint16_t>(bytes)) return std::string(value.name);
  return hex(bytes);
}
std::string part_text(BytesView bytes, const credential::StatusPurpose&) {
  for (const EnumValue& value : shape_of<credential::StatusPurpose>.values)
    if (value.number == read_big_endian<std::uint16_t>(bytes)) return std::string(value.name);
  return hex(bytes);
}
template <class Part>
std::string part_text(BytesView bytes, const Part&) { return hex(bytes); }

template <class... Key>
std::string key_text(BytesView key) {
  std::string out;
  BytesView rest = key.subspan(2);
  bool fits = true;
  [[maybe_unused]] const auto take = [&](const auto& none) {
    Bytes wide;
    append_key(wide, none);
    fits = fits && rest.size() >= wide.size();
    if (!fits) return;
    out += (out.empty() ? "" : " ") + part_text(rest.first(wide.size()), none);
    rest = rest.subspan(wide.size());
  };
  (take(Key{}), ...);
  return fits && rest.empty() ? out : std::string();
}

template <class Record, class... Key>
constexpr RecordType row(const Table<Record, Key...>& of) {
  return {of.number, of.name, &shape_of<Record>, &append_record<Record>, &key_text<Key...>};
}

constexpr RecordType due_row(DueQueue queue, std::string_view name) {
  return {std::uint16_t(queue), name, &shape_of<DueEntry>, &append_record<DueEntry>,
          [](BytesView key) { return hex(key.subspan(2)); }};
}

constexpr std::array all_records{
    row(receivable::certificate_records),
    row(receivable::range_records),
    row(receivable::transfer_offer_records),
    row(receivable::certificate_background_records),
    row(receivable::exposure_records),
    row(receivable::suspension_records),
    row(receivable::financing_records),
    row(receivable::quote_records),
    row(receivable::invoice_records),
    row(receivable::capacity_records),
    row(receivable::identity_records),
    row(receivable::weak_records),
    row(receivable::loose_records),
    row(account_records),
    row(issued_money_records),
    row(payment_ref_records),
    row(party_records),
    row(key_records),
    row(keys_in_force_records),
    row(issuer_limit_records),
    row(tax_id_records),
    row(key_history_records),
    due_row(DueQueue::business, "due"),
    row(idem_records),
    row(profile_records),
    row(profile_head_records),
    due_row(DueQueue::idems, "due idem"),
    row(idem_counts),
    row(idem_total),
    due_row(DueQueue::notices, "due notice"),
    row(time_travel_record),
    row(network_record),
    row(credential::authority_head_records),
    row(credential::authority_records),
    row(credential::credential_records),
    row(credential::credential_id_records),
    row(credential::credential_holder_records),
    row(credential::status_lists_records),
    row(credential::status_place_records),
    row(credential::gate_head_records),
    row(credential::gate_records),
    row(credential::application_records),
};
static_assert(std::is_sorted(all_records.begin(), all_records.end(), [](const RecordType& a, const RecordType& b) { return a.table < b.table; }));

}  // namespace

std::span<const RecordType> record_types() { return all_records; }

const RecordType* record_type_of(BytesView key) {
  if (key.size() < 2) return nullptr;
  const auto table = read_big_endian<std::uint16_t>(key);
  for (const RecordType& type : all_records)
    if (type.table == table) return &type;
  return nullptr;
}

Bytes tagged_record(BytesView key, BytesView record) {
  Bytes out;
  out.reserve(2 + record.size());
  append(out, key.first(2));
  append(out, record);
  return out;
}

Result<void> append_tagged_record(std::string& out, BytesView tagged) {
  const RecordType* type = record_type_of(tagged);
  if (type == nullptr) return Refusal{Reason::bad_encoding, "a record of an unknown table"};
  return type->append(out, tagged.subspan(2));
}

}  // namespace allonge::api
