// Asks a node for a proof. A proof shows a fact; that it is the fact that was asked for is looked at
// here, and that it holds is for verify_proof.
#pragma once

#include "api/methods/proof.h"
#include "wallet/session.h"
#include "wallet/verify.h"

namespace allonge::wallet {

// PROOF_INVALID when the node proved something else.
Result<TransactionProof> fetch_transaction_proof(Session& session, const Digest& transaction);
Result<StateProof> fetch_state_proof(Session& session, const api::ProofState::Params& wanted);

}  // namespace allonge::wallet
