// A bounded memory of records read before: key -> value, or "there is none". Four places per bucket;
// a new entry takes the place of one not asked for lately. It never answers for a key it was not told
// about, and keys chosen by a stranger can only push each other out. Nothing depends on its order.
#pragma once

#include <algorithm>
#include <array>
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
    hashes_.resize(size * ways);
    slots_.resize(size * ways);
    mask_ = size - 1;
  }

  // Null: not known here. Otherwise the value, or nothing where the record is known not to exist.
  const std::optional<Bytes>* find(BytesView key) {
    const auto place = place_of(key, hash_of(key));
    if (!place) return nullptr;
    slots_[*place].fresh = true;
    return &slots_[*place].value;
  }

  void keep(BytesView key, const std::optional<Bytes>& value) {
    const std::uint64_t hash = hash_of(key);
    const bool too_large = value && value->size() > largest_value_;
    if (const auto place = place_of(key, hash)) {
      if (too_large) forget(*place);
      else slots_[*place].value = value;
      return;
    }
    if (too_large) return;
    const std::size_t victim = choose(hash);
    hashes_[victim] = hash;
    Slot& slot = slots_[victim];
    slot.name(key);
    slot.value = value;
    slot.fresh = false;
  }

 private:
  static constexpr std::size_t ways = 4;
  struct Slot {
    // Most keys are short: these stand in the slot itself, one look into memory less.
    static constexpr std::size_t room = 38;
    std::array<std::uint8_t, room> short_key{};
    std::uint8_t size = 0;  // of the short key; 0: the key is a long one
    bool fresh = false;
    std::optional<Bytes> value;
    Bytes long_key;

    bool holds(BytesView key) const {
      return equal(size > 0 ? BytesView(short_key).first(size) : BytesView(long_key), key);
    }
    void name(BytesView key) {
      size = key.size() <= room ? std::uint8_t(key.size()) : 0;
      std::copy_n(key.begin(), size, short_key.begin());
      long_key.assign(key.begin() + size, key.end());
    }
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

  std::size_t bucket(std::uint64_t hash) const { return (hash & mask_) * ways; }

  std::optional<std::size_t> place_of(BytesView key, std::uint64_t hash) const {
    const std::size_t first = bucket(hash);
    for (std::size_t place = first; place < first + ways; ++place)
      if (hashes_[place] == hash && slots_[place].holds(key)) return place;
    return std::nullopt;
  }

  void forget(std::size_t place) {
    hashes_[place] = 0;
    slots_[place] = Slot{};
  }

  // A free place, else one not asked for since the last look; everybody loses his second chance.
  std::size_t choose(std::uint64_t hash) {
    const std::size_t first = bucket(hash);
    for (std::size_t place = first; place < first + ways; ++place)
      if (hashes_[place] == 0) return place;
    for (std::size_t place = first; place < first + ways; ++place)
      if (!slots_[place].fresh) return place;
    for (std::size_t place = first; place < first + ways; ++place) slots_[place].fresh = false;
    return first;
  }

  std::size_t largest_value_;
  std::size_t mask_ = 0;
  std::vector<std::uint64_t> hashes_;  // 0: the place is free. Beside the slots: one look per bucket
  std::vector<Slot> slots_;
};

}  // namespace allonge::node
