#include "contracts/credential/authority.h"

#include <algorithm>

#include "contracts/credential/types.h"
#include "ledger/digest.h"

namespace allonge::credential {

namespace {

constexpr std::uint32_t longest_life_days = 36'600;

bool good_scope(std::string_view scope) {
  if (scope.empty() || scope.size() > scope_text || scope.front() == '-' || scope.back() == '-') return false;
  return std::all_of(scope.begin(), scope.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

// Letters of a name for machines: "certification_body".
bool good_class(std::string_view text) {
  return !text.empty() && text.size() <= name_text &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

Refusal exceeded(std::string_view what, const std::string& type) {
  return {Reason::authority_exceeded, type + ": " + std::string(what)};
}

}  // namespace

Digest identity_key(const Identity& identity) { return digest("allonge/identity/v1", encode(identity)); }

bool is_set(const Identity& identity) {
  if (identity.party.has_value() == identity.key.has_value()) return false;
  return identity.party ? identity.party->is_set() : acceptable_key(*identity.key).has_value();
}

std::string short_text(const Identity& identity) {
  if (identity.party) return std::string(identity.party->text());
  return identity.key ? identity.text({}) : "nobody";  // a stranger may name nobody
}

Result<Authority> current_authority(const View& view, const Identity& identity) {
  const Digest key = identity_key(identity);
  const auto head = authority_head_records.find(view, key);
  if (!head) return Refusal{Reason::not_found, "no authority " + short_text(identity)};
  return authority_records.get(view, key, head->latest);
}

std::optional<Authority> authority_at(const View& view, const Identity& identity, Time moment) {
  const Digest key = identity_key(identity);
  const auto head = authority_head_records.find(view, key);
  if (!head || (head->not_since && *head->not_since <= moment)) return std::nullopt;
  const auto version_of = [&](std::uint32_t version) {
    auto found = authority_records.find(view, key, version);
    ensure(found.has_value(), "an authority's versions have no gaps");
    return *std::move(found);
  };
  Authority authority = version_of(head->latest);
  if (authority.since > moment) {
    // Versions ascend in time: the last that counts at the moment, in few steps however many there are.
    std::uint32_t counts = 0, beyond = head->latest;
    while (counts + 1 < beyond) {
      const std::uint32_t middle = counts + (beyond - counts) / 2;
      (version_of(middle).since <= moment ? counts : beyond) = middle;
    }
    if (counts == 0) return std::nullopt;
    authority = version_of(counts);
  }
  const AuthorityTerms& terms = authority.terms;
  const bool holds =
      authority.status == AuthorityStatus::active && terms.valid_from <= moment && moment < terms.valid_until;
  return holds ? std::optional(std::move(authority)) : std::nullopt;
}

void put_version(Draft& draft, const Authority& next, std::optional<Time> not_since) {
  const Digest key = identity_key(next.terms.identity);
  authority_records.put(draft, key, next.version, next);
  authority_head_records.put(draft, key, {next.version, not_since});
}

const Grant* grant_of(const AuthorityTerms& terms, std::string_view type) {
  for (const Grant& grant : terms.grants)
    if (grant.type == type) return &grant;
  return nullptr;
}

bool contains(const std::vector<std::string>& scopes, std::string_view scope) {
  if (scopes.empty()) return true;
  return std::any_of(scopes.begin(), scopes.end(), [&](const std::string& wide) {
    return scope == wide || (scope.size() > wide.size() && scope.starts_with(wide) && scope[wide.size()] == '-');
  });
}

Result<void> acceptable(const AuthorityTerms& terms) {
  if (!is_set(terms.identity)) return Refusal{Reason::missing_field, "identity: a party or a key"};
  if (terms.parent && !is_set(*terms.parent)) return Refusal{Reason::missing_field, "parent: a party or a key"};
  if (terms.name.empty()) return Refusal{Reason::missing_field, "name"};
  if (!good_class(terms.authority_class)) return Refusal{Reason::bad_text, "authority_class: a to z and _"};
  if (terms.grants.empty()) return Refusal{Reason::missing_field, "grants"};
  if (terms.valid_from >= terms.valid_until) return Refusal{Reason::out_of_range, "valid_until is after valid_from"};
  std::string_view before;
  for (const Grant& grant : terms.grants) {
    if (grant.type <= before) return Refusal{Reason::bad_text, "grants ascend by type, each once"};
    before = grant.type;
    if (find_credential_type(grant.type) == nullptr) return Refusal{Reason::vc_schema, "no type " + grant.type};
    for (std::size_t i = 0; i < grant.scopes.size(); ++i) {
      if (!good_scope(grant.scopes[i])) return Refusal{Reason::bad_text, "a scope is written CN-SD"};
      if (i > 0 && grant.scopes[i - 1] >= grant.scopes[i]) return Refusal{Reason::bad_text, "scopes ascend, each once"};
    }
    if (grant.max_life_days == 0 || grant.max_life_days > longest_life_days)
      return Refusal{Reason::out_of_range, "max_life_days is 1 to " + std::to_string(longest_life_days)};
  }
  return done();
}

Result<void> within(const AuthorityTerms& child, const AuthorityTerms* parent) {
  for (const Grant& grant : child.grants) {
    if (parent == nullptr) {
      if (grant.depth_left > deepest) return exceeded("at most 3 delegations", grant.type);
      continue;
    }
    const Grant* above = grant_of(*parent, grant.type);
    if (above == nullptr) return exceeded("the parent may not issue it", grant.type);
    if (above->depth_left == 0) return exceeded("the parent may not delegate it", grant.type);
    const CredentialType* const type = find_credential_type(grant.type);
    if (type != nullptr && class_is_above(*type, child.authority_class, parent->authority_class))
      return exceeded("a " + parent->authority_class + " names no " + child.authority_class, grant.type);
    if (grant.depth_left >= above->depth_left) return exceeded("depth", grant.type);
    if (grant.max_life_days > above->max_life_days) return exceeded("life", grant.type);
    if (grant.scopes.empty() && !above->scopes.empty()) return exceeded("scope: everywhere", grant.type);
    for (const std::string& scope : grant.scopes)
      if (!contains(above->scopes, scope)) return exceeded("scope " + scope, grant.type);
  }
  if (parent != nullptr && (child.valid_from < parent->valid_from || child.valid_until > parent->valid_until))
    return Refusal{Reason::authority_exceeded, "the parent's own right does not last that long"};
  return done();
}

}  // namespace allonge::credential
