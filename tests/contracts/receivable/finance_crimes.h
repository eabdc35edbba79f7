// The scene of crimes against financings, for tests of laws: each crime is one financing act done wrongly in
// one thing, run through the law runner as any transaction is.
#pragma once

#include "contracts/invariants.h"
#include "contracts/receivable/finance_attest.h"
#include "contracts/receivable/finance_enforce.h"
#include "contracts/receivable/finance_release.h"
#include "contracts/receivable/finance_repay.h"
#include "contracts/receivable/finance_settle.h"
#include "tests/contracts/receivable/finance_desk.h"

namespace allonge::test {

inline constexpr RangeRef upper{Fen{50001}, Fen{100000}};

class FinanceLaws : public testing::Test {
 protected:
  void SetUp() override {
    id = desk.active("taihe", "shunchang", "1000.00");
    desk.world.credit("dongfang", "1000.00");
  }
  // 500.00 awarded to dongfang at 4 %, registered: 490.06 to be paid.
  void award_purchase() {
    FinanceRequest op = desk.purchase_op(id, {upper});
    op.payee_account = "6222";
    one = desk.awarded("shunchang", op, "dongfang", desk.paper(40'000));
    desk.registered(one);
  }
  void award_loan() {
    one = desk.awarded("shunchang", desk.loan_op(id, {upper}, "300.00"), "dongfang", desk.paper(36'000));
    desk.registered(one);
  }
  void lend() {
    award_loan();
    EXPECT_OK(desk.settle(one));
  }
  Context context(std::string_view party) const { return {desk.world.next_block(), id_of(party), digest_of("crime"), 0}; }
  FinanceSettle::Plan settling(const View& view) const {
    return *check(FinanceSettle{one, desk.to_pay(one)}, context("dongfang"), view);
  }
  CashPlan money(const View& view, std::string_view from, std::string_view to, std::string_view amount) const {
    const std::array legs{CashLeg{id_of(to), yuan(amount)}};
    return *plan_payment(view, id_of("jianghai"), Currency::cny, id_of(from), legs);
  }
  void tell(Events& events, const std::string& subject) const {
    Event event;
    event.type = "test";
    event.subject = subject;
    event.other = id.text();
    event.ranges = {{Fen{1}, Fen{100000}}};
    events.push_back(event);
  }

  // The law that stops it, or "none".
  template <class Crime>
  std::string stopped_by(Crime crime) {
    Draft draft(desk.world.view());
    Events events;
    crime(draft, events);
    const Context where = context("taihe");
    const auto verdict = laws_hold(draft, &events, &where);
    if (verdict) return "none";
    EXPECT_EQ(verdict.reason(), Reason::invariant_broken);
    return verdict.error().detail.substr(0, verdict.error().detail.find(':'));
  }

  FinanceDesk desk;
  CertificateId id;
  FinancingId one;
};

}  // namespace allonge::test
