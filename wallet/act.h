// One act from beginning to end: operations become the exact body bytes, the people of the party sign
// them, the wallet writes down what it will send, sends it, and waits for the outcome. Sending the
// same bytes again is always safe, and is what happens after any doubt.
#pragma once

#include "api/methods/tx_prepare.h"
#include "api/methods/tx_submit.h"
#include "wallet/exit_code.h"
#include "wallet/prepared.h"
#include "wallet/session.h"

namespace allonge::wallet {

// A body with what the party's signing policy asks for it. The node says how many people; the bytes
// are made here, and the node's own bytes must have the same digest.
struct Proposal {
  Prepared prepared;
  std::uint32_t makers = 1;
  std::uint32_t checkers = 0;
  std::vector<std::string> warnings;
};
Result<Proposal> propose(Session& session, const PartyId& party, const std::vector<Operation>& operations);
// How many people the same operations need, for a body that was made earlier.
Result<Proposal> examine(Session& session, const Prepared& prepared);

// What the journal kept, as it was signed.
Result<Prepared> prepared_of(const JournalEntry& entry, const std::string& network);

struct Outcome {
  api::TxStatusReply status;
  std::optional<Receipt> receipt;  // when committed
  std::string foreseen;            // what the node said beforehand: a receipt holds no free text
};
// Journals, submits, waits. TX_EXPIRED, OUTCOME_UNKNOWN, UNREACHABLE, or why it was rejected. That the
// ledger refused is an outcome (status.ok false), not an error.
Result<Outcome> send(Session& session, const Prepared& prepared, const std::string& title);

// The whole act as a command does it: asks, signs, sends, prints. `openings`: what its seals are made of.
Result<Exit> act(Session& session, const std::vector<Operation>& operations, const std::string& title,
                 const std::vector<receivable::QuoteSecret>& openings = {});

// Signs with who acts, after the screen and the typed amount; true if enough people have signed now.
Result<bool> sign(Session& session, Proposal& proposal, bool asks_for_amount);
// Prints the outcome and gives the exit code.
Result<Exit> report(Session& session, const Outcome& outcome, const std::string& title);
// Writes the prepared file and says who has to sign next.
Result<Exit> leave_for_checker(Session& session, const Proposal& proposal);

}  // namespace allonge::wallet
