// Numbers drawn from one seed (splitmix64): the only source of chance in the simulator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace allonge::sim {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  // 0 to limit - 1; 0 if the limit is 0.
  std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : next() % limit; }
  std::uint64_t between(std::uint64_t low, std::uint64_t high) { return low + below(high - low + 1); }
  bool chance(std::uint64_t per_thousand) { return below(1000) < per_thousand; }
  // Mostly small, sometimes many times the mean: a rough exponential in whole milliseconds.
  std::uint64_t delay(std::uint64_t mean) {
    std::uint64_t out = 0;
    while (out < 20 * mean && below(mean + 1) != 0) ++out;
    return out;
  }
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[std::size_t(below(list.size()))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace allonge::sim
