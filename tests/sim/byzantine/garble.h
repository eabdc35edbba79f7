// Sends its messages with flipped bytes, wild views and heights, old messages again, and floods of
// votes for far views: everything must be refused at little cost.
#pragma once

#include "tests/sim/node.h"

namespace allonge::sim {

class Garble final : public Mischief {
 public:
  void send(Node& node, std::optional<std::uint32_t> to, const consensus::Message& message) override {
    Random& random = node.random();
    for (std::uint32_t peer = 0; peer < node.size(); ++peer) {
      if (peer == node.me() || (to && *to != peer)) continue;
      Bytes bytes = encode(message);
      if (old_.size() < 200) old_.push_back(bytes);
      switch (random.below(6)) {
        case 0: bytes[std::size_t(random.below(bytes.size()))] ^= std::uint8_t(1u << random.below(8)); break;
        case 1: bytes.resize(std::size_t(random.below(bytes.size()))); break;
        case 2: bytes = random.pick(old_); break;
        case 3: bytes = encode(consensus::Message(wild_vote(node))); break;
        case 4: bytes = encode(consensus::Message(wild(message, random))); break;
        default: break;
      }
      node.transmit_bytes(peer, std::move(bytes));
    }
  }

 private:
  static consensus::Vote wild_vote(Node& node) {
    Random& random = node.random();
    Digest block;
    block.bytes[0] = std::uint8_t(1 + random.below(255));
    const std::uint64_t view = random.chance(500) ? random.between(1, 60) : random.next() >> random.below(64);
    const auto kind = VoteKind(random.between(1, 3));
    consensus::Vote vote = node.vote({kind, std::max<std::uint64_t>(view, 1), kind == VoteKind::nullify ? Digest{} : block});
    if (random.chance(300)) vote.signer = std::uint32_t(random.next());
    if (random.chance(300)) vote.signature.bytes[5] ^= 1;
    return vote;
  }
  static consensus::Message wild(consensus::Message message, Random& random) {
    if (auto* proposal = std::get_if<consensus::Proposal>(&message)) {
      Header& header = proposal->header;
      switch (random.below(6)) {
        case 0: header.height += random.below(3); break;
        case 1: header.view += random.below(30); break;
        case 2: header.parent.bytes[0] ^= 1; break;
        case 3: header.state_root.bytes[0] ^= 1; break;
        case 4: header.time.ms += random.below(100'000); break;
        default: proposal->parent.reset(); break;
      }
    } else if (auto* notice = std::get_if<consensus::CertificateNotice>(&message)) {
      notice->certificate.view += random.below(5);
    } else if (auto* status = std::get_if<consensus::Status>(&message)) {
      status->view = 1 + (random.next() >> 12);
    }
    return message;
  }
  std::vector<Bytes> old_;
};

}  // namespace allonge::sim
