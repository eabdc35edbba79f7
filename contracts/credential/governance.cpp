#include "contracts/credential/governance.h"

#include "contracts/party/party.h"

namespace allonge::credential {

Result<AuthorityChange> change_of(AuthorityAct act, const Authority& before, const std::optional<Identity>& parent,
                                  const Context& context, const View& view) {
  const bool orphan = parent && !authority_at(view, *parent, context.block.time);
  const bool stops = act == AuthorityAct::suspend || act == AuthorityAct::withdraw;
  const bool steps_in = orphan && stops && party_with(view, context.party, Role::operator_);
  const auto plays = [&](AuthorityWho) { return !parent || steps_in || parent == Identity::of(context.party); };
  AuthorityChange out{before, before, {}, {}};
  TRY(out.after.status, may(authority_life::table, act, false, before.status, plays));
  if (!parent) CHECK(party_with(view, context.party, Role::operator_));
  else if (orphan && !steps_in)
    return Refusal{Reason::issuer_not_authorised, short_text(*parent) + " is no active authority"};
  out.after.version = before.version + 1;
  out.after.since = context.block.time;
  return out;
}

Result<AuthorityChange> change_of(AuthorityAct act, const Identity& identity, const Context& context,
                                  const View& view) {
  if (!is_set(identity)) return Refusal{Reason::missing_field, "authority: a party or a key"};
  TRY(const Authority before, current_authority(view, identity));
  return change_of(act, before, before.terms.parent, context, view);
}

void put(Draft& draft, const AuthorityChange& change) { put_version(draft, change.after, change.not_since); }

Event told(const AuthorityChange& change, std::string_view type, const Context& context) {
  const AuthorityTerms& terms = change.after.terms;
  Event out{.type = std::string(type),
            .subject = short_text(terms.identity),
            .other = change.cause   ? std::string(word_of(*change.cause))
                     : terms.parent ? short_text(*terms.parent)
                                    : std::string(),
            .parties = {context.party},
            .ranges = {},
            .amount = {},
            .before = change.before.version == 0 ? std::string() : std::string(word_of(change.before.status)),
            .after = std::string(word_of(change.after.status)),
            .document = terms.governance_ref};
  if (terms.identity.party && *terms.identity.party != context.party) out.parties.push_back(*terms.identity.party);
  return out;
}

}  // namespace allonge::credential
