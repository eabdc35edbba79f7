// A bounded memory of records read before: key -> value, or "there is none". Four places per bucket;
// a new entry takes the place of one not asked for lately. It never answers for a key it was not told
// about, and keys chosen by a stranger can only push each other out. Nothing depends on its order.
#pragma once

#include <optional>
#include <vector>

#include "ledger/bytes.h"

namespace allonge::node {

class ObjectCache {
 public:
  // `buckets` is rounded up to a power of two; values larger than `largest_value` are not kept.
  explicit ObjectCache(std::size_t buckets, std::size_t largest_value = 4096) : largest_value_(largest_value) {
    std::size_t size = 1;
    while (size < buckets) size *= 2;
    slots_.resize(size * ways);
    mask_ = size - 1;
  }

  // Null: not known here. Otherwise the value, or nothing where the record is known not to exist.
  const std::optional<Bytes>* find(BytesView key) {
    Slot* slot = slot_of(key, hash_of(key));
    if (slot == nullptr) return nullptr;
    slot->fresh = true;
    return &slot->value;
  }

  void keep(BytesView key, const std::optional<Bytes>& value) {
    const std::uint64_t hash = hash_of(key);
    const bool too_large = value && value->size() > largest_value_;
    if (Slot* slot = slot_of(key, hash)) {
      if (too_large) *slot = Slot{};
      else slot->value = value;
      return;
    }
    if (too_large) return;
    Slot& victim = choose(bucket(hash));
    victim.hash = hash;
    victim.key.assign(key.begin(), key.end());
    victim.value = value;
    victim.fresh = false;
  }

 private:
  static constexpr std::size_t ways = 4;
  struct Slot {
    std::uint64_t hash = 0;  // 0: nothing stands here. Asked first, so that other keys are not looked at
    Bytes key;
    std::optional<Bytes> value;
    bool fresh = false;
  };

  // Eight bytes at a time, mixed so that low bits depend on all; never 0.
  static std::uint64_t hash_of(BytesView key) {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
    std::uint64_t hash = 0xcbf29ce484222325 + key.size();
    while (!key.empty()) {
      const std::size_t taken = key.size() < 8 ? key.size() : 8;
      std::uint64_t word = 0;
      std::memcpy(&word, key.data(), taken);
      hash = (hash ^ word) * odd;
      hash ^= hash >> 29;
      key = key.subspan(taken);
    }
    hash *= odd;
    return (hash ^ hash >> 32) | std::uint64_t{1} << 63;
  }

  std::span<Slot> bucket(std::uint64_t hash) { return {slots_.data() + (hash & mask_) * ways, ways}; }

  Slot* slot_of(BytesView key, std::uint64_t hash) {
    for (Slot& slot : bucket(hash))
      if (slot.hash == hash && equal(slot.key, key)) return &slot;
    return nullptr;
  }

  // A free place, else one not asked for since the last look; everybody loses his second chance.
  static Slot& choose(std::span<Slot> places) {
    for (Slot& slot : places)
      if (slot.hash == 0) return slot;
    for (Slot& slot : places)
      if (!slot.fresh) return slot;
    for (Slot& slot : places) slot.fresh = false;
    return places.front();
  }

  std::size_t largest_value_;
  std::size_t mask_ = 0;
  std::vector<Slot> slots_;
};

}  // namespace allonge::node
