// Those who may vote in an epoch, and how their signatures are checked. Everything that takes a vote
// or a certificate from outside asks here. Signatures are checked through a small interface, so that
// a simulator can use a keyed hash and run a hundred times faster.
#pragma once

#include "consensus/messages.h"

namespace allonge::consensus {

class VoteVerifier {
 public:
  virtual ~VoteVerifier() = default;
  // REQUIRES: member < size of the committee.
  virtual bool verify(std::uint32_t member, BytesView text, const Signature& signature) const = 0;
};

// The real one: Ed25519 by the strict rule (ledger/keys.h), under the members' consensus keys.
class CommitteeVerifier final : public VoteVerifier {
 public:
  explicit CommitteeVerifier(Committee committee) : committee_(std::move(committee)) {}
  bool verify(std::uint32_t member, BytesView text, const Signature& signature) const override {
    return allonge::verify(committee_.members[member].key, text, signature);
  }

 private:
  Committee committee_;
};

class Electorate {
 public:
  // `verifier` outlives the electorate.
  Electorate(std::uint32_t size, std::uint64_t epoch, const Digest& epoch_id, const VoteVerifier& verifier)
      : size_(size), quorum_(quorum_of(size)), epoch_(epoch), epoch_id_(epoch_id), verifier_(&verifier) {
    ensure(size >= 1 && size <= limits::validators, "a committee has 1 to 100 members");
  }

  std::uint32_t size() const { return size_; }
  std::uint32_t quorum() const { return quorum_; }
  std::uint64_t epoch() const { return epoch_; }
  const Digest& epoch_id() const { return epoch_id_; }

  bool verify(VoteKind kind, std::uint64_t view, const Digest& block, std::uint32_t signer,
              const Signature& signature) const {
    return verifier_->verify(signer, vote_bytes(kind, epoch_id_, view, block), signature);
  }
  bool verify(const Vote& vote) const {
    return vote.epoch == epoch_ && vote.signer < size_ &&
           verify(vote.kind, vote.view, vote.block, vote.signer, vote.signature);
  }

  // The places of the signers if the form is right (this epoch, exactly q of this committee, one
  // signature each, a zero block exactly for nullify); otherwise empty. No signature is checked.
  std::vector<std::uint32_t> signers(const Certificate& certificate) const {
    if (certificate.epoch != epoch_ || certificate.view == 0) return {};
    if ((certificate.kind == VoteKind::nullify) != certificate.block.is_zero()) return {};
    auto places = signers_of(certificate, size_);
    if (places.size() != quorum_ || certificate.signatures.size() != quorum_) return {};
    return places;
  }
  bool verify(const Certificate& certificate) const {
    const auto places = signers(certificate);
    if (places.empty()) return false;
    const auto text = vote_bytes(certificate.kind, epoch_id_, certificate.view, certificate.block);
    for (std::size_t i = 0; i < places.size(); ++i)
      if (!verifier_->verify(places[i], text, certificate.signatures[i])) return false;
    return true;
  }

 private:
  std::uint32_t size_;
  std::uint32_t quorum_;
  std::uint64_t epoch_;
  Digest epoch_id_;
  const VoteVerifier* verifier_;
};

}  // namespace allonge::consensus
