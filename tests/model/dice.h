// Reproducible chance for walks: the same seed throws the same numbers in every build.
#pragma once

#include <cstdint>

namespace allonge::test {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_;
  }
  std::uint64_t below(std::uint64_t limit) { return next() % limit; }
  bool one_in(std::uint64_t chances) { return below(chances) == 0; }
  template <class Items>
  const auto& of(const Items& items) { return items[below(items.size())]; }

 private:
  std::uint64_t state_;
};

}  // namespace allonge::test
