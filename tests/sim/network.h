// Links between simulated nodes: delay, loss, duplicates, reordering by delay, clogged links, and
// partitions, all drawn from the seed. A link that is cut may go unnoticed: then messages just vanish.
#pragma once

#include <vector>

#include "tests/sim/random.h"

namespace allonge::sim {

struct NetworkFaults {
  std::uint64_t delay_ms = 20;      // mean, one way
  std::uint64_t loss = 0;           // per thousand
  std::uint64_t duplicate = 0;      // per thousand
  std::uint64_t clog = 0;           // per thousand: this message takes 0.5 to 5 s
};

class Network {
 public:
  explicit Network(std::uint32_t nodes) : nodes_(nodes), group_(nodes, 0) {}

  bool connects(std::uint32_t from, std::uint32_t to) const {
    return group_[from] == group_[to] && !(one_way_ && from == muted_);
  }
  bool is_whole() const {
    for (const std::uint32_t group : group_)
      if (group != group_.front()) return false;
    return !one_way_;
  }
  void heal() {
    group_.assign(nodes_, 0);
    one_way_ = false;
  }
  // Two parts, one node alone, or one node that hears but is not heard.
  void cut(Random& random) {
    heal();
    switch (random.below(3)) {
      case 0:
        for (std::uint32_t& group : group_) group = std::uint32_t(random.below(2));
        return;
      case 1: group_[std::size_t(random.below(nodes_))] = 1; return;
      default:
        one_way_ = true;
        muted_ = std::uint32_t(random.below(nodes_));
        return;
    }
  }

  // After how many milliseconds each copy arrives; none: lost.
  std::vector<std::uint64_t> arrivals(const NetworkFaults& faults, Random& random) const {
    std::vector<std::uint64_t> out;
    if (random.chance(faults.loss)) return out;
    out.push_back(travel(faults, random));
    if (random.chance(faults.duplicate)) out.push_back(travel(faults, random) + random.below(500));
    return out;
  }

 private:
  static std::uint64_t travel(const NetworkFaults& faults, Random& random) {
    if (random.chance(faults.clog)) return random.between(500, 5'000);
    return 1 + random.delay(faults.delay_ms);
  }

  std::uint32_t nodes_;
  std::vector<std::uint32_t> group_;
  bool one_way_ = false;
  std::uint32_t muted_ = 0;
};

}  // namespace allonge::sim
