#include "api/methods/cash.h"

#include "contracts/party/party.h"

namespace allonge::api {

Result<CashReply> answer(const CashGet::Params& params, Call& call) {
  const View& state = call.state();
  if (!party_records.has(state, params.party)) return Refusal{Reason::not_found, "no such party"};
  CashReply out;
  out.height = call.snapshot()->header().height;
  const auto at_bank = [&](const PartyId& bank) {
    const std::array readers{params.party, bank};
    if (!visible(call.caller, readers)) return;
    account_records.walk(
        state,
        [&](BytesView, const Account& account) {
          if (!params.currency || account.currency == *params.currency) out.accounts.push_back(account);
          return out.accounts.size() < 1000;
        },
        bank, params.party);
  };
  if (params.bank) {
    at_bank(*params.bank);
    return out;
  }
  // Only settlement banks have issued money, and they are few.
  PartyId last;
  issued_money_records.walk(state, [&](BytesView, const IssuedMoney& issued) {
    if (issued.bank != last) at_bank(issued.bank);
    last = issued.bank;
    return out.accounts.size() < 1000;
  });
  return out;
}

}  // namespace allonge::api
