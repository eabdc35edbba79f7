// Votes, certificates and headers of a small committee, made to order for the unit tests.
#pragma once

#include "tests/sim/keys.h"

namespace allonge::sim {

struct Ballots {
  explicit Ballots(std::uint32_t members, bool real = false)
      : keys(members, real),
        chain(digest("allonge/sim-chain/v1", bytes_of("ballots"))),
        electorate(members, 0, epoch_id(chain, 0, chain, keys.committee().hash(), 0), keys) {}

  consensus::Vote vote(VoteKind kind, std::uint64_t view, const Digest& block, std::uint32_t signer) const {
    return consensus::Vote{kind, 0, view, block, signer,
                           keys.sign(signer, vote_bytes(kind, electorate.epoch_id(), view, block))};
  }
  // By the first q members, or by those named.
  Certificate certificate(VoteKind kind, std::uint64_t view, const Digest& block,
                          std::vector<std::uint32_t> signers = {}) const {
    for (std::uint32_t i = 0; signers.empty() || (signers.size() < electorate.quorum() && signers.back() == i - 1); ++i)
      signers.push_back(i);
    Certificate out{kind, 0, view, block, Bytes((electorate.size() + 7) / 8), {}};
    for (const std::uint32_t signer : signers) {
      out.signers[signer / 8] = std::uint8_t(out.signers[signer / 8] | 1u << (signer % 8));
      out.signatures.push_back(vote(kind, view, block, signer).signature);
    }
    return out;
  }
  static Digest block(std::string_view name) { return digest("allonge/test/v1", bytes_of(name)); }
  Header header(std::uint64_t view, std::uint64_t height) const {
    Header out;
    out.chain = chain;
    out.epoch_id = electorate.epoch_id();
    out.view = view;
    out.height = height;
    out.committee = keys.committee().hash();
    out.time.ms = 1'700'000'000'000 + height;
    return out;
  }

  Keys keys;
  Digest chain;
  consensus::Electorate electorate;
};

}  // namespace allonge::sim
