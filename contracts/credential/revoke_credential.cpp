#include "contracts/credential/revoke_credential.h"

#include "contracts/credential/renewal.h"
#include "contracts/credential/standing.h"
#include "ledger/digest.h"
#include "ledger/keys.h"

namespace allonge::credential {

namespace {

// Whoever stole the key of an issuer could undo everything it ever vouched for, so after its parent has
// reported it only the parent revokes.
Result<void> is_the_issuers(const Signature& statement, const RevokeCredential& op, const Credential& credential,
                            const Context& context, const View& view) {
  if (!credential.issuer.key) return Refusal{Reason::proof_controller, "its issuer, a party, revokes it itself"};
  const auto head = authority_head_records.find(view, identity_key(credential.issuer));
  if (head && head->not_since) return Refusal{Reason::proof_key_state, "the issuer's key is reported compromised"};
  if (!verify(*credential.issuer.key, revocation_statement(context.block.chain, op.credential, op.cause), statement))
    return Refusal{Reason::proof_signature, "statement: expected the issuer's signature for this chain, credential and cause"};
  return done();
}

}  // namespace

Digest revocation_statement(const Digest& chain, const Digest& credential, Cause cause) {
  Bytes number;
  append_big_endian(number, std::uint16_t(cause));
  return digest("allonge/vc-revoke/v1", {chain, credential, number});
}

Result<RevokeCredential::Plan> check(const RevokeCredential& op, const Context& context, const View& view) {
  TRY(Credential before, credential_records.get(view, op.credential));
  Credential after = before;
  if (op.statement) {
    CHECK(is_the_issuers(*op.statement, op, before, context, view));
    const auto plays = [](CredentialWho who) { return who == CredentialWho::issuer; };
    TRY(after.status, allonge::may(credential_life::table, CredentialAct::revoke, false,
                                   status_at(before, context.block.time), plays));
  } else {
    TRY(after.status, may(CredentialAct::revoke, before, context, view));
  }
  if (op.cause == Cause::superseded) return Refusal{Reason::out_of_range, "superseded is what vc.issue gives"};
  after.suspension.reset();
  after.cause = op.cause;
  return RevokeCredential::Plan{std::move(before), std::move(after)};
}

void apply(const RevokeCredential::Plan& plan, const Context& context, Draft& draft, Events& events) {
  credential_records.put(draft, plan.after.hash, plan.after);
  forget_end(draft, plan.after);
  events.push_back(told("vc.revoked", &plan.before, plan.after, context));
}

std::optional<Amount> banded_amount(const RevokeCredential&, const View&) { return std::nullopt; }

}  // namespace allonge::credential
