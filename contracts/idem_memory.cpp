#include "contracts/idem_memory.h"

#include "ledger/limits.h"

namespace allonge {

namespace {

Bytes act_key(const PartyId& party, const Idem& idem) {
  Bytes out = copy_of(party.key());
  append(out, idem);
  return out;
}

// The party of such a key.
PartyId party_of(BytesView key) {
  const std::string_view padded = text_of(key.first(PartyId{}.key().size()));
  const auto party = PartyId::parse(padded.substr(0, padded.find('\0')));
  ensure(party.has_value(), "the queue names an idem by its party and itself");
  return *party;
}

template <class... Key>
std::uint64_t held(const View& view, const Table<IdemCount, Key...>& counts, const Key&... key) {
  const auto found = counts.find(view, key...);
  return found ? found->count : 0;
}

template <class... Key>
void count(Draft& draft, const Table<IdemCount, Key...>& counts, const Key&... key, std::uint64_t now_held) {
  if (now_held == 0) counts.erase(draft, key...);
  else counts.put(draft, key..., {now_held});
}

void count_all(Draft& draft, const PartyId& party, std::uint64_t more, std::uint64_t fewer) {
  const std::uint64_t of_party = held(draft, idem_counts, party) + more;
  const std::uint64_t of_all = held(draft, idem_total) + more;
  ensure(of_party >= fewer && of_all >= of_party, "every record of an idem is counted");
  count<PartyId>(draft, idem_counts, party, of_party - fewer);
  count<>(draft, idem_total, of_all - fewer);
}

}  // namespace

bool has_idem_room(const View& view, const PartyId& party) {
  constexpr std::uint64_t all = limits::long_lived_idems;
  return held(view, idem_total) < all && held(view, idem_counts, party) < all / limits::party_share;
}

bool is_short_lived(Time valid_until, Time now) {
  return valid_until.ms <= now.ms || valid_until.ms - now.ms <= limits::short_validity_ms;
}

void remember_idem(Draft& draft, const IdemEntry& entry) {
  idem_records.put(draft, entry.party, entry.idem, {entry.transaction, entry.valid_until});
  count_all(draft, entry.party, 1, 0);
  // It is valid at valid_until itself, so it may be forgotten a moment later.
  enqueue(draft, {entry.valid_until.ms + 1}, DueKind::idem, act_key(entry.party, entry.idem));
}

void forget_idem(BytesView key, const BlockContext&, Draft& draft, Events&) {
  Bytes record;
  append_big_endian(record, idem_records.number);
  append(record, key);
  draft.erase(record);
  count_all(draft, party_of(key), 0, 1);
}

}  // namespace allonge
