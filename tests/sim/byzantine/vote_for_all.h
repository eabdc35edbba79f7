// Votes for everything it sees, in every kind at once: NOTARIZE, NULLIFY and FINALIZE in one view.
#pragma once

#include "tests/sim/node.h"

namespace allonge::sim {

class VoteForAll final : public Mischief {
 public:
  void send(Node& node, std::optional<std::uint32_t> to, const consensus::Message& message) override {
    for (std::uint32_t peer = 0; peer < node.size(); ++peer) {
      if (peer == node.me() || (to && *to != peer)) continue;
      node.transmit(peer, message);
      const auto* vote = std::get_if<consensus::Vote>(&message);
      if (vote == nullptr) continue;
      node.transmit(peer, node.vote({VoteKind::nullify, vote->view, Digest{}}));
      if (vote->kind != VoteKind::nullify)
        for (const auto kind : {VoteKind::notarize, VoteKind::finalize})
          node.transmit(peer, node.vote({kind, vote->view, vote->block}));
    }
  }
};

}  // namespace allonge::sim
