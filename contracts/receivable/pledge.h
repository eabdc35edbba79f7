// What happens to the ranges of a pledge: they are let go when nothing is owed, and what is paid on
// them goes to the pledgee first. The pledge lasts beyond the due date: a presented or unpaid range still
// names its financing, and payment goes by that name.
#pragma once

#include "contracts/cash/account.h"
#include "contracts/receivable/financing.h"
#include "contracts/receivable/payout.h"

namespace allonge::receivable {

// Those of the pledge's ranges that are not paid.
std::vector<Range> live_ranges_of(const View& view, const Financing& financing);
// They do not stand under the pledge any more: pledged ones are free, the others stay what they are.
void let_go(Draft& draft, const Financing& financing);

// A loan that a payment on pledged ranges served.
struct Collected {
  Financing before;
  Financing after;
  Amount amount;  // to the pledgee; the rest of what was paid on the ranges is the owner's
};

// How a payment falls on owners and pledgees: each pledged piece pays the secured sum of that day first,
// and what is left over goes to the owner, from the same payment. A held piece goes whole into escrow.
struct Distribution {
  std::vector<CashLeg> legs;
  std::vector<Collected> loans;  // by financing, ascending
};
// `partition` is as it was before the payment.
Distribution distribute(const View& view, const Certificate& certificate, std::span<const Range> partition,
                        const Payout& payout, Date day);
void carry_out(const Distribution& distribution, const Certificate& certificate, Draft& draft, Events& events);

}  // namespace allonge::receivable
