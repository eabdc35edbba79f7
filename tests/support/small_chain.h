// A committee with its keys, and a chain of headers it finalized: for tests of certificates and proofs.
#pragma once

#include "ledger/merkle.h"
#include "ledger/proof.h"
#include "ledger/state_tree.h"

namespace allonge::test {

struct Validators {
  Committee committee;
  std::vector<SecretKey> keys;
  Digest chain;
  Digest epoch;

  explicit Validators(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      Bytes seed(32, 0x5A);
      seed[0] = std::uint8_t(i);
      auto key = SecretKey::from_seed(seed);
      committee.members.push_back({*PartyId::parse("validator-" + std::to_string(i)), key->public_key()});
      keys.push_back(*std::move(key));
    }
    chain.bytes.fill(0xC0);
    epoch = epoch_id(chain, 0, chain, committee.hash(), 0);
  }

  TrustAnchor anchor() const { return {chain, epoch, committee}; }

  Certificate certify(VoteKind kind, std::uint64_t view, const Digest& block,
                      const std::vector<std::uint32_t>& signers) const {
    Certificate out;
    out.kind = kind;
    out.view = view;
    out.block = block;
    out.signers.assign((committee.size() + 7) / 8, 0);
    for (const std::uint32_t place : signers) {
      out.signers[place / 8] = std::uint8_t(out.signers[place / 8] | 1u << place % 8);
      out.signatures.push_back(keys[place].sign(vote_bytes(kind, epoch, view, block)));
    }
    return out;
  }

  // By the first quorum of the committee.
  Certificate finalize(const Header& header) const {
    std::vector<std::uint32_t> signers;
    for (std::uint32_t i = 0; i < committee.quorum(); ++i) signers.push_back(i);
    return certify(VoteKind::finalize, header.view, hash_of(header), signers);
  }

  // The next header of the chain, still without roots.
  Header after(const Header* parent) const {
    Header out;
    out.chain = chain;
    out.epoch_id = epoch;
    out.committee = committee.hash();
    out.height = parent != nullptr ? parent->height + 1 : 1;
    out.parent = parent != nullptr ? hash_of(*parent) : chain;
    out.parent_view = parent != nullptr ? parent->view : 0;
    out.view = out.parent_view + 1;
    out.time = Time{1'772'413'200'000 + 1000 * out.height};
    return out;
  }
};

}  // namespace allonge::test
