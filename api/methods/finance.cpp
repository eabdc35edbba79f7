#include "api/methods/finance.h"

#include <algorithm>

#include "api/methods/cert.h"
#include "contracts/context.h"
#include "contracts/party/party.h"
#include "contracts/receivable/lists.h"

namespace allonge::api {

using receivable::Financing;
using receivable::FinanceState;
using receivable::List;

namespace {

bool may_see_request(const Financing& financing, Call& call) {
  if (visible(call.caller, financing.invited)) return true;
  if (!call.caller.party.is_set() || financing.state != FinanceState::open || !financing.invited.empty()) return false;
  const auto asker = party_records.find(call.state(), call.caller.party);
  return asker && asker->has(Role::financier);
}

bool is_registrar(Call& call) {
  if (!call.caller.party.is_set()) return false;
  const auto asker = party_records.find(call.state(), call.caller.party);
  return asker && asker->has(Role::registrar);
}

// As it was asked, without what came of it.
Financing request_alone(Financing financing) {
  financing.award.reset();
  financing.registration_no.clear();
  financing.settlement.reset();
  financing.loan.reset();
  financing.release.reset();
  financing.surplus = Amount();
  financing.shortfall = Amount();
  return financing;
}

// Nothing where the caller may see nothing.
std::optional<SeenFinancing> seen(Financing financing, const View& state, Call& call) {
  auto certificate = receivable::certificate_records.find(state, financing.certificate);
  if (!certificate) return std::nullopt;
  switch (sight_of(financing, *certificate, call)) {
    case FinanceSight::nothing: return std::nullopt;
    case FinanceSight::request: return SeenFinancing{request_alone(std::move(financing)), *std::move(certificate)};
    case FinanceSight::everything: break;
  }
  return SeenFinancing{std::move(financing), *std::move(certificate)};
}

// The narrowest list that has all that is asked for.
Result<Bytes> list_to_walk(const FinanceList::Params& params, Call& call) {
  if (params.certificate) {
    TRY(const receivable::Certificate found, find_certificate(*params.certificate, call));
    return receivable::list_key(List::financings_of_certificate, found.id);
  }
  if (params.owner) return receivable::list_key(List::financings_of_owner, *params.owner);
  if (params.financier) return receivable::list_key(List::financings_of_financier, *params.financier);
  if (params.open_to_all) return receivable::list_key(List::open_financings);
  return receivable::financing_records.key();
}

bool fits(const FinanceList::Params& params, const Financing& one) {
  const auto concerns = [&](const PartyId& financier) {
    const bool invited = std::find(one.invited.begin(), one.invited.end(), financier) != one.invited.end();
    return (one.state == FinanceState::open && invited) || (one.award && one.award->financier == financier);
  };
  return (!params.owner || one.owner == *params.owner) && (!params.state || one.state == *params.state) &&
         (!params.financier || concerns(*params.financier)) &&
         (!params.open_to_all || (one.state == FinanceState::open && one.invited.empty()));
}

}  // namespace

FinanceSight sight_of(const Financing& financing, const receivable::Certificate& certificate, Call& call) {
  const std::array readers{financing.owner, certificate.bank};
  const bool won = financing.award && visible(call.caller, {&financing.award->financier, 1});
  if (visible(call.caller, readers) || won || is_registrar(call)) return FinanceSight::everything;
  return may_see_request(financing, call) ? FinanceSight::request : FinanceSight::nothing;
}

Result<SeenFinancing> find_financing(const IdBeginning<FinancingKind>& id, Call& call) {
  TRY(Financing found, id.find(call.state(), receivable::financing_records));
  auto out = seen(std::move(found), call.state(), call);
  if (!out) return Refusal{Reason::not_found, "no such financing"};
  return *std::move(out);
}

Result<FinanceReply> answer(const FinanceGet::Params& params, Call& call) {
  TRY(SeenFinancing found, find_financing(params.id, call));
  FinanceReply out;
  out.currency = found.certificate.currency;
  out.issuer = found.certificate.issuer;
  out.due = found.certificate.due;
  out.business_date = business_date(call.backend.now(), business_zone_minutes);
  out.height = call.snapshot()->header().height;
  const Financing& financing = found.financing;
  if (financing.state == FinanceState::awarded && financing.award)
    if (const auto settlement = receivable::settlement_on(financing, out.business_date, out.due)) out.to_pay = settlement->paid;
  if (financing.state == FinanceState::pledged && financing.loan) {
    const receivable::Debt debt = receivable::debt_on(*financing.loan, out.business_date);
    out.debt = DebtReply{debt.fee, debt.interest, debt.principal, debt.total()};
  }
  out.financing = std::move(found.financing);
  return out;
}

Result<FinanceListReply> answer(const FinanceList::Params& params, Call& call) {
  TRY(Page page, open_page<FinanceList>(params, call));
  FinanceListReply out;
  out.height = page.snapshot->header().height;
  TRY(const Bytes list, list_to_walk(params, call));
  const View& state = page.snapshot->state();
  const bool by_list = params.owner || params.financier || params.certificate || params.open_to_all;
  walk(by_list ? page.snapshot->index() : state, list, page, [&](BytesView, BytesView value) {
    const auto bytes = by_list ? state.get(value) : std::optional(copy_of(value));
    if (!bytes) return false;
    auto one = seen(receivable::financing_records.read(*bytes), state, call);
    if (!one || !fits(params, one->financing)) return false;
    out.financings.push_back(std::move(one->financing));
    return true;
  });
  out.next = close_page(page, call);
  return out;
}

}  // namespace allonge::api
