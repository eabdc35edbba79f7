// Proofs in files, and their verification against a genesis file and nothing else: no node is asked,
// none is believed. A file is one line that says what it proves, then the proof's canonical bytes;
// every byte of it is hashed, signed or compared.
#pragma once

#include <filesystem>
#include <variant>

#include "contracts/genesis_state.h"
#include "ledger/proof.h"

namespace allonge::wallet {

using AnyProof = std::variant<TransactionProof, StateProof>;

// BAD_GENESIS, BAD_FILE.
Result<GenesisConfig> read_genesis(const std::filesystem::path& path);
// Who may finalize blocks, out of genesis.
TrustAnchor anchor_of(const GenesisConfig& genesis);

std::string proof_file_text(const AnyProof& proof);
// PROOF_INVALID for anything that is not exactly a proof file.
Result<AnyProof> read_proof(std::string_view file_text);

// One thing that was checked, as the tick list shows it.
struct Finding {
  std::string what;
  std::string fact;
};
struct Verdict {
  std::vector<Finding> findings;
  std::uint64_t height = 0;
  Time time;
};
// PROOF_INVALID with what failed.
Result<Verdict> verify_proof(const AnyProof& proof, const TrustAnchor& anchor, const std::string& network);

}  // namespace allonge::wallet
