#include "contracts/credential/delegation.h"

namespace allonge::credential {

namespace {

Refusal beyond(std::string_view what) {
  return {Reason::authority_exceeded, "the registry does not grant " + std::string(what)};
}

// What the paper claims of one type, held against its grant.
Result<void> granted(const Document& document, const AuthorityTerms& terms, std::string_view type) {
  const Grant* const grant = grant_of(terms, type);
  if (grant == nullptr) return beyond(type);
  for (const std::string_view scope : document.list("scopes"))
    if (!contains(grant->scopes, scope)) return beyond(std::string(type) + " for scope " + std::string(scope));
  const auto depth = document.number("depth");
  ensure(depth.has_value(), "the schema has read the depth");
  if (*depth > grant->depth_left) return beyond(std::string(type) + " to depth " + std::to_string(*depth));
  return done();
}

}  // namespace

Result<void> within_registry(const Document& document, const View& view, Time now) {
  if (document.type != delegation_type) return done();
  const auto subject = authority_at(view, document.subject, now);
  if (!subject || subject->terms.parent != document.issuer)
    return Refusal{Reason::issuer_not_authorised, short_text(document.subject) + " is no active authority of its issuer"};
  for (const std::string_view type : document.list("types")) CHECK(granted(document, subject->terms, type));
  if (document.valid_from < subject->terms.valid_from || document.valid_until >= subject->terms.valid_until)
    return beyond("so long a time");
  return done();
}

}  // namespace allonge::credential
