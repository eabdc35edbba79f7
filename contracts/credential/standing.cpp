#include "contracts/credential/standing.h"

#include "contracts/party/party.h"

namespace allonge::credential {

namespace {

std::uint64_t second_of(Time time) { return time.ms / 1000; }

}  // namespace

Result<void> stands(const View& view, const Credential& credential, Time now, const StandingRules& rules) {
  const Time last{credential.valid_until.ms + rules.grace_days * ms_per_day};
  if (second_of(now) < second_of(credential.valid_from))
    return Refusal{Reason::cred_not_yet, "from " + credential.valid_from.text()};
  if (second_of(now) > second_of(last)) return Refusal{Reason::cred_expired, "until " + credential.valid_until.text()};
  CHECK(came_in_time(view, credential));
  CHECK(authorised(view, question_of(credential)));
  if (rules.require_current) CHECK(authorised_now(view, question_of(credential), now));
  switch (status_at(credential, now)) {
    case CredentialStatus::active: return done();
    case CredentialStatus::suspended: return Reason::cred_suspended;
    case CredentialStatus::none:
    case CredentialStatus::revoked: break;
  }
  return Refusal{Reason::cred_revoked, credential.cause ? std::string(word_of(*credential.cause)) : std::string()};
}

Result<void> came_in_time(const View& view, const Credential& credential) {
  const auto too_late = [&](const std::optional<Time>& stolen) { return stolen && *stolen <= credential.recorded; };
  if (credential.issuer_key) {
    TRY(const PublicKey key, key_at(view, *credential.issuer.party, *credential.issuer_key, credential.created));
    const auto record = key_records.find(view, key);
    ensure(record.has_value(), "a key of the history has its record");
    if (too_late(record->compromised)) return Refusal{Reason::proof_key_state, "recorded when the key was compromised"};
  } else {
    const auto head = authority_head_records.find(view, identity_key(credential.issuer));
    if (head && too_late(head->not_since))
      return Refusal{Reason::issuer_not_authorised, "recorded when its issuer's key was compromised"};
  }
  return done();
}

TrustQuestion question_of(const Credential& credential) {
  return {credential.issuer,         credential.subject, credential.type,
          credential.facts.scope,    credential.created, credential.valid_until.ms - credential.valid_from.ms};
}

Event told(std::string_view type, const Credential* before, const Credential& after, const Context& context) {
  Event out{.type = std::string(type),
            .subject = after.hash.hex(),
            .other = after.type,
            .parties = {context.party},
            .ranges = {},
            .amount = {},
            .before = before == nullptr ? std::string() : std::string(word_of(status_at(*before, context.block.time))),
            .after = std::string(word_of(after.status)),
            .document = after.superseded_by};
  for (const Identity& other : {after.issuer, after.subject})
    if (other.party && *other.party != context.party && *other.party != out.parties.back())
      out.parties.push_back(*other.party);
  return out;
}

}  // namespace allonge::credential
