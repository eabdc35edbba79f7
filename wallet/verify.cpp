#include "wallet/verify.h"

#include "api/json.h"
#include "api/records.h"
#include "wallet/files.h"
#include "wallet/show.h"

namespace allonge::wallet {

namespace {

constexpr std::string_view transaction_line = "allonge-proof-transaction-1\n";
constexpr std::string_view state_line = "allonge-proof-state-1\n";

std::vector<Finding> common_findings(const FinalHeader& final, const TrustAnchor& anchor, const std::string& network) {
  const auto signers = signers_of(final.certificate, anchor.committee.size());
  std::string names;
  for (const std::uint32_t place : signers)
    names += (names.empty() ? "" : " ") + std::string(anchor.committee.members[place].name.text());
  return {{"chain identity", network + ", genesis " + anchor.chain.hex().substr(0, 16) + " equals the anchor"},
          {"block header", "height " + std::to_string(final.header.height) +
                               (final.links.empty() ? "" : ", final by block " + std::to_string(final.links.back().height))},
          {"finalization", std::to_string(signers.size()) + " of " + std::to_string(anchor.committee.size()) +
                               " signatures valid (needs " + std::to_string(anchor.committee.quorum()) + "): " + names}};
}

}  // namespace

Result<GenesisConfig> read_genesis(const std::filesystem::path& path) {
  TRY(const std::string text, read_file(path, 4 << 20));
  JsonLimits wide;
  wide.bytes = 4 << 20;
  auto genesis = api::from_json<GenesisConfig>(text, wide);
  if (!genesis) return Refusal{Reason::bad_genesis, path.string() + ": " + genesis.error().detail};
  return genesis;
}

TrustAnchor anchor_of(const GenesisConfig& genesis) {
  TrustAnchor out;
  out.chain = chain_of(genesis);
  out.committee = committee_of(genesis);
  out.epoch_id = epoch_id(out.chain, 0, out.chain, out.committee.hash(), 0);
  return out;
}

std::string proof_file_text(const AnyProof& proof) {
  const bool is_transaction = std::holds_alternative<TransactionProof>(proof);
  std::string out(is_transaction ? transaction_line : state_line);
  const Bytes bytes = std::visit([](const auto& one) { return encode(one); }, proof);
  out += text_of(bytes);
  return out;
}

Result<AnyProof> read_proof(std::string_view file_text) {
  if (file_text.substr(0, transaction_line.size()) == transaction_line) {
    auto proof = decode<TransactionProof>(bytes_of(file_text.substr(transaction_line.size())));
    if (!proof) return Refusal{Reason::proof_invalid, proof.error().detail};
    return AnyProof(*std::move(proof));
  }
  if (file_text.substr(0, state_line.size()) == state_line) {
    auto proof = decode<StateProof>(bytes_of(file_text.substr(state_line.size())));
    if (!proof) return Refusal{Reason::proof_invalid, proof.error().detail};
    return AnyProof(*std::move(proof));
  }
  return Refusal{Reason::proof_invalid, "not a proof file: its first line is neither allonge-proof-transaction-1 nor allonge-proof-state-1 (allonge proof writes one; api/README.md)"};
}

Result<Verdict> verify_proof(const AnyProof& any, const TrustAnchor& anchor, const std::string& network) {
  Verdict out;
  if (const auto* proof = std::get_if<TransactionProof>(&any)) {
    TRY(const ProvenReceipt proven, verify_transaction_proof(*proof, anchor));
    out.height = proven.height;
    out.time = proven.time;
    out.findings = common_findings(proof->final, anchor, network);
    const std::string outcome = proven.receipt.ok ? "done" : "refused: ALG-" + std::to_string(proven.receipt.reason);
    if (proven.wire_id) {
      out.findings.push_back({"transaction", proven.receipt.transaction.hex()});
      out.findings.push_back({"inclusion", "place " + std::to_string(proof->place) + " of " +
                                               std::to_string(proof->final.header.transaction_count)});
    }
    out.findings.push_back({"receipt", outcome + ", " + std::to_string(proven.receipt.events.size()) + " events"});
    for (const Event& event : proven.receipt.events) {
      std::string fact = event.type + " " + event.subject;
      for (const RangeRef& range : event.ranges)
        fact += " [" + std::to_string(range.start.value) + "-" + std::to_string(range.end.value) + "]";
      if (event.amount) fact += " " + event.amount->text();
      out.findings.push_back({"event", fact});
    }
    return out;
  }
  const auto& proof = std::get<StateProof>(any);
  CHECK(verify_state_proof(proof, anchor));
  out.height = proof.final.header.height;
  out.time = proof.final.header.time;
  out.findings = common_findings(proof.final, anchor, network);
  const api::RecordType* type = api::record_type_of(proof.key);
  const std::string parts = type == nullptr ? std::string() : type->key_text(proof.key);
  out.findings.push_back({"record", (type == nullptr ? std::string("unknown table") : std::string(type->name)) +
                                        (parts.empty() ? "" : " " + parts) + ", key " + hex(proof.key)});
  std::string value = "absent: nothing stands under this key";
  if (proof.value) {
    value.clear();
    if (type == nullptr || !type->append(value, *proof.value).has_value()) value = hex(*proof.value);
  }
  out.findings.push_back({"content", value});
  return out;
}

}  // namespace allonge::wallet
