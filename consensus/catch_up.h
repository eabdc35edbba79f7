// What is certified and missing here: certified blocks whose header never arrived, each asked for
// again until it comes or is no longer wanted. At most 64 at a time: further ones are found again
// when earlier ones have come.
#pragma once

#include <map>
#include <vector>

#include "ledger/bytes.h"

namespace allonge::consensus {

inline constexpr std::uint64_t ask_again_ms = 500;

class WantedBlocks {
 public:
  static constexpr std::size_t limit = 64;

  // Wants it from these peers, the first time not before `from_ms`.
  void want(const Digest& block, std::uint64_t view, std::vector<std::uint32_t> holders, std::uint64_t from_ms) {
    if (wanted_.size() < limit) wanted_.try_emplace(block, Wanted{view, std::move(holders), from_ms});
  }
  bool wants(const Digest& block) const { return wanted_.contains(block); }
  void arrived(const Digest& block) { wanted_.erase(block); }
  void forget_through(std::uint64_t view) {
    std::erase_if(wanted_, [view](const auto& entry) { return entry.second.view <= view; });
  }

  // Calls ask(block, holders) for every block that is due, and plans the next time.
  template <class Ask>
  void ask_due(std::uint64_t now_ms, Ask ask) {
    for (auto& [block, wanted] : wanted_) {
      if (now_ms < wanted.ask_at_ms) continue;
      wanted.ask_at_ms = now_ms + ask_again_ms;
      ask(block, wanted.holders);
    }
  }
  // The next time something is due; the largest number if nothing is wanted.
  std::uint64_t next_ms() const {
    std::uint64_t out = ~std::uint64_t{0};
    for (const auto& [block, wanted] : wanted_) out = wanted.ask_at_ms < out ? wanted.ask_at_ms : out;
    return out;
  }

 private:
  struct Wanted {
    std::uint64_t view;  // of a block that is or descends from it: forgotten when that view is final
    std::vector<std::uint32_t> holders;
    std::uint64_t ask_at_ms;
  };
  std::map<Digest, Wanted> wanted_;
};

}  // namespace allonge::consensus
