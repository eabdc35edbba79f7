// The memory of `idem`: whether a party's transaction was already committed (settled.md 4).
// Short-lived ones stand in a ring beside the state, long-lived ones in a table of it.
//
// What counts is decided by the time of the block that asks, never by how far a node has come with
// forgetting: an entry counts at `now` if its valid_until is not before `now`. So a node that executes
// on blocks not yet final and one that has finalized them give the same answer.
#pragma once

#include "ledger/transaction.h"

namespace allonge {

struct IdemEntry {
  PartyId party;
  Idem idem;
  Time valid_until;
  Digest transaction;
};

// What is held and does not count any more.
struct EndedCount {
  std::size_t all = 0;
  std::size_t of_party = 0;
};

class ReplayView {
 public:
  virtual ~ReplayView() = default;
  // The entry of this idem, if one is held, whether or not it still counts.
  virtual std::optional<IdemEntry> find(const PartyId& party, const Idem& idem) const = 0;
  // How many entries are held, of all and of one party, whether or not they still count.
  virtual std::size_t held() const = 0;
  virtual std::size_t held(const PartyId& party) const = 0;
  // How many of them do not count at `now` any more. Asked for every transaction that comes in, so it
  // must cost little, however many ended at one moment.
  virtual EndedCount ended(Time now, const PartyId& party) const = 0;
};

}  // namespace allonge
