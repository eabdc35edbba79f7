// As leader builds on the last final block whatever was notarized since, and leaves out the proof that
// the views in between were nullified. The block itself is valid; only its justification is missing.
#pragma once

#include "tests/sim/node.h"

namespace allonge::sim {

class Fork final : public Mischief {
 public:
  void send(Node& node, std::optional<std::uint32_t> to, const consensus::Message& message) override {
    consensus::Message said = message;
    if (auto* proposal = std::get_if<consensus::Proposal>(&said)) {
      const Executor::Tip& tip = node.executor().tip();
      consensus::BuildPayload build{proposal->header, true, false, 0};
      build.frame.parent = tip.hash;
      build.frame.parent_view = tip.view;
      build.frame.height = tip.height + 1;
      if (auto made = node.executor().build(build, proposal->header.time.ms + 1)) {
        proposal->header = made->first;
        proposal->payload = made->second;
        proposal->leader_signature = node.sign({VoteKind::notarize, made->first.view, hash_of(made->first)});
        if (proposal->parent && proposal->parent->view != tip.view) proposal->parent.reset();
        std::erase_if(proposal->skips, [&](const Certificate& skip) { return skip.view <= tip.view; });
      }
    }
    for (std::uint32_t peer = 0; peer < node.size(); ++peer)
      if (peer != node.me() && (!to || *to == peer)) node.transmit(peer, said);
  }
};

}  // namespace allonge::sim
