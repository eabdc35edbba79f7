// More liars than the protocol tolerates, acting as one: the last f + 1 members show two blocks to two
// halves of the others and vote for each half as it likes. Agreement must break: that shows that the
// checker of agreement can see it.
#pragma once

#include "tests/sim/node.h"

namespace allonge::sim {

class Collude final : public Mischief {
 public:
  void send(Node& node, std::optional<std::uint32_t> to, const consensus::Message& message) override {
    const auto* proposal = std::get_if<consensus::Proposal>(&message);
    const std::uint32_t honest = node.size() - faults_tolerated(node.size()) - 1;
    for (std::uint32_t peer = 0; peer < node.size(); ++peer) {
      if (peer == node.me() || (to && *to != peer)) continue;
      if (proposal == nullptr) {
        if (!std::holds_alternative<consensus::Vote>(message)) node.transmit(peer, message);
        continue;
      }
      consensus::Proposal shown = *proposal;
      shown.header.time.ms += peer % 2;
      const Digest block = hash_of(shown.header);
      const std::uint64_t view = shown.header.view;
      shown.leader_signature = node.sign({VoteKind::notarize, view, block});
      node.transmit(peer, shown);
      for (std::uint32_t liar = honest; liar < node.size(); ++liar)
        for (const auto kind : {VoteKind::notarize, VoteKind::finalize}) {
          if (liar == peer) continue;
          const Signature signature = node.keys().sign(liar, vote_bytes(kind, shown.header.epoch_id, view, block));
          node.outside().transmit(liar, peer, encode(consensus::Message(consensus::Vote{kind, 0, view, block, liar, signature})));
        }
    }
  }
};

}  // namespace allonge::sim
