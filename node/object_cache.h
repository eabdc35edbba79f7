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
    for (Slot& slot : bucket(key))
      if (slot.taken && equal(slot.key, key)) {
        slot.fresh = true;
        return &slot.value;
      }
    return nullptr;
  }

  void keep(BytesView key, const std::optional<Bytes>& value) {
    const std::span<Slot> places = bucket(key);
    for (Slot& slot : places)
      if (slot.taken && equal(slot.key, key)) {
        if (value && value->size() > largest_value_) slot = Slot{};
        else slot.value = value;
        return;
      }
    if (value && value->size() > largest_value_) return;
    Slot& victim = choose(places);
    victim.key.assign(key.begin(), key.end());
    victim.value = value;
    victim.taken = true;
    victim.fresh = false;
  }

  // Updates the entry if there is one; does not push anything out for keys nobody reads.
  void refresh(BytesView key, const std::optional<Bytes>& value) {
    for (Slot& slot : bucket(key))
      if (slot.taken && equal(slot.key, key)) {
        if (value && value->size() > largest_value_) slot = Slot{};
        else slot.value = value;
        return;
      }
  }

 private:
  static constexpr std::size_t ways = 4;
  struct Slot {
    Bytes key;
    std::optional<Bytes> value;
    bool taken = false;
    bool fresh = false;
  };

  std::span<Slot> bucket(BytesView key) {
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a, then mixed so that low bits depend on all
    for (const std::uint8_t byte : key) hash = (hash ^ byte) * 0x100000001b3;
    hash ^= hash >> 32;
    hash *= 0x9e3779b97f4a7c15;
    hash ^= hash >> 29;
    return {slots_.data() + (hash & mask_) * ways, ways};
  }

  // A free place, else one not asked for since the last look; everybody loses his second chance.
  static Slot& choose(std::span<Slot> places) {
    for (Slot& slot : places)
      if (!slot.taken) return slot;
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
