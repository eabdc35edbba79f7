// A committee, its votes and the certificates a quorum of votes makes (consensus.md 3.1 and 4.2).
// Quorum sizes are computed in one function, for every n from 1 to 100.
#pragma once

#include "ledger/codec.h"
#include "ledger/keys.h"
#include "ledger/limits.h"

namespace allonge {

constexpr std::uint32_t faults_tolerated(std::uint32_t n) { return (n - 1) / 3; }
constexpr std::uint32_t quorum_of(std::uint32_t n) { return n - faults_tolerated(n); }

struct Member {
  PartyId name;
  PublicKey key;  // consensus key
  static constexpr auto fields() {
    return std::tuple{Field{1, "name", &Member::name, "the validator's party"},
                      Field{2, "key", &Member::key, "its consensus key"}};
  }
};

// Validators in a fixed order; a vote names its signer by place.
struct Committee {
  std::vector<Member> members;
  static constexpr auto fields() {
    return std::tuple{Field{1, "members", &Committee::members, "in the order votes count them", 100}};
  }
  std::uint32_t size() const { return std::uint32_t(members.size()); }
  std::uint32_t quorum() const { return quorum_of(size()); }
  Digest hash() const;  // validators_hash of consensus.md 3.1
};

// Binds votes to chain, epoch, committee and the block the epoch grows from.
Digest epoch_id(const Digest& chain, std::uint64_t epoch, const Digest& root_block, const Digest& committee,
                std::uint32_t recovery);

enum class VoteKind : std::uint8_t { notarize = 1, nullify = 2, finalize = 3 };
constexpr std::array<EnumValue, 3> values_of(VoteKind) {
  return {{{1, "notarize"}, {2, "nullify"}, {3, "finalize"}}};
}

// The 89 bytes a validator signs; `block` is zero for a nullify vote.
std::array<std::uint8_t, 89> vote_bytes(VoteKind kind, const Digest& epoch_id, std::uint64_t view, const Digest& block);

// A quorum of votes of one kind. Different nodes may hold different valid ones for the same block.
struct Certificate {
  VoteKind kind = VoteKind::notarize;
  std::uint64_t epoch = 0;
  std::uint64_t view = 0;
  Digest block;                       // zero for nullify
  Bytes signers;                      // bitmap, least significant bit first, in committee order
  std::vector<Signature> signatures;  // in ascending order of signers
  static constexpr auto fields() {
    using T = Certificate;
    return std::tuple{Field{1, "kind", &T::kind, "what the quorum voted"},
                      Field{2, "epoch", &T::epoch, "epoch, from 0"},
                      Field{3, "view", &T::view, "view of the epoch, from 1"},
                      Field{4, "block", &T::block, "hash of the header; zero for nullify"},
                      Field{5, "signers", &T::signers, "bitmap in committee order", 13},
                      Field{6, "signatures", &T::signatures, "in ascending order of signers", 100}};
  }
  bool operator==(const Certificate&) const = default;
};

// Exactly q distinct members of the committee signed exactly this (one canonical form, settled.md 7).
// PROOF_INVALID says which signature fails.
Result<void> verify_certificate(const Certificate& certificate, const Committee& committee, const Digest& epoch_id);

// Places of the signers in ascending order; empty if the bitmap is not of the committee's size.
std::vector<std::uint32_t> signers_of(const Certificate& certificate, std::uint32_t committee_size);

}  // namespace allonge
