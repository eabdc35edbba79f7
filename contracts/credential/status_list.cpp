#include "contracts/credential/status_list.h"

#include "contracts/credential/record.h"
#include "ledger/digest.h"

namespace allonge::credential {

std::string list_id(const Identity& issuer, StatusPurpose purpose, std::uint32_t number) {
  return short_text(issuer) + "-" + std::string(word_of(purpose)) + "-" + std::to_string(number);
}

std::uint32_t first_index(std::string_view list, std::string_view credential_id) {
  const std::uint8_t zero = 0;
  const BytesView end(&zero, 1);
  const Digest hash =
      plain_sha256({bytes_of("allonge/status-index/v1"), end, bytes_of(list), end, bytes_of(credential_id)});
  return std::uint32_t(read_big_endian<std::uint64_t>(hash.view().first(8)) % status_entries);
}

StatusPlace free_place(const View& view, const Identity& issuer, StatusPurpose purpose,
                       std::string_view credential_id) {
  const Digest key = identity_key(issuer);
  const StatusLists lists = status_lists_records.find(view, key, purpose).value_or(StatusLists{1, 0});
  StatusPlace out{lists.used >= status_entries_full ? lists.latest + 1 : lists.latest, 0};
  out.index = first_index(list_id(issuer, purpose, out.list), credential_id);
  // A quarter of every list stays free, so this ends.
  while (status_place_records.has(view, key, purpose, out.list, out.index))
    out.index = (out.index + 1) % status_entries;
  return out;
}

void take_place(Draft& draft, const Identity& issuer, StatusPurpose purpose, const StatusPlace& place,
                const Digest& credential) {
  const Digest key = identity_key(issuer);
  StatusLists lists = status_lists_records.find(draft, key, purpose).value_or(StatusLists{1, 0});
  if (lists.latest != place.list) lists = {place.list, 0};
  ++lists.used;
  status_lists_records.put(draft, key, purpose, lists);
  status_place_records.put(draft, key, purpose, place.list, place.index, {credential});
}

Bytes bitstring(std::span<const std::uint32_t> indexes) {
  Bytes out(status_entries / 8, 0);
  for (const std::uint32_t index : indexes) {
    ensure(index < status_entries, "a place lies within its list");
    out[index / 8] = std::uint8_t(out[index / 8] | 0x80u >> index % 8);
  }
  return out;
}

Bytes status_bits(const View& view, const Identity& issuer, StatusPurpose purpose, std::uint32_t number, Time now) {
  std::vector<std::uint32_t> set;
  const auto visit = [&](BytesView key, const StatusHolder& holder) {
    const auto record = credential_records.find(view, holder.credential);
    ensure(record.has_value(), "who has a place in a list has a record");
    const CredentialStatus wanted =
        purpose == StatusPurpose::revocation ? CredentialStatus::revoked : CredentialStatus::suspended;
    if (status_at(*record, now) == wanted) set.push_back(read_big_endian<std::uint32_t>(key.last(4)));
    return true;
  };
  status_place_records.walk(view, visit, identity_key(issuer), purpose, number);
  return bitstring(set);
}

}  // namespace allonge::credential
