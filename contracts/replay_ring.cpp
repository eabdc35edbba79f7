#include "contracts/replay_ring.h"

#include <algorithm>

#include "contracts/idem_memory.h"

namespace allonge {

namespace {

constexpr std::size_t bucket_count = 4096;
constexpr std::size_t forgotten_per_block = 20'000;

std::size_t count_of(const std::map<PartyId, std::size_t>& counts, const PartyId& party) {
  const auto found = counts.find(party);
  return found == counts.end() ? 0 : found->second;
}

bool counts_at(const IdemEntry& entry, Time now) { return entry.valid_until >= now; }

}  // namespace

ReplayRing::ReplayRing() : buckets_(bucket_count) {}

ReplayRing::Bucket& ReplayRing::bucket_of(const IdemKey& key) {
  return buckets_[std::size_t(key.idem.bytes[0]) << 4 | std::size_t(key.idem.bytes[1]) >> 4];
}
const ReplayRing::Bucket& ReplayRing::bucket_of(const IdemKey& key) const {
  return buckets_[std::size_t(key.idem.bytes[0]) << 4 | std::size_t(key.idem.bytes[1]) >> 4];
}

void ReplayRing::add_block(Time block_time, std::span<const IdemEntry> entries) {
  forget(block_time, forgotten_per_block + 2 * entries.size());
  for (const IdemEntry& entry : entries) {
    const IdemKey key{entry.idem, entry.party};
    const auto [place, is_new] = bucket_of(key).emplace(key, entry);
    // One that ended and is not forgotten yet gives its place; its ending stays to be forgotten, and is
    // counted among those held and those ended alike.
    ensure(is_new || !counts_at(place->second, block_time), "an idem is remembered once while it counts");
    if (!is_new) place->second = entry;
    endings_[entry.valid_until].push_back(key);
    ++held_by_[entry.party];
    ++held_;
    for (Ended* ended : {&ended_early_, &ended_late_}) {
      if (entry.valid_until >= ended->before) continue;
      ++ended->all;
      ++ended->by[entry.party];
    }
  }
}

void ReplayRing::forget(Time block_time, std::size_t most) {
  while (most > 0 && !endings_.empty() && endings_.begin()->first < block_time) {
    const Time ending = endings_.begin()->first;
    std::vector<IdemKey>& keys = endings_.begin()->second;
    for (; most > 0 && !keys.empty(); --most, keys.pop_back()) {
      const IdemKey& key = keys.back();
      Bucket& bucket = bucket_of(key);
      const auto found = bucket.find(key);
      if (found != bucket.end() && found->second.valid_until == ending) bucket.erase(found);
      const auto count = held_by_.find(key.party);
      if (--count->second == 0) held_by_.erase(count);
      --held_;
      for (Ended* ended : {&ended_early_, &ended_late_}) {
        if (ending >= ended->before) continue;
        --ended->all;
        --ended->by[key.party];
      }
    }
    if (keys.empty()) endings_.erase(endings_.begin());
  }
}

std::size_t ReplayRing::memory_bytes() const {
  constexpr std::size_t per_entry = sizeof(Bucket::value_type) + 4 * sizeof(void*) + sizeof(IdemKey);
  return held_ * per_entry + bucket_count * sizeof(Bucket);
}

std::optional<IdemEntry> ReplayRing::find(const PartyId& party, const Idem& idem) const {
  const IdemKey key{idem, party};
  const Bucket& bucket = bucket_of(key);
  const auto found = bucket.find(key);
  if (found == bucket.end()) return std::nullopt;
  return found->second;
}

std::size_t ReplayRing::held(const PartyId& party) const { return count_of(held_by_, party); }

void ReplayRing::count_on(Ended& ended, Time now) const {
  for (auto ending = endings_.lower_bound(ended.before); ending != endings_.end() && ending->first < now; ++ending) {
    ended.all += ending->second.size();
    for (const IdemKey& key : ending->second) ++ended.by[key.party];
    counted_ += ending->second.size();
  }
  ended.before = now;
}

EndedCount ReplayRing::ended(Time now, const PartyId& party) const {
  Ended& ended = now >= ended_late_.before ? ended_late_ : ended_early_;
  if (now < ended.before) ended = {};
  if (now > ended.before) count_on(ended, now);
  return {ended.all, count_of(ended.by, party)};
}

ReplayOverlay::ReplayOverlay(const ReplayView& below, Time now, std::span<const IdemEntry> entries)
    : below_(&below), now_(now) {
  for (const IdemEntry& entry : entries) add(entry);
}

void ReplayOverlay::rebase(const ReplayView& below) { below_ = &below; }

std::optional<Digest> ReplayOverlay::seen(const PartyId& party, const Idem& idem) const {
  const auto entry = find(party, idem);
  if (!entry || !counts_at(*entry, now_)) return std::nullopt;
  return entry->transaction;
}

bool ReplayOverlay::has_room(const PartyId& party) const {
  constexpr std::size_t all = limits::replay_ring_entries;
  const EndedCount over = ended(now_, party);
  return held() - over.all < all && held(party) - over.of_party < all / limits::party_share;
}

void ReplayOverlay::add(const IdemEntry& entry) {
  if (own_.insert_or_assign({entry.idem, entry.party}, entry).second) ++own_by_[entry.party];
  first_end_ = std::min(first_end_, entry.valid_until);
}

std::optional<IdemEntry> ReplayOverlay::find(const PartyId& party, const Idem& idem) const {
  const auto own = own_.find({idem, party});
  if (own != own_.end()) return own->second;
  return below_->find(party, idem);
}

std::size_t ReplayOverlay::held(const PartyId& party) const {
  return below_->held(party) + count_of(own_by_, party);
}

EndedCount ReplayOverlay::ended(Time now, const PartyId& party) const {
  EndedCount out = below_->ended(now, party);
  if (first_end_ >= now) return out;
  for (const auto& [key, entry] : own_) {
    if (counts_at(entry, now)) continue;
    ++out.all;
    if (key.party == party) ++out.of_party;
  }
  return out;
}

std::optional<IdemEntry> short_lived_of(const Transaction& transaction, Time block_time) {
  const TransactionBody& body = transaction.body;
  if (!is_short_lived(body.valid_until, block_time)) return std::nullopt;
  return IdemEntry{body.party, body.idem, body.valid_until, transaction.id};
}

}  // namespace allonge
