#include "api/methods/trust.h"

namespace allonge::api {

namespace {

bool fits(const TrustList::Params& params, const credential::Authority& one) {
  const credential::AuthorityTerms& terms = one.terms;
  return (!params.type || grant_of(terms, *params.type) != nullptr) &&
         (!params.authority_class || terms.authority_class == *params.authority_class) &&
         (!params.parent || terms.parent == params.parent) && (!params.status || one.status == *params.status);
}

// Of who may issue: whether it may pass that right on.
std::string lacks_depth(const View& state, const TrustQuery::Params& params, Time at) {
  const auto authority = authority_at(state, params.entity, at);
  const credential::Grant* grant = authority ? grant_of(authority->terms, params.type) : nullptr;
  if (grant == nullptr) return "nobody delegates this type: its subject issues it";
  return grant->depth_left > 0 ? std::string() : short_text(params.entity) + " may not delegate";
}

}  // namespace

Result<TrustQueryReply> answer(const TrustQuery::Params& params, Call& call) {
  if (!is_set(params.entity)) return Refusal{Reason::missing_field, "entity: a party or a key"};
  if (params.subject && !is_set(*params.subject)) return Refusal{Reason::missing_field, "subject: a party or a key"};
  TrustQueryReply out;
  out.at = params.moment.value_or(call.backend.now());
  out.height = call.snapshot()->header().height;
  credential::TrustQuestion question;
  question.issuer = params.entity;
  question.subject = params.subject.value_or(params.entity);
  question.type = params.type;
  question.scope = params.scope;
  question.created = out.at;
  question.life_ms = params.life_days.value_or(0) * ms_per_day;
  credential::TrustAnswer found = trust(call.state(), question);
  out.authorised = found.authorised;
  out.chain = std::move(found.chain);
  out.why = std::move(found.why);
  if (out.authorised && params.action == TrustAction::delegate) {
    out.why = lacks_depth(call.state(), params, out.at);
    out.authorised = out.why.empty();
  }
  return out;
}

Result<TrustListReply> answer(const TrustList::Params& params, Call& call) {
  if (params.parent && !is_set(*params.parent)) return Refusal{Reason::missing_field, "parent: a party or a key"};
  TRY(Page page, open_page<TrustList>(params, call));
  TrustListReply out;
  out.height = page.snapshot->header().height;
  const View& state = page.snapshot->state();
  walk(state, credential::authority_head_records.key(), page, [&](BytesView key, BytesView value) {
    const credential::AuthorityHead head = credential::authority_head_records.read(value);
    const auto identity = Digest::from(key.subspan(2));
    ensure(identity.has_value(), "an authority's head has one digest as its key");
    auto authority = credential::authority_records.find(state, *identity, head.latest);
    if (!authority || !fits(params, *authority)) return false;
    out.authorities.push_back({*std::move(authority), head.not_since});
    return true;
  });
  out.next = close_page(page, call);
  return out;
}

}  // namespace allonge::api
