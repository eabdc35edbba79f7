// When a peer is dialled again, and for how long it gets no link at all. Each failed dial waits longer
// than the one before, each drop bars for longer, until a time without trouble is forgotten.
#pragma once

#include <algorithm>
#include <cstdint>

namespace allonge::node {

class Redial {
 public:
  bool is_due(std::uint64_t now_ms) const { return now_ms >= next_ms_; }
  void put_off(std::uint64_t now_ms, std::uint64_t shortest_ms, std::uint64_t longest_ms) {
    wait_ms_ = std::clamp(wait_ms_ * 2, shortest_ms, longest_ms);
    next_ms_ = now_ms + wait_ms_;
  }
  void was_steady() { wait_ms_ = 0; }  // the next dial waits the shortest time

 private:
  std::uint64_t next_ms_ = 0;
  std::uint64_t wait_ms_ = 0;
};

// For what a peer said on its last link.
class Bar {
 public:
  std::uint64_t left_ms(std::uint64_t now_ms) const { return until_ms_ > now_ms ? until_ms_ - now_ms : 0; }
  void begin(std::uint64_t now_ms, std::uint64_t shortest_ms, std::uint64_t longest_ms, std::uint64_t forgiven_after_ms) {
    if (now_ms - until_ms_ > forgiven_after_ms) length_ms_ = 0;
    length_ms_ = std::clamp(length_ms_ * 2, shortest_ms, longest_ms);
    until_ms_ = now_ms + length_ms_;
  }
  std::uint64_t length_ms() const { return length_ms_; }

 private:
  std::uint64_t length_ms_ = 0;
  std::uint64_t until_ms_ = 0;
};

}  // namespace allonge::node
