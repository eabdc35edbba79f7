// A document judged step by step, for people: every step of credentials.md 4.3 with its outcome, where an
// operation only hears the first failure. It runs the code that vc.issue and gates run, and fetches
// nothing. Without a ledger it says which steps need one.
#pragma once

#include "contracts/credential/proof.h"
#include "contracts/credential/record.h"

namespace allonge::credential {

enum class StepOutcome : std::uint8_t { passed, failed, not_asked, needs_ledger, not_reached };
constexpr std::array<EnumValue, 5> values_of(StepOutcome) {
  return {{{0, "passed"}, {1, "failed"}, {2, "not_asked"}, {3, "needs_ledger"}, {4, "not_reached"}}};
}

struct StepResult {
  std::uint32_t number = 0;  // as in credentials.md 4.3
  std::string step;
  StepOutcome outcome = StepOutcome::not_reached;
  std::optional<Reason> reason;  // of a failure
  std::string detail;
};

struct VerificationQuestion {
  std::string_view network;
  Time now;
  const View* ledger = nullptr;            // null: without a ledger
  KeyResolver known_keys = {};             // without a ledger: keys of parties that are at hand, of a genesis
  std::optional<Identity> presenter = {};  // who must be its subject
  std::optional<std::string> domain = {};
  std::optional<std::string> challenge = {};
};

struct Verification {
  std::vector<StepResult> steps;       // all twelve, in order
  std::optional<Document> document;    // once it could be read
  std::optional<Credential> recorded;  // as the ledger knows it
  bool failed() const;                 // some step failed
  bool complete() const;               // no step needs a ledger, none was not reached
};

Verification verify_document(std::string_view json, const VerificationQuestion& question);

}  // namespace allonge::credential
