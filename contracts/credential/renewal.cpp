#include "contracts/credential/renewal.h"

#include <algorithm>

#include "contracts/credential/standing.h"
#include "contracts/due_queue.h"

namespace allonge::credential {

namespace {

bool lies_ahead(const Credential& credential, std::uint32_t days, Time now) {
  return now.ms + days * ms_per_day < credential.valid_until.ms;
}

// Whether its issuer has given the same subject something of the same type that lasts longer.
bool is_renewed(const View& view, const Credential& credential) {
  const std::vector<Credential> all = credentials_of(view, credential.type, credential.holder);
  return std::any_of(all.begin(), all.end(), [&](const Credential& other) {
    return other.valid_until > credential.valid_until && other.issuer == credential.issuer &&
           other.subject == credential.subject && other.status != CredentialStatus::revoked;
  });
}

// The notice that is given now: the nearest to the end of those whose time has come.
std::uint32_t days_left(const Credential& credential, Time now) {
  std::uint32_t out = notice_days.front();
  for (const std::uint32_t days : notice_days)
    if (!lies_ahead(credential, days, now)) out = days;
  return out;
}

Event notice(const Credential& credential, std::uint32_t days) {
  Event out{.type = "vc.renewal_due",
            .subject = credential.hash.hex(),
            .other = credential.type,
            .parties = {},
            .ranges = {},
            .amount = {},
            .before = {},
            .after = std::to_string(days) + " days",
            .document = {}};
  for (const Identity& party : {credential.issuer, credential.subject})
    if (party.party && (out.parties.empty() || out.parties.back() != *party.party)) out.parties.push_back(*party.party);
  return out;
}

}  // namespace

Time notice_time(const Credential& credential, std::uint32_t days) {
  return {credential.valid_until.ms - days * ms_per_day};
}

void await_end(Draft& draft, const Credential& credential, Time now) {
  for (const std::uint32_t days : notice_days)
    if (lies_ahead(credential, days, now))
      return enqueue(draft, notice_time(credential, days), DueKind::credential_renewal, credential.hash);
}

void forget_end(Draft& draft, const Credential& credential) {
  for (const std::uint32_t days : notice_days)
    if (lies_ahead(credential, days, {})) cancel(draft, notice_time(credential, days), DueKind::credential_renewal, credential.hash);
}

void tell_of_end(BytesView key, const BlockContext& block, Draft& draft, Events& events) {
  const auto hash = Digest::from(key);
  ensure(hash.has_value(), "the queue names credentials by their hash");
  const auto credential = credential_records.find(draft, *hash);
  ensure(credential.has_value(), "a credential's record is never removed");
  if (credential->status == CredentialStatus::revoked || credential->valid_until < block.time) return;
  // What takes its place may yet be revoked, so the later notices are asked again.
  if (!is_renewed(draft, *credential)) events.push_back(notice(*credential, days_left(*credential, block.time)));
  await_end(draft, *credential, block.time);
}

}  // namespace allonge::credential
