// The messages of consensus (consensus.md 4.3), as described structs in canonical Protobuf, and the
// one envelope they travel in. Numbers 1 to 15 of the envelope belong to consensus; what the node
// adds beside it (transactions, bodies, ranges of blocks) has numbers of its own and never enters
// the core.
//
// A message carries no hash of itself: block hashes are computed from header bytes. Every list has a
// limit, and well_formed() asks the rest of the cheap questions before anything is allocated by it.
#pragma once

#include <variant>

#include "ledger/block.h"
#include "ledger/quorum.h"

namespace allonge::consensus {

inline constexpr std::uint32_t certificates_per_message = 64;
inline constexpr std::size_t inline_transaction_bytes = 16 * 1024;
inline constexpr std::size_t largest_message_bytes = 1024 * 1024;
// Larger than any view or height that can be reached, and far from where sums overflow.
inline constexpr std::uint64_t largest_view = std::uint64_t{1} << 53;

struct MessageCard {
  std::uint32_t code;
  const char* name;
  const char* sentence;
};

// What a block is made of, as far as consensus is concerned: opaque, in order.
struct Payload {
  std::vector<Digest> wire_ids;
  // All transactions, when together they are at most 16 KiB; otherwise none, and they are fetched.
  std::vector<RawMessage> transactions;

  static constexpr auto fields() {
    using T = Payload;
    return std::tuple{Field{1, "wire_ids", &T::wire_ids, "in order", limits::block_transactions},
                      Field{2, "transactions", &T::transactions, "type: SignedTransaction", limits::block_transactions}};
  }
  bool operator==(const Payload&) const = default;
};

// A vote of one validator. It is accepted only on the signer's own link, and never relayed.
struct Vote {
  static constexpr MessageCard card{1, "vote", "One validator's vote in one view."};
  VoteKind kind = VoteKind::notarize;
  std::uint64_t epoch = 0;
  std::uint64_t view = 0;
  Digest block;  // zero for nullify
  std::uint32_t signer = 0;
  Signature signature;  // over vote_bytes(kind, epoch id, view, block)

  static constexpr auto fields() {
    using T = Vote;
    return std::tuple{Field{1, "kind", &T::kind, "notarize, nullify or finalize"},
                      Field{2, "epoch", &T::epoch, "epoch, from 0"},
                      Field{3, "view", &T::view, "view of the epoch, from 1"},
                      Field{4, "block", &T::block, "hash of the header; zero for nullify"},
                      Field{5, "signer", &T::signer, "place in the committee"},
                      Field{6, "signature", &T::signature, "over the 89 bytes of the vote"}};
  }
  bool operator==(const Vote&) const = default;
};

// A leader's block, with the proof that its parent may be built on. The leader's own notarize vote
// is its signature: two of them in one view are evidence.
struct Proposal {
  static constexpr MessageCard card{2, "proposal", "A leader's block and why its parent may be built on."};
  Header header;
  Payload payload;
  Signature leader_signature;                // the leader's notarize vote on the header
  std::optional<Certificate> parent;         // notarize or finalize of parent_view; absent at the epoch's root
  std::vector<Certificate> skips;            // nullify, ascending: every view between parent_view and view, the highest 64

  static constexpr auto fields() {
    using T = Proposal;
    return std::tuple{Field{1, "header", &T::header, "the block's header"},
                      Field{2, "payload", &T::payload, "what it is made of"},
                      Field{3, "leader_signature", &T::leader_signature, "the leader's notarize vote"},
                      Field{4, "parent", &T::parent, "certificate of the parent"},
                      Field{5, "skips", &T::skips, "nullify certificates since the parent", certificates_per_message}};
  }
};

// One certificate; anybody may relay it.
struct CertificateNotice {
  static constexpr MessageCard card{3, "certificate", "A quorum's votes; anybody may pass them on."};
  Certificate certificate;
  static constexpr auto fields() {
    return std::tuple{Field{1, "certificate", &CertificateNotice::certificate, "the quorum's votes"}};
  }
};

// Where a validator stands: every second and whenever a link comes up. A claim, not a proof: who is
// ahead answers with certificates.
struct Status {
  static constexpr MessageCard card{4, "status", "Where a validator stands."};
  std::uint64_t epoch = 0;
  std::uint64_t view = 0;
  std::uint64_t final_height = 0;
  std::uint64_t final_view = 0;
  Digest final_block;
  bool has_work = false;
  bool abstains = false;  // for people who count on its vote; no rule of consensus looks at it

  static constexpr auto fields() {
    using T = Status;
    return std::tuple{Field{1, "epoch", &T::epoch, "epoch, from 0"},
                      Field{2, "view", &T::view, "view it is in"},
                      Field{3, "final_height", &T::final_height, "height of its last final block"},
                      Field{4, "final_view", &T::final_view, "view of its last final block"},
                      Field{5, "final_block", &T::final_block, "hash of its last final block"},
                      Field{6, "has_work", &T::has_work, "whether it wants a block"},
                      Field{7, "abstains", &T::abstains, "whether it signs nothing in its view"}};
  }
};

struct CertificateName {
  VoteKind kind = VoteKind::notarize;
  std::uint64_t view = 0;
  static constexpr auto fields() {
    return std::tuple{Field{1, "kind", &CertificateName::kind, "what the quorum voted"},
                      Field{2, "view", &CertificateName::view, "in which view"}};
  }
  bool operator==(const CertificateName&) const = default;
};

// "Which of these do you hold?"
struct CertificateRequest {
  static constexpr MessageCard card{5, "certificate_request", "Asks for certificates by kind and view."};
  std::vector<CertificateName> wanted;
  static constexpr auto fields() {
    return std::tuple{Field{1, "wanted", &CertificateRequest::wanted, "at most 64", certificates_per_message}};
  }
};

struct CertificateAnswer {
  static constexpr MessageCard card{6, "certificate_answer", "Those of the certificates asked for that are held."};
  std::vector<Certificate> certificates;
  static constexpr auto fields() {
    return std::tuple{Field{1, "certificates", &CertificateAnswer::certificates, "at most 64", certificates_per_message}};
  }
};

// Two votes of one validator that cannot both be honest.
struct Evidence {
  static constexpr MessageCard card{7, "evidence", "Two votes of one validator that cannot both be honest."};
  Vote first;
  Vote second;
  static constexpr auto fields() {
    return std::tuple{Field{1, "first", &Evidence::first, "the vote seen first"},
                      Field{2, "second", &Evidence::second, "the vote that contradicts it"}};
  }
};

using Message =
    std::variant<Vote, Proposal, CertificateNotice, Status, CertificateRequest, CertificateAnswer, Evidence>;

// TOO_LARGE, BAD_ENCODING; then the ranges that the codec does not know: views from 1 to 2^53, a zero block
// exactly for nullify, inline transactions all or none. OUT_OF_RANGE names the field.
Result<Message> read_message(BytesView bytes);
Result<void> well_formed(const Message& message);

}  // namespace allonge::consensus
