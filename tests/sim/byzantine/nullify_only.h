// Never helps a view along: whatever it would say in a view, it says NULLIFY.
#pragma once

#include "tests/sim/node.h"

namespace allonge::sim {

class NullifyOnly final : public Mischief {
 public:
  void send(Node& node, std::optional<std::uint32_t> to, const consensus::Message& message) override {
    std::uint64_t view = 0;
    if (const auto* vote = std::get_if<consensus::Vote>(&message)) view = vote->view;
    if (const auto* proposal = std::get_if<consensus::Proposal>(&message)) view = proposal->header.view;
    const consensus::Message said =
        view == 0 ? message : consensus::Message(node.vote({VoteKind::nullify, view, Digest{}}));
    for (std::uint32_t peer = 0; peer < node.size(); ++peer)
      if (peer != node.me() && (!to || *to == peer)) node.transmit(peer, said);
  }
};

}  // namespace allonge::sim
