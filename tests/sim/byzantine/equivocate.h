// As leader makes two valid blocks and shows each to one half; votes for both, and finalizes both.
#pragma once

#include "tests/sim/node.h"

namespace allonge::sim {

class Equivocate final : public Mischief {
 public:
  void send(Node& node, std::optional<std::uint32_t> to, const consensus::Message& message) override {
    const auto* proposal = std::get_if<consensus::Proposal>(&message);
    for (std::uint32_t peer = 0; peer < node.size(); ++peer) {
      if (peer == node.me() || (to && *to != peer)) continue;
      if (proposal == nullptr) {
        node.transmit(peer, message);
        continue;
      }
      consensus::Proposal twin = *proposal;
      twin.header.time.ms += 1;
      const std::uint64_t view = proposal->header.view;
      twin.leader_signature = node.sign({VoteKind::notarize, view, hash_of(twin.header)});
      const bool first = peer % 2 == 0;
      node.transmit(peer, first ? consensus::Message(*proposal) : consensus::Message(twin));
      for (const auto kind : {VoteKind::notarize, VoteKind::finalize})
        for (const Header* header : {&proposal->header, &std::as_const(twin).header})
          node.transmit(peer, node.vote({kind, view, hash_of(*header)}));
    }
  }
};

}  // namespace allonge::sim
