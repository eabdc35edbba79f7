#include "wallet/fetch_proof.h"

namespace allonge::wallet {

namespace {
constexpr std::uint64_t proof_timeout_ms = 35'000;  // a node may wait for the signatures of its newest block
}

Result<TransactionProof> fetch_transaction_proof(Session& session, const Digest& transaction) {
  api::ProofTx::Params params;
  params.digest = transaction;
  TRY(const api::ProofTxReply reply, session.call<api::ProofTx>(params, proof_timeout_ms));
  TRY(TransactionProof proof, decode<TransactionProof>(reply.proof));
  TRY(const Receipt receipt, decode<Receipt>(proof.receipt.bytes));
  if (receipt.transaction != transaction) return Refusal{Reason::proof_invalid, "the node proved another transaction"};
  return proof;
}

Result<StateProof> fetch_state_proof(Session& session, const api::ProofState::Params& wanted) {
  TRY(const Bytes key, api::key_of(wanted));
  TRY(const api::ProofStateReply reply, session.call<api::ProofState>(wanted, proof_timeout_ms));
  TRY(StateProof proof, decode<StateProof>(reply.proof));
  if (proof.key != key) return Refusal{Reason::proof_invalid, "the node proved another record"};
  return proof;
}

}  // namespace allonge::wallet
