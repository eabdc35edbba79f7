// The memory of `idem` for transactions that are valid longer than limits::short_validity_ms when
// they are committed (people who check each other): a record in the state, removed by the due-queue
// when the transaction could not be committed any more; at most limits::long_lived_idems, an eighth of
// them per party. Short-lived ones: replay_ring.h.
#pragma once

#include "contracts/due_queue.h"
#include "ledger/replay.h"

namespace allonge {

struct IdemRecord {
  Digest transaction;
  Time valid_until;
  static constexpr auto fields() {
    return std::tuple{Field{1, "transaction", &IdemRecord::transaction, "that used it"},
                      Field{2, "valid_until", &IdemRecord::valid_until, "until when it is remembered"}};
  }
};

// How many records there are, of one party and of all. None where there are none.
struct IdemCount {
  std::uint64_t count = 0;
  static constexpr auto fields() { return std::tuple{Field{1, "count", &IdemCount::count, "records held"}}; }
};

inline constexpr Table<IdemRecord, PartyId, Idem> idem_records{0x0502, "idem"};
inline constexpr Table<IdemCount, PartyId> idem_counts{0x0506, "idems of a party"};
inline constexpr Table<IdemCount> idem_total{0x0507, "idems"};

// Committed at `now`: does the ring remember it, or the state?
bool is_short_lived(Time valid_until, Time now);

// Whether one more record of this party fits.
bool has_idem_room(const View& view, const PartyId& party);

void remember_idem(Draft& draft, const IdemEntry& entry);
// The act at the boundary: the key is party and idem.
void forget_idem(BytesView key, const BlockContext& block, Draft& draft, Events& events);

}  // namespace allonge
