// The memory of `idem`: whether a party's transaction was already committed (settled.md 4).
// Short-lived ones stand in a ring beside the state, long-lived ones in a table of it.
#pragma once

#include "ledger/transaction.h"

namespace allonge {

struct IdemEntry {
  PartyId party;
  Idem idem;
  Time valid_until;
  Digest transaction;
};

class ReplayView {
 public:
  virtual ~ReplayView() = default;
  // The transaction that used this idem and is still valid at `now`, if any.
  virtual std::optional<Digest> seen(const PartyId& party, const Idem& idem) const = 0;
  // Whether one more short-lived entry of this party fits (ring, and an eighth per party).
  virtual bool has_room(const PartyId& party) const = 0;
};

}  // namespace allonge
