// C-1: no credential, application or authority changes its standing in silence; what was recorded of a
// credential stays, and a revoked one stays revoked. C-3: no authority exceeds its parent, and a version
// once written stays.
#include <algorithm>

#include "contracts/credential/application.h"
#include "contracts/credential/laws.h"
#include "contracts/credential/record.h"

namespace allonge::credential {

namespace {

bool is_told(const ChangeSet& changes, std::string_view subject, std::string_view after) {
  if (changes.events() == nullptr) return true;
  return std::any_of(changes.events()->begin(), changes.events()->end(),
                     [&](const Event& event) { return event.subject == subject && event.after == after; });
}

// The record with its standing taken out: what may never change.
Bytes lasting_part(Credential record) {
  record.status = CredentialStatus::none;
  record.suspension.reset();
  record.cause.reset();
  record.superseded_by.reset();
  return encode(record);
}

bool contained(std::string_view scope, const std::vector<std::string>& in) {
  if (in.empty()) return true;
  for (const std::string& wide : in)
    if ((std::string(scope) + "-").starts_with(wide + "-")) return true;
  return false;
}

std::optional<std::string> beyond(const AuthorityTerms& child, const AuthorityTerms& parent) {
  if (child.valid_from < parent.valid_from || parent.valid_until < child.valid_until) return "lasts longer";
  for (const Grant& grant : child.grants) {
    const auto above =
        std::find_if(parent.grants.begin(), parent.grants.end(), [&](const Grant& g) { return g.type == grant.type; });
    if (above == parent.grants.end() || above->depth_left < grant.depth_left + 1 ||
        above->max_life_days < grant.max_life_days)
      return "type, depth or life of " + grant.type;
    const bool everywhere = grant.scopes.empty() && !above->scopes.empty();
    const bool inside = std::all_of(grant.scopes.begin(), grant.scopes.end(),
                                    [&](const std::string& s) { return contained(s, above->scopes); });
    if (everywhere || !inside) return "scope of " + grant.type;
  }
  return std::nullopt;
}

// Within one of the terms that the parent had in this transaction: it may narrow its own behind a grant.
std::optional<std::string> beyond_its_parent(const ChangeSet& changes, const AuthorityTerms& child) {
  const Digest parent = identity_key(*child.parent);
  const auto before = authority_head_records.find(changes.before(), parent);
  const auto after = authority_head_records.find(changes.after(), parent);
  std::string what = "an authority without its parent";
  for (std::uint32_t version = before ? before->latest : 1; after && version <= after->latest; ++version) {
    const auto above = authority_records.find(changes.after(), parent, version);
    if (!above) continue;
    const auto exceeds = beyond(child, above->terms);
    if (!exceeds) return std::nullopt;
    what = short_text(child.identity) + " exceeds its parent: " + *exceeds;
  }
  return what;
}

}  // namespace

std::optional<std::string> standings_are_told(const ChangeSet& changes) {
  std::optional<std::string> why;
  changes.each(credential_records,
               [&](const std::optional<Credential>& before, const std::optional<Credential>& after) {
                 if (!after) {
                   why = "a credential's record was removed";
                   return;
                 }
                 if (before && lasting_part(*before) != lasting_part(*after))
                   why = "what was recorded of a credential changed";
                 if (before && before->status == CredentialStatus::revoked) why = "a revoked credential changed";
                 if (after->status == CredentialStatus::none) why = "a credential without standing";
                 const bool suspended = after->status == CredentialStatus::suspended;
                 if (suspended != after->suspension.has_value())
                   why = "a suspension without its state, or a state without it";
                 if (!is_told(changes, after->hash.hex(), word_of(after->status)))
                   why = after->hash.hex() + " changed in silence";
               });
  changes.each(application_records,
               [&](const std::optional<Application>& before, const std::optional<Application>& after) {
                 if (!after)
                   why = "an application was removed";
                 else if (!is_told(changes, after->id.text(), word_of(after->state)))
                   why = after->id.text() + " changed in silence";
                 else if (before && before->applicant != after->applicant)
                   why = "an application changed hands";
               });
  changes.each(authority_records, [&](const std::optional<Authority>&, const std::optional<Authority>& after) {
    if (after && !is_told(changes, short_text(after->terms.identity), word_of(after->status)))
      why = short_text(after->terms.identity) + " changed in silence";
  });
  return why;
}

std::optional<std::string> children_stay_within(const ChangeSet& changes) {
  std::optional<std::string> why;
  const auto versions_stand = [&](BytesView key, std::uint32_t from, std::uint32_t to) {
    const auto authority = Digest::from(key.subspan(2));
    for (std::uint32_t version = from; version <= to; ++version)
      if (!authority_records.has(changes.after(), *authority, version)) return false;
    return true;
  };
  for (const ChangedRecord& changed : changes.of_table(authority_head_records.number)) {
    const AuthorityHead before = changed.before ? authority_head_records.read(*changed.before) : AuthorityHead{};
    const AuthorityHead after = *changed.after ? authority_head_records.read(**changed.after) : AuthorityHead{};
    if (after.latest <= before.latest || !versions_stand(changed.key, before.latest + 1, after.latest))
      why = "versions of an authority have a gap";
    if (before.not_since && (!after.not_since || *after.not_since > *before.not_since))
      why = "a report of a compromised authority was taken back";
  }
  changes.each(authority_records, [&](const std::optional<Authority>& before, const std::optional<Authority>& after) {
    if (before || !after) {
      why = "a version of an authority changed or is gone";
      return;
    }
    const AuthorityTerms& terms = after->terms;
    if (!terms.parent) {
      for (const Grant& grant : terms.grants)
        if (grant.depth_left > 3) why = "a root delegates too far";
      return;
    }
    if (after->status != AuthorityStatus::active) return;  // its right ends or rests
    if (const auto what = beyond_its_parent(changes, terms)) why = *what;
  });
  return why;
}

}  // namespace allonge::credential
