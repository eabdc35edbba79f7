#include "api/methods/proof.h"

#include "api/records.h"
#include "contracts/cash/account.h"
#include "contracts/party/party.h"
#include "contracts/receivable/invoice.h"
#include "contracts/receivable/range.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge::api {

namespace {

// The newest block's certificate rides with the next append of the log (settled.md 16): it comes
// within moments, and a proof waits for it.
constexpr std::uint64_t certificate_wait_ms = 3'000;

// Why the block's header is final; nothing while no certificate over it is known yet.
Result<std::optional<FinalHeader>> final_header(const FinalBlock& block, const Backend& backend) {
  FinalHeader out;
  out.header = block.header;
  std::optional<allonge::Certificate> certificate = block.certificate;
  for (std::uint64_t height = block.header.height + 1; !certificate; ++height) {
    if (out.links.size() == limits::proof_links) return std::optional<FinalHeader>();
    auto later = backend.block(height);
    if (!later) return std::optional<FinalHeader>();
    out.links.push_back(later->header);
    certificate = std::move(later->certificate);
  }
  out.certificate = *std::move(certificate);
  return std::optional(std::move(out));
}

std::uint64_t certified(const FinalHeader& final) {
  return final.links.empty() ? final.header.height : final.links.back().height;
}

constexpr const char* not_certified = "the block's signatures are not kept here yet";

}  // namespace

Result<Bytes> key_of(const ProofState::Params& p) {
  const int chosen = int(p.certificate.has_value()) + int(p.invoice.has_value()) + int(p.transfer.has_value()) +
                     int(p.party.has_value()) + int(p.public_key.has_value()) + int(p.key.has_value());
  if (chosen != 1 || (p.start && !p.certificate) || (p.bank && !p.party))
    return Refusal{Reason::missing_field, "name exactly one record"};
  if (p.certificate && p.start) return receivable::range_records.key(*p.certificate, *p.start);
  if (p.certificate) return receivable::certificate_records.key(*p.certificate);
  if (p.invoice) return receivable::invoice_records.key(*p.invoice);
  if (p.transfer) return receivable::transfer_offer_records.key(*p.transfer);
  if (p.party && p.bank) return account_records.key(*p.bank, *p.party, Currency::cny);
  if (p.party) return party_records.key(*p.party);
  if (p.public_key) return key_records.key(*p.public_key);
  return *p.key;
}

Result<std::optional<ProofTxReply>> answer(const ProofTx::Params& params, Call& call) {
  TRY(const TransactionStatus found, find_status(params, call));
  if (found.phase != Phase::committed) return Refusal{Reason::not_found, "not recorded; tx_status says whether it waits"};
  TRY(const FinalBlock block, call.backend.block(found.height));
  if (found.leaf == 0 || found.leaf > block.transactions.size() || block.receipts.size() != block.transactions.size() + 1)
    return Refusal{Reason::damaged_store, "the index names a place that the block does not have"};
  TRY(const auto final, final_header(block, call.backend));
  if (!final) {
    if (call.put_off(certificate_wait_ms)) return std::optional<ProofTxReply>();
    return Refusal{Reason::syncing, not_certified};
  }
  std::vector<Digest> wire_ids;
  wire_ids.reserve(block.transactions.size());
  for (const RawMessage& raw : block.transactions) wire_ids.push_back(digest("allonge/wire/v1", raw.bytes));
  ProofTxReply out;
  out.proof = encode(prove_transaction(*final, wire_ids, block.receipts, found.leaf));
  out.digest = found.id;
  out.height = found.height;
  out.certified_height = certified(*final);
  out.receipt = block.receipts[found.leaf];
  return std::optional(std::move(out));
}

Result<std::optional<ProofStateReply>> answer(const ProofState::Params& params, Call& call) {
  TRY(Bytes key, key_of(params));
  // The wait for a certificate must not chase the newest block: the first snapshot asked for is kept
  // until its certificate is there.
  std::shared_ptr<const Snapshot> snapshot = call.backend.pages().kept_for(call.started_ms);
  if (!snapshot) snapshot = call.snapshot();
  const Header& header = snapshot->header();
  if (header.height == 0) return Refusal{Reason::height_unavailable, "there is no block yet"};
  TRY(const FinalBlock block, call.backend.block(header.height));
  TRY(auto final, final_header(block, call.backend));
  if (!final) {
    if (call.put_off(certificate_wait_ms)) {
      call.backend.pages().keep_for(call.started_ms, snapshot);
      return std::optional<ProofStateReply>();
    }
    return Refusal{Reason::syncing, not_certified};
  }
  StateProof proof;
  proof.key = key;
  proof.value = snapshot->state().get(key);
  proof.path = snapshot->prove(key);
  proof.final = *std::move(final);
  ProofStateReply out;
  out.proof = encode(proof);
  if (const RecordType* type = record_type_of(key)) {
    out.table = type->name;
    if (proof.value) out.record = RawMessage{tagged_record(key, *proof.value)};
  }
  out.key = std::move(key);
  out.present = proof.value.has_value();
  out.height = header.height;
  out.certified_height = certified(proof.final);
  return std::optional(std::move(out));
}

}  // namespace allonge::api
