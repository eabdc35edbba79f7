// Proofs that anybody can check against genesis alone: that a transaction has this receipt, that a
// record stands in the state or does not. Nothing is believed but the anchor: a certificate of a
// quorum makes a header final, and paths lead from the header's roots to the fact.
//
// A proof has one canonical form: every byte of it is hashed, signed or compared, so that changing
// any makes it fail (settled.md 7). Everything that fails is PROOF_INVALID and says what failed.
#pragma once

#include "ledger/block.h"
#include "ledger/quorum.h"
#include "ledger/receipt.h"
#include "ledger/state_path.h"

namespace allonge {

// What a verifier knows beforehand, out of the genesis file and nothing else.
struct TrustAnchor {
  Digest chain;  // genesis hash
  Digest epoch_id;
  Committee committee;
};

namespace limits {
inline constexpr std::uint32_t proof_links = 100;
inline constexpr std::uint32_t proof_path = 14;        // 2^14 > the receipts of a full block
inline constexpr std::uint32_t proof_key_bytes = 512;
inline constexpr std::uint32_t proof_value_bytes = 1024 * 1024;
inline constexpr std::uint32_t proof_receipt_bytes = 1024 * 1024;
}  // namespace limits

// A header and why it is final: a quorum finalized it, or a later header that grew from it.
struct FinalHeader {
  Header header;
  std::vector<Header> links;  // the headers after it, up to the certified one
  Certificate certificate;    // finalize, of the last of them
  static constexpr auto fields() {
    using T = FinalHeader;
    return std::tuple{
        Field{1, "header", &T::header, "the header that is proven"},
        Field{2, "links", &T::links, "later headers up to the certified one", limits::proof_links},
        Field{3, "certificate", &T::certificate, "finalize votes of a quorum for the last header"}};
  }
};
Result<void> verify_final(const FinalHeader& proof, const TrustAnchor& anchor);

// What became of one transaction; at place 0, what happened by itself at the block's start.
struct TransactionProof {
  std::uint32_t place = 0;              // among the block's receipts; transactions count from 1
  std::optional<Digest> wire_id;        // of the transaction's bytes; none at place 0
  RawMessage receipt;
  std::vector<Digest> transaction_path;  // empty at place 0
  std::vector<Digest> receipt_path;
  FinalHeader final;
  static constexpr auto fields() {
    using T = TransactionProof;
    return std::tuple{
        Field{1, "place", &T::place, "place among the block's receipts; transactions count from 1"},
        Field{2, "wire_id", &T::wire_id, "digest of body and signatures; none at place 0"},
        Field{3, "receipt", &T::receipt, "type: Receipt", limits::proof_receipt_bytes},
        Field{4, "transaction_path", &T::transaction_path, "RFC 6962 path of the wire id", limits::proof_path},
        Field{5, "receipt_path", &T::receipt_path, "RFC 6962 path of the receipt", limits::proof_path},
        Field{6, "final", &T::final, "the block's header and why it is final"}};
  }
};

// What a record was after a block, or that there was none under this key.
struct StateProof {
  Bytes key;
  std::optional<Bytes> value;  // none: nothing stands under the key
  StatePath path;
  FinalHeader final;
  static constexpr auto fields() {
    using T = StateProof;
    return std::tuple{
        Field{1, "key", &T::key, "table number and key of the record", limits::proof_key_bytes},
        Field{2, "value", &T::value, "the record's bytes; none: there is no record", limits::proof_value_bytes},
        Field{3, "path", &T::path, "from the state root to the key's place"},
        Field{4, "final", &T::final, "the block's header and why it is final"}};
  }
};

// What a transaction proof shows. The caller still compares `receipt.transaction` (its id) or
// `wire_id` with the transaction it asked about: a proof shows a fact, not that it is the wanted one.
struct ProvenReceipt {
  Receipt receipt;
  std::optional<Digest> wire_id;
  std::uint64_t height = 0;
  Time time;
};
Result<ProvenReceipt> verify_transaction_proof(const TransactionProof& proof, const TrustAnchor& anchor);
// The caller compares `proof.key` with the key it asked about.
Result<void> verify_state_proof(const StateProof& proof, const TrustAnchor& anchor);

// For those who hold the block. REQUIRES: place <= number of transactions.
TransactionProof prove_transaction(const FinalHeader& final, std::span<const Digest> wire_ids,
                                   std::span<const RawMessage> receipts, std::uint32_t place);

}  // namespace allonge
