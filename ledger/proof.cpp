#include "ledger/proof.h"

#include "ledger/merkle.h"

namespace allonge {

namespace {

Refusal bad(const char* what) { return Refusal{Reason::proof_invalid, what}; }

Result<void> belongs(const Header& header, const TrustAnchor& anchor, const Digest& committee) {
  if (header.version != 1 || header.flags != 0) return bad("a header of a layout that is not known here");
  if (header.chain != anchor.chain) return bad("a header of another chain");
  if (header.epoch_id != anchor.epoch_id) return bad("a header of another epoch");
  if (header.committee != committee) return bad("a header of another committee");
  return done();
}

}  // namespace

Result<void> verify_final(const FinalHeader& proof, const TrustAnchor& anchor) {
  const Digest committee = anchor.committee.hash();
  CHECK(belongs(proof.header, anchor, committee));
  const Header* last = &proof.header;
  Digest hash = hash_of(*last);
  for (const Header& next : proof.links) {
    CHECK(belongs(next, anchor, committee));
    if (next.height != last->height + 1 || next.parent != hash) return bad("a link does not grow from the header before it");
    last = &next;
    hash = hash_of(next);
  }
  const Certificate& certificate = proof.certificate;
  if (certificate.kind != VoteKind::finalize) return bad("only a finalize certificate makes a header final");
  if (certificate.block != hash) return bad("the certificate is for another header");
  if (certificate.view != last->view || certificate.epoch != last->epoch) return bad("the certificate is of another view");
  return verify_certificate(certificate, anchor.committee, anchor.epoch_id);
}

Result<ProvenReceipt> verify_transaction_proof(const TransactionProof& proof, const TrustAnchor& anchor) {
  CHECK(verify_final(proof.final, anchor));
  const Header& header = proof.final.header;
  const std::uint64_t transactions = header.transaction_count;
  if (proof.place > transactions) return bad("the block has fewer transactions");
  if (proof.wire_id.has_value() != (proof.place > 0)) return bad("each receipt but the first belongs to one transaction");

  if (proof.place > 0) {
    TRY(const Digest root,
        root_of_path(merkle_leaf(*proof.wire_id), proof.place - 1, transactions, proof.transaction_path));
    if (root != header.transaction_root) return bad("the transaction is not the block's");
  } else if (!proof.transaction_path.empty()) {
    return bad("the boundary's receipt has no transaction");
  }
  TRY(const Digest root,
      root_of_path(merkle_leaf(proof.receipt.bytes), proof.place, transactions + 1, proof.receipt_path));
  if (root != header.receipt_root) return bad("the receipt is not the block's");

  auto receipt = decode<Receipt>(proof.receipt.bytes);
  if (!receipt) return bad("the receipt is not in canonical bytes");
  return ProvenReceipt{*std::move(receipt), proof.wire_id, header.height, header.time};
}

Result<void> verify_state_proof(const StateProof& proof, const TrustAnchor& anchor) {
  CHECK(verify_final(proof.final, anchor));
  std::optional<BytesView> value;
  if (proof.value) value = *proof.value;
  TRY(const Digest root, root_of(proof.path, proof.key, value));
  if (root != proof.final.header.state_root) return bad("the record is not in the state");
  return done();
}

TransactionProof prove_transaction(const FinalHeader& final, std::span<const Digest> wire_ids,
                                   std::span<const RawMessage> receipts, std::uint32_t place) {
  ensure(receipts.size() == wire_ids.size() + 1, "a block has one receipt more than transactions");
  ensure(place < receipts.size(), "a receipt is proven by its place in the block");
  TransactionProof proof;
  proof.place = place;
  proof.receipt = receipts[place];
  proof.receipt_path = merkle_path(receipt_leaves(receipts), place);
  if (place > 0) {
    proof.wire_id = wire_ids[place - 1];
    proof.transaction_path = merkle_path(transaction_leaves(wire_ids), place - 1);
  }
  proof.final = final;
  return proof;
}

}  // namespace allonge
