#include "api/methods/party.h"

namespace allonge::api {

Result<PartyReply> answer(const PartyGet::Params& params, Call& call) {
  PartyReply out;
  TRY(out.party, party_records.get(call.state(), params.id));
  out.keys = params.history ? key_history_of(call.state(), params.id) : keys_of(call.state(), params.id);
  issuer_limit_records.walk(
      call.state(),
      [&](BytesView, const IssuerLimit& limit) {
        out.limits.push_back(limit);
        return out.limits.size() < 16;
      },
      params.id);
  out.credentials = credentials_about(params.id, call);
  return out;
}

Result<PartyListReply> answer(const PartyList::Params& params, Call& call) {
  TRY(Page page, open_page<PartyList>(params, call));
  PartyListReply out;
  out.height = page.snapshot->header().height;
  walk(page.snapshot->state(), party_records.key(), page, [&](BytesView, BytesView value) {
    Party party = party_records.read(value);
    if (params.role && !party.has(*params.role)) return false;
    out.parties.push_back(std::move(party));
    return true;
  });
  out.next = close_page(page, call);
  return out;
}

}  // namespace allonge::api
