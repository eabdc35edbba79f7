// Shows its proposals to some members only, with transactions that it does not hand out to the rest.
#pragma once

#include "tests/sim/node.h"

namespace allonge::sim {

class PartialBody final : public Mischief {
 public:
  void send(Node& node, std::optional<std::uint32_t> to, const consensus::Message& message) override {
    for (std::uint32_t peer = 0; peer < node.size(); ++peer) {
      if (peer == node.me() || (to && *to != peer)) continue;
      if (std::holds_alternative<consensus::Proposal>(message) && node.random().chance(400)) continue;
      node.transmit(peer, message);
    }
  }
  bool answers(Node& node, std::uint32_t, const Wire& wire) override {
    return std::holds_alternative<Bytes>(wire) || std::holds_alternative<Push>(wire) || node.random().chance(200);
  }
};

}  // namespace allonge::sim
