// Views: who leads which, how long one lasts, and when its timers fire (consensus.md 7.2 and 7.3).
// Integers only: Delta grows by 3/2 for every nullified view in a row after the first, to 30 s.
#pragma once

#include <vector>

#include "ledger/bytes.h"

namespace allonge::consensus {

inline constexpr std::uint64_t delta_base_ms = 500;
inline constexpr std::uint64_t delta_limit_ms = 30'000;
// After so many nullified views in a row Delta has reached its limit.
inline constexpr std::uint32_t failures_that_count = 12;

// Delta(v) when the `failures` views directly below v were nullified and not notarized.
std::uint64_t delta_ms(std::uint32_t failures);

// A permutation of the committee, drawn from the epoch's id, so that nobody chooses who leads.
class LeaderOrder {
 public:
  LeaderOrder(const Digest& epoch_id, std::uint32_t size);
  std::uint32_t leader(std::uint64_t view) const { return order_[std::size_t(view % order_.size())]; }

 private:
  std::vector<std::uint32_t> order_;
};

// The timers of the current view, measured from arming: without work nothing is armed and the view
// stays open. no proposal by 2 Delta, no certificate by 3.5 Delta: give up; retry at 5, 8, 11 ... Delta.
class ViewClock {
 public:
  void enter(std::uint64_t now_ms, std::uint64_t delta) { entered_at_ = now_ms, delta_ = delta, armed_ = false; }
  void arm(std::uint64_t now_ms) {
    if (armed_) return;
    armed_ = true;
    armed_at_ = now_ms;
    retry_at_ = now_ms + 5 * delta_;
  }
  void disarm() { armed_ = false; }
  void retried(std::uint64_t now_ms) { retry_at_ = now_ms + 3 * delta_; }

  bool armed() const { return armed_; }
  std::uint64_t delta() const { return delta_; }
  std::uint64_t entered_at() const { return entered_at_; }
  std::uint64_t lead_at() const { return armed_at_ + 2 * delta_; }
  std::uint64_t certify_at() const { return armed_at_ + 7 * delta_ / 2; }
  std::uint64_t retry_at() const { return retry_at_; }

 private:
  bool armed_ = false;
  std::uint64_t delta_ = delta_base_ms;
  std::uint64_t entered_at_ = 0;
  std::uint64_t armed_at_ = 0;
  std::uint64_t retry_at_ = 0;
};

}  // namespace allonge::consensus
