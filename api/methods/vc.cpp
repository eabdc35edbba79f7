#include "api/methods/vc.h"

#include <algorithm>

#include "contracts/credential/lists.h"
#include "contracts/credential/standing.h"

namespace allonge::api {

using credential::Credential;
using credential::Identity;

namespace {

bool may_read_facts(const Credential& one, const Caller& caller) {
  std::vector<PartyId> readers{one.recorded_by};
  for (const Identity& side : {one.issuer, one.subject})
    if (side.party) readers.push_back(*side.party);
  return visible(caller, readers);
}

Bytes list_to_walk(const VcList::Params& params) {
  if (params.subject) return credential::list_key(credential::List::credentials_of_subject, *params.subject);
  if (params.issuer) return credential::list_key(credential::List::credentials_of_issuer, *params.issuer);
  return credential::credential_records.key();
}

bool fits(const VcList::Params& params, const Credential& one, Time now) {
  return (!params.subject || one.subject == *params.subject) && (!params.issuer || one.issuer == *params.issuer) &&
         (!params.type || one.type == *params.type) && (!params.state || api::state_of(one, now) == *params.state);
}

}  // namespace

VcState state_of(const Credential& credential, Time now) {
  const credential::CredentialStatus status = status_at(credential, now);
  if (status == credential::CredentialStatus::revoked) return VcState::revoked;
  if (now.ms / 1000 > credential.valid_until.ms / 1000) return VcState::expired;
  if (status == credential::CredentialStatus::suspended) return VcState::suspended;
  return now.ms / 1000 < credential.valid_from.ms / 1000 ? VcState::not_yet : VcState::active;
}

VcRow vc_row(const Credential& one, Time now) {
  return {one.hash, one.type, one.issuer, one.subject, one.holder, one.valid_from, one.valid_until, state_of(one, now)};
}

std::vector<VcRow> credentials_about(const PartyId& party, Call& call) {
  std::vector<VcRow> out;
  const Bytes list = credential::list_key(credential::List::credentials_of_subject, Identity::of(party));
  Bytes from = list;
  while (out.size() < vc_of_party_limit) {
    const auto found = call.index().next(from, list);
    if (!found) break;
    if (const auto record = call.state().get(found->value))
      out.push_back(vc_row(credential::credential_records.read(*record), call.backend.now()));
    from = found->key;
    from.push_back(0);
  }
  std::sort(out.begin(), out.end(), [](const VcRow& a, const VcRow& b) {
    return std::tie(a.type, a.valid_until, a.hash) < std::tie(b.type, b.valid_until, b.hash);
  });
  return out;
}

Result<VcReply> answer(const VcGet::Params& params, Call& call) {
  const Time now = call.backend.now();
  VcReply out;
  TRY(out.credential, credential::credential_records.get(call.state(), params.hash));
  out.state = state_of(out.credential, now);
  const auto stands = credential::stands(call.state(), out.credential, now);
  out.counts = stands.has_value();
  if (!stands) out.refusal = explain(stands.error());
  out.height = call.snapshot()->header().height;
  if (!may_read_facts(out.credential, call.caller)) out.credential.facts = {};
  return out;
}

Result<VcListReply> answer(const VcList::Params& params, Call& call) {
  if (params.subject && !is_set(*params.subject)) return Refusal{Reason::missing_field, "subject: a party or a key"};
  if (params.issuer && !is_set(*params.issuer)) return Refusal{Reason::missing_field, "issuer: a party or a key"};
  TRY(Page page, open_page<VcList>(params, call));
  VcListReply out;
  out.height = page.snapshot->header().height;
  const View& state = page.snapshot->state();
  const Time now = call.backend.now();
  const bool by_list = params.subject || params.issuer;
  walk(by_list ? page.snapshot->index() : state, list_to_walk(params), page, [&](BytesView, BytesView value) {
    const auto record = by_list ? state.get(value) : std::optional(copy_of(value));
    if (!record) return false;
    const Credential one = credential::credential_records.read(*record);
    if (!fits(params, one, now)) return false;
    out.credentials.push_back(vc_row(one, now));
    return true;
  });
  out.next = close_page(page, call);
  return out;
}

}  // namespace allonge::api
