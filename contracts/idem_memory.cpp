#include "contracts/idem_memory.h"

#include "ledger/limits.h"

namespace allonge {

namespace {

Bytes act_key(const PartyId& party, const Idem& idem) {
  Bytes out = copy_of(party.key());
  append(out, idem);
  return out;
}

}  // namespace

bool is_short_lived(Time valid_until, Time now) {
  return valid_until.ms <= now.ms || valid_until.ms - now.ms <= limits::short_validity_ms;
}

void remember_idem(Draft& draft, const IdemEntry& entry) {
  idem_records.put(draft, entry.party, entry.idem, {entry.transaction, entry.valid_until});
  // It is valid at valid_until itself, so it may be forgotten a moment later.
  enqueue(draft, {entry.valid_until.ms + 1}, DueKind::idem, act_key(entry.party, entry.idem));
}

void forget_idem(BytesView key, const BlockContext&, Draft& draft, Events&) {
  Bytes record;
  append_big_endian(record, idem_records.number);
  append(record, key);
  draft.erase(record);
}

}  // namespace allonge
