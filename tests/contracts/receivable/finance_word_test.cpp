// A financing keeps its word: the law F-1 bites (finance_crimes.h). What went wrong: each of these was done to
// the state without breaking a law, and was found by the audit of the whole state at best.
#include "tests/contracts/receivable/finance_crimes.h"

namespace allonge::test {

namespace {

class FinanceWord : public FinanceLaws {
 protected:
  // A crime by the record alone, which is told.
  template <class Change>
  std::string stopped_after(Change change) {
    return stopped_by([&](Draft& draft, Events& events) {
      Financing financing = *financing_records.find(draft, one);
      change(financing);
      put(draft, financing);
      tell(events, one.text());
    });
  }
  // The pledge or the request is told to change, and its range is free.
  template <class Change>
  std::string stopped_after_letting_go(Change change) {
    return stopped_by([&](Draft& draft, Events& events) {
      Range range = *range_records.find(draft, id, Fen{50001});
      range.state = RangeState::free;
      range.financing = {};
      put(draft, range);
      Financing financing = *financing_records.find(draft, one);
      change(financing);
      put(draft, financing);
      tell(events, one.text());
    });
  }
};

}  // namespace

TEST_F(FinanceWord, WhatWasAskedForStays) {
  award_purchase();
  EXPECT_EQ(stopped_after([](Financing& is) { is.payee_account = "6223"; }), "F-1");  // to another account
  EXPECT_EQ(stopped_after([](Financing& is) { is.owner = id_of("lanwan"); }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.face = yuan("499.99"); }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.asked = yuan("1.00"); }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.min_net = yuan("1.00"); }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.kind = FinanceKind::pledge_loan; }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.deadlines.settle_by.ms += 1; }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.registration_no = "ZD-2"; }), "none");
}

TEST_F(FinanceWord, WhatWasAwardedStays) {
  award_purchase();
  EXPECT_EQ(stopped_after([](Financing& is) { is.award->financier = id_of("jianghai"); }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.award->terms.rate_ppm = 50'000; }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.award.reset(); }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.state = FinanceState::open; }), "F-1");
}

TEST_F(FinanceWord, WhatWasSettledAndLentStays) {
  lend();
  EXPECT_EQ(stopped_after([](Financing& is) { is.settlement->payment_ref = "HVPS-1"; }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.loan->rate_ppm = 1; }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.loan->fee = yuan("1.00"); }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.loan.reset(); }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.state = FinanceState::settled; }), "F-1");  // its range stays locked
}

TEST_F(FinanceWord, WhatIsOverStaysOver) {
  award_purchase();
  EXPECT_OK(desk.settle(one));
  EXPECT_EQ(stopped_after([](Financing& is) { is.state = FinanceState::exhausted; }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.state = FinanceState::pledged; }), "F-1");
}

TEST_F(FinanceWord, ARequestKeepsItsRangesWhileItStands) {
  award_purchase();
  EXPECT_EQ(stopped_after_letting_go([](Financing& is) { is.registration_no = "ZD-2"; }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.state = FinanceState::lapsed; }), "F-1");  // and locks them for ever
  EXPECT_EQ(stopped_after_letting_go([](Financing& is) { is.state = FinanceState::lapsed; }), "none");
}

TEST_F(FinanceWord, APledgeKeepsItsRangesWhileTheLoanRuns) {
  lend();
  EXPECT_EQ(stopped_after_letting_go([](Financing& is) { is.registration_no = "ZD-2"; }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.ranges = {{Fen{50001}, Fen{60000}}}; }), "F-1");  // locked, and not named
  EXPECT_EQ(stopped_after([](Financing& is) { is.ranges = {{Fen{40001}, Fen{100000}}}; }), "F-1");
  EXPECT_EQ(stopped_after([](Financing& is) { is.state = FinanceState::released; }), "F-1");
  EXPECT_EQ(stopped_after_letting_go([](Financing& is) { is.state = FinanceState::released; }), "none");
}

TEST_F(FinanceWord, ARequestIsForWhatItNames) {
  const auto asking = [&](auto change) {
    return stopped_by([&](Draft& draft, Events& events) {
      auto plan = check(desk.purchase_op(id, {upper}), context("shunchang"), draft);
      change(plan->financing);
      apply(*plan, context("shunchang"), draft, events);
    });
  };
  EXPECT_EQ(asking([](Financing& is) { is.face = yuan("500.01"); }), "F-1");
  EXPECT_EQ(asking([](Financing&) {}), "none");
}

}  // namespace allonge::test
