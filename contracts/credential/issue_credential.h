// vc.issue: a signed credential is recorded. The issuer brings its own; what was signed outside the
// ledger, by an authority known by its key, is presented by its subject, or by the operator while the subject
// is no party yet. A party's credential is never
// taken from anybody else's hands: one person's signature under a document would otherwise do what takes
// two people in that party.
//
// Judged in the order of credentials.md 4.3 at block time. A credential that begins later is recorded
// now and counts from then; one that is over is not recorded. The issuer's right must hold at `created`
// and now: whoever has lost it, or a key reported compromised, could write any `created` into a document.
#pragma once

#include "contracts/credential/application.h"
#include "contracts/credential/record.h"
#include "contracts/operation.h"

namespace allonge::credential {

inline constexpr std::uint64_t furthest_ahead_days = 366;  // from its recording to its first moment

struct IssueCredential {
  static constexpr Card card{0x0713, "vc.issue", "Record a signed credential."};
  Bytes document;
  std::optional<Digest> supersedes = std::nullopt;
  std::optional<ApplicationId> application = std::nullopt;

  static constexpr auto fields() {
    using T = IssueCredential;
    return std::tuple{
        Field{1, "document", &T::document, "the signed JSON document", document_limits::document_bytes},
        Field{2, "supersedes", &T::supersedes, "hash of the credential whose place it takes"},
        Field{3, "application", &T::application, "the approved application it answers"}};
  }
  struct Plan;
};
struct IssueCredential::Plan {
  Credential made;
  std::optional<Digest> forgotten;    // the holder's list was full: one that never counts again leaves it
  std::optional<Credential> before;   // superseded
  std::optional<Application> answered;
};

// VC_JSON to PROOF_SIGNATURE as read_document and verify_proofs say; CRED_EXPIRED; ISSUER_NOT_AUTHORISED;
// AUTHORITY_EXCEEDED for a delegation that says more than the registry; CRED_KNOWN; CRED_SUSPENDED while somebody
// above the issuer suspends one of its credentials of this type for this holder; HOLDER_MISMATCH; then what it
// supersedes: NOT_FOUND, WRONG_STATE, NOT_YOUR_PART.
Result<IssueCredential::Plan> check(const IssueCredential& op, const Context& context, const View& view);
void apply(const IssueCredential::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const IssueCredential& op, const View& view);

}  // namespace allonge::credential
