// What waits to be sent to one peer, in three lanes: consensus first and never dropped, bulk next,
// gossip last. A lane that is full loses what is cheapest to lose: gossip its oldest message, bulk
// the new one (it is asked for again). One broadcast message is shared by all peers.
#pragma once

#include <array>
#include <deque>
#include <memory>

#include "node/ports.h"

namespace allonge::node {

using SharedBytes = std::shared_ptr<const Bytes>;

class Lanes {
 public:
  static constexpr std::size_t bulk_bytes = 16 * 1024 * 1024;
  static constexpr std::size_t gossip_bytes = 8 * 1024 * 1024;
  // Nobody who lets so much wait takes part any more: the link is closed and begun anew.
  static constexpr std::size_t consensus_bytes = 64 * 1024 * 1024;

  enum class Taken : std::uint8_t { yes, dropped_one, hopeless };
  Taken put(Lane lane, SharedBytes message) {
    Queue& queue = queues_[std::size_t(lane)];
    Taken taken = Taken::yes;
    const std::size_t size = message->size();
    if (lane == Lane::consensus && queue.bytes + size > consensus_bytes) return Taken::hopeless;
    if (lane == Lane::bulk && queue.bytes + size > bulk_bytes) return Taken::dropped_one;
    while (lane == Lane::gossip && !queue.messages.empty() && queue.bytes + size > gossip_bytes) {
      queue.bytes -= queue.messages.front()->size();
      queue.messages.pop_front();
      taken = Taken::dropped_one;
    }
    queue.bytes += size;
    queue.messages.push_back(std::move(message));
    return taken;
  }

  bool empty() const { return waiting(Lane::consensus) + waiting(Lane::bulk) + waiting(Lane::gossip) == 0; }
  std::size_t waiting(Lane lane) const { return queues_[std::size_t(lane)].messages.size(); }

  // The next message in order of lanes. REQUIRES: not empty().
  std::pair<Lane, SharedBytes> take() {
    std::size_t lane = 0;
    while (queues_[lane].messages.empty()) ++lane;
    Queue& queue = queues_[lane];
    std::pair<Lane, SharedBytes> next{Lane(lane), std::move(queue.messages.front())};
    queue.messages.pop_front();
    queue.bytes -= next.second->size();
    return next;
  }

 private:
  struct Queue {
    std::deque<SharedBytes> messages;
    std::size_t bytes = 0;
  };
  std::array<Queue, 3> queues_;
};

}  // namespace allonge::node
