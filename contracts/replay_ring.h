// The ring beside the tree: the idems of short-lived transactions (settled.md 4), at most
// limits::replay_ring_entries, an eighth of them per party. It follows from the blocks of the last
// ten minutes alone, so a joiner rebuilds it: for each of these blocks, oldest first,
//   ring.add_block(header.time, short_lived_of(transactions, header.time));
//
// ReplayRing holds what is final; a ReplayOverlay lays one block that is not final, or one that is
// being executed, over what is below it.
#pragma once

#include <map>

#include "ledger/limits.h"
#include "ledger/replay.h"

namespace allonge {

struct IdemKey {
  Idem idem;  // first: it is random, so a comparison ends early
  PartyId party;
  auto operator<=>(const IdemKey&) const = default;
};

class ReplayRing final : public ReplayView {
 public:
  ReplayRing();

  // Forgets what ended before the block's time, a bounded number per block but more than come in, then
  // remembers its entries. Times never go back.
  void add_block(Time block_time, std::span<const IdemEntry> entries);
  std::size_t memory_bytes() const;  // estimate, for metrics

  std::optional<IdemEntry> find(const PartyId& party, const Idem& idem) const override;
  std::size_t held() const override { return held_; }
  std::size_t held(const PartyId& party) const override;
  EndedCount ended(Time now, const PartyId& party) const override;
  // How many entries were looked at to say what had ended: what those questions cost, for tests.
  std::uint64_t counted() const { return counted_; }

 private:
  // What ended before a moment, counted on from where it was asked last.
  struct Ended {
    Time before;
    std::size_t all = 0;
    std::map<PartyId, std::size_t> by;
  };
  void count_on(Ended& ended, Time now) const;
  void forget(Time block_time, std::size_t most);

  using Bucket = std::map<IdemKey, IdemEntry>;
  Bucket& bucket_of(const IdemKey& key);
  const Bucket& bucket_of(const IdemKey& key) const;

  // A client chooses its idems, so no hash can be trusted to spread them; maps in buckets are fast
  // for random ones and never worse than one map.
  std::vector<Bucket> buckets_;
  std::map<Time, std::vector<IdemKey>> endings_;
  std::map<PartyId, std::size_t> held_by_;
  std::size_t held_ = 0;
  // One for the questions of blocks, one for later moments; each only goes forward, or begins anew.
  mutable Ended ended_early_, ended_late_;
  mutable std::uint64_t counted_ = 0;
};

class ReplayOverlay final : public ReplayView {
 public:
  // `below` outlives the overlay, or is replaced by rebase() in time. `now` is the block's time.
  ReplayOverlay(const ReplayView& below, Time now, std::span<const IdemEntry> entries = {});

  // The transaction that used this idem and counts at the block's time.
  std::optional<Digest> seen(const PartyId& party, const Idem& idem) const;
  // Whether one more entry of this party fits: the ring, and an eighth of it per party.
  bool has_room(const PartyId& party) const;
  void add(const IdemEntry& entry);

  // When the block below became final and part of the ring: the ring stands below now.
  void rebase(const ReplayView& below);

  std::optional<IdemEntry> find(const PartyId& party, const Idem& idem) const override;
  std::size_t held() const override { return below_->held() + own_.size(); }
  std::size_t held(const PartyId& party) const override;
  EndedCount ended(Time now, const PartyId& party) const override;

 private:
  const ReplayView* below_;
  Time now_;
  std::map<IdemKey, IdemEntry> own_;
  std::map<PartyId, std::size_t> own_by_;
  Time first_end_{~std::uint64_t{0}};  // of its own entries
};

// The entry that a transaction committed at `block_time` leaves in the ring, if it is short-lived.
std::optional<IdemEntry> short_lived_of(const Transaction& transaction, Time block_time);

}  // namespace allonge
