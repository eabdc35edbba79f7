// The laws of financings bite: I-12, and what I-6 and I-10 say of them (finance_crimes.h).
#include "tests/contracts/receivable/finance_crimes.h"

namespace allonge::test {

TEST_F(FinanceLaws, AreSilentWhenASaleIsAsItShouldBe) {
  award_purchase();
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) { apply(settling(draft), context("dongfang"), draft, events); }), "none");
}

TEST_F(FinanceLaws, I12DiscountFeeAndNetAreTheFace) {
  award_purchase();
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // a fen of the face goes nowhere
              auto plan = settling(draft);
              plan.delivery.after.settlement->discount = yuan("9.93");
              apply(plan, context("dongfang"), draft, events);
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // adds up, at another rate than was quoted
              auto plan = settling(draft);
              plan.delivery.after.settlement->discount = yuan("9.93");
              plan.delivery.after.settlement->paid = yuan("490.07");
              plan.cash = money(draft, "dongfang", "shunchang", "490.07");
              apply(plan, context("dongfang"), draft, events);
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // a fee nobody quoted
              auto plan = settling(draft);
              plan.delivery.after.settlement->fee = yuan("1.00");
              plan.delivery.after.settlement->paid = yuan("489.06");
              plan.cash = money(draft, "dongfang", "shunchang", "489.06");
              apply(plan, context("dongfang"), draft, events);
            }), "I-12");
}

TEST_F(FinanceLaws, I12TheDaysOfASaleBeginWithItsAward) {
  award_purchase();
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // a day's discount more, for a day before there was a price
              auto plan = settling(draft);
              plan.delivery.after.settlement->value_date = day("2026-03-01");
              plan.delivery.after.settlement->discount = yuan("10.00");
              plan.delivery.after.settlement->paid = yuan("490.00");
              plan.cash = money(draft, "dongfang", "shunchang", "490.00");
              apply(plan, context("dongfang"), draft, events);
            }), "I-12");
}

TEST_F(FinanceLaws, I12AReferenceSettlesOnceAndIsTheCertificatesBanks) {
  const auto awarded = [&](const RangeRef& range) {
    FinanceRequest op = desk.purchase_op(id, {range});
    op.payee_account = "6222";
    op.deadlines.settle_by = morning_of("2026-03-20");
    const FinancingId out = desk.awarded("shunchang", op, "dongfang", desk.paper(40'000));
    desk.registered(out);
    return out;
  };
  const FinancingId first = awarded({Fen{1}, Fen{50000}});
  one = awarded(upper);
  const auto attested = [&](const View& view, const FinancingId& financing) {
    FinanceAttest attest{financing, "HVPS-1", desk.to_pay(financing), Currency::cny, "6222", today(desk.world.next_block())};
    return *check(attest, context("jianghai"), view);
  };
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // one payment for two sales
              const auto plan = attested(draft, first), again = attested(draft, one);
              apply(plan, context("jianghai"), draft, events);
              apply(again, context("jianghai"), draft, events);
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // another bank's word
              use_payment_ref(draft, id_of("lanwan"), "HVPS-1", digest_of("crime"));
              deliver(attested(draft, one).delivery, context("jianghai"), draft, events);
            }), "I-12");
}

TEST_F(FinanceLaws, I12NoSettlementWithoutItsRanges) {
  award_purchase();
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // money without ranges
              auto plan = settling(draft);
              const Range before = plan.delivery.ranges.front();
              apply(plan, context("dongfang"), draft, events);
              put(draft, before);
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // to somebody else
              apply(settling(draft), context("dongfang"), draft, events);
              Range range = *range_records.find(draft, id, Fen{50001});
              range.owner = id_of("lanwan");
              put(draft, range);
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // ranges without a settlement
              Range range = desk.range(id, 50001);
              range.owner = id_of("dongfang");
              range.state = RangeState::free;
              range.financing = {};
              put(draft, range);
              tell(events, one.text());
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // the bank said nothing
              FinanceAttest op{one, "HVPS-1", desk.to_pay(one), Currency::cny, "6222", today(desk.world.next_block())};
              const auto plan = check(op, context("jianghai"), draft);
              deliver(plan->delivery, context("jianghai"), draft, events);
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // settled, and nothing says how
              Financing financing = desk.financing(one);
              financing.state = FinanceState::settled;
              put(draft, financing);
              tell(events, one.text());
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // forgotten
              financing_records.erase(draft, one);
              tell(events, one.text());
            }), "I-12");
}

TEST_F(FinanceLaws, I12NothingIsLockedUnasked) {
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {
              Range range = desk.range(id, 1);
              range.state = RangeState::quoted;
              range.financing = FinancingId::derive(digest_of("nobody"), 0);
              put(draft, range);
              tell(events, id.text());
            }), "I-12");
}

TEST_F(FinanceLaws, I12ALoanPaysTheSumAskedAndPledgesTheRanges) {
  award_loan();
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) { apply(settling(draft), context("dongfang"), draft, events); }), "none");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // interest taken upfront into principal
              auto plan = settling(draft);
              plan.delivery.after.settlement->paid = yuan("294.63");
              plan.cash = money(draft, "dongfang", "shunchang", "294.63");
              apply(plan, context("dongfang"), draft, events);
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // lent, not pledged
              auto plan = settling(draft);
              Range range = plan.delivery.ranges.front();
              apply(plan, context("dongfang"), draft, events);
              range.state = RangeState::free;
              range.financing = {};
              put(draft, range);
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // pledged, not lent
              Range range = desk.range(id, 50001);
              range.state = RangeState::pledged;
              put(draft, range);
              tell(events, one.text());
            }), "I-12");
}

TEST_F(FinanceLaws, I12ALoanRunsOnTheTermsThatWereQuoted) {
  award_loan();
  const auto lent_with = [&](auto change) {
    return stopped_by([&](Draft& draft, Events& events) {
      auto plan = settling(draft);
      change(*plan.delivery.after.loan);
      apply(plan, context("dongfang"), draft, events);
    });
  };
  EXPECT_EQ(lent_with([](Loan& loan) { loan.rate_ppm = 36'001; }), "I-12");
  EXPECT_EQ(lent_with([](Loan& loan) { loan.fee = yuan("0.01"); }), "I-12");
  EXPECT_EQ(lent_with([](Loan& loan) { loan.since = day("2026-03-01"); }), "I-12");
}

// What went wrong: a payment that left the pledgee out and paid the owner everything broke no law.
TEST_F(FinanceLaws, I12ThePledgeeComesFirst) {
  lend();
  desk.world.go_to_date("2026-08-28");
  desk.world.credit("taihe", "1000.00");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // the pledge is overlooked
              auto plan = check(Pay{id, {}}, context("taihe"), draft);
              plan->distribution.loans.clear();
              plan->cash = money(draft, "taihe", "shunchang", "1000.00");
              apply(*plan, context("taihe"), draft, events);
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // the principal alone, the interest of 179 days is forgotten
              auto plan = check(Pay{id, {}}, context("taihe"), draft);
              Loan& loan = *plan->distribution.loans.front().after.loan;
              loan = lent(yuan("300.00"), 36'000, {}, day("2026-03-02"));
              loan.principal = {};
              loan.collected = yuan("300.00");
              const std::array legs{CashLeg{id_of("shunchang"), yuan("700.00")}, CashLeg{id_of("dongfang"), yuan("300.00")}};
              plan->cash = *plan_payment(draft, id_of("jianghai"), Currency::cny, id_of("taihe"), legs);
              apply(*plan, context("taihe"), draft, events);
            }), "I-12");
}

TEST_F(FinanceLaws, I12APledgeIsLetGoOnlyByItsLoan) {
  lend();
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {
              Range range = desk.range(id, 50001);
              range.state = RangeState::free;
              range.financing = {};
              put(draft, range);
              tell(events, one.text());
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // the pledgee helps itself before default
              Range range = desk.range(id, 50001);
              range.owner = id_of("dongfang");
              put(draft, range);
              tell(events, one.text());
            }), "I-12");
}

TEST_F(FinanceLaws, I12WhatIsPaidOnALoanIsFeeInterestAndPrincipal) {
  lend();
  desk.world.go_to_date("2026-03-12");
  const auto with_loan = [&](auto change) {
    return stopped_by([&](Draft& draft, Events& events) {
      Financing financing = desk.financing(one);
      change(*financing.loan);
      put(draft, financing);
      tell(events, one.text());
    });
  };
  EXPECT_EQ(with_loan([](Loan& loan) { loan.principal = yuan("299.99"); }), "I-12");  // forgiven in silence
  EXPECT_EQ(with_loan([](Loan& loan) { loan.fen_days += 1; }), "I-12");               // a day that never was
  EXPECT_EQ(with_loan([](Loan& loan) { loan.since = day("2026-03-01"); }), "I-12");
  EXPECT_EQ(with_loan([](Loan& loan) { loan.escrowed = yuan("0.01"); }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // more interest than its days make
              auto plan = check(FinanceRepay{one, yuan("1.00")}, context("shunchang"), draft);
              plan->after.loan->interest_paid = yuan("0.31");
              plan->after.loan->principal = yuan("299.31");
              apply(*plan, context("shunchang"), draft, events);
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {
              apply(*check(FinanceRepay{one, yuan("1.00")}, context("shunchang"), draft), context("shunchang"), draft, events);
            }), "none");
}

TEST_F(FinanceLaws, I6MoneyFollowsFinancings) {
  award_purchase();
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // ranges, no money
              auto plan = settling(draft);
              plan.cash = {};
              apply(plan, context("dongfang"), draft, events);
            }), "I-6");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // to the wrong account
              auto plan = settling(draft);
              plan.cash = money(draft, "dongfang", "lanwan", "490.06");
              apply(plan, context("dongfang"), draft, events);
            }), "I-6");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // a fen too much
              auto plan = settling(draft);
              plan.cash = money(draft, "dongfang", "shunchang", "490.07");
              apply(plan, context("dongfang"), draft, events);
            }), "I-6");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // an attestation is no licence for a credit
              FinanceAttest op{one, "HVPS-1", desk.to_pay(one), Currency::cny, "6222", today(desk.world.next_block())};
              apply(*check(op, context("jianghai"), draft), context("jianghai"), draft, events);
              carry_out(*plan_credit(draft, id_of("jianghai"), Currency::cny, {id_of("lanwan"), yuan("1.00")}), draft);
            }), "I-6");
}

TEST_F(FinanceLaws, I6MoneyFollowsLoans) {
  lend();
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // repaid on paper
              auto plan = check(FinanceRepay{one, yuan("1.00")}, context("shunchang"), draft);
              plan->cash = {};
              apply(*plan, context("shunchang"), draft, events);
            }), "I-6");
  desk.world.go_to_date("2026-08-28");
  desk.world.credit("taihe", "1000.00");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // the owner keeps what the pledge secures
              auto plan = check(Pay{id, {}}, context("taihe"), draft);
              plan->cash = money(draft, "taihe", "shunchang", "1000.00");
              apply(*plan, context("taihe"), draft, events);
            }), "I-6");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // the pledgee takes more than was paid on the range
              auto plan = check(Pay{id, yuan("501.00")}, context("taihe"), draft);
              Collected& loan = plan->distribution.loans.front();
              loan.after.loan->collected = yuan("2.00");
              loan.after.loan->interest_paid = yuan("2.00");
              const std::array legs{CashLeg{id_of("shunchang"), yuan("499.00")}, CashLeg{id_of("dongfang"), yuan("2.00")}};
              plan->cash = *plan_payment(draft, id_of("jianghai"), Currency::cny, id_of("taihe"), legs);
              apply(*plan, context("taihe"), draft, events);
            }), "I-12");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {
              apply(*check(Pay{id, {}}, context("taihe"), draft), context("taihe"), draft, events);
            }), "none");
}

TEST_F(FinanceLaws, I10FinancingsAreTold) {
  award_purchase();
  EXPECT_EQ(stopped_by([&](Draft& draft, Events&) {  // a number in silence
              Financing financing = desk.financing(one);
              financing.registration_no = "ZD-9";
              put(draft, financing);
            }), "I-10");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events&) {  // a quote in silence
              quote_records.put(draft, one, id_of("lanwan"), {one, id_of("lanwan"), {}, {}, 1, {}});
            }), "I-10");
}

TEST_F(FinanceLaws, I10TheEndOfAPledgeIsTold) {
  lend();
  desk.world.go_to_date("2026-08-28");
  desk.world.credit("shunchang", "5.37");
  EXPECT_EQ(stopped_by([&](Draft& draft, Events& events) {  // the range stays presented, and nobody says what changed
              apply(*check(FinanceRepay{one, {}}, context("shunchang"), draft), context("shunchang"), draft, events);
              events.back().ranges = {};
            }), "I-10");
}

TEST_F(FinanceLaws, TheAuditFindsEachKindOfDamage) {
  lend();
  const FinancingId open = desk.requested("shunchang", desk.purchase_op(id, {{Fen{1}, Fen{10000}}}));
  EXPECT_OK(desk.seal("dongfang", open, desk.paper(40'000)));
  EXPECT_TRUE(audit(desk.world.view()).empty());
  const auto finds = [&](const char* law, auto damage) {
    Draft draft(desk.world.view());
    damage(draft);
    const auto found = audit(draft);
    EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const std::string& why) { return why.starts_with(law); })) << law;
  };
  finds("financing", [&](Draft& draft) { financing_records.erase(draft, one); });
  finds("financing", [&](Draft& draft) { quote_records.erase(draft, open, id_of("dongfang")); });
  finds("financing", [&](Draft& draft) {
    Range range = desk.range(id, 50001);
    range.state = RangeState::free;
    range.financing = {};
    put(draft, range);
  });
  finds("financing", [&](Draft& draft) {
    Range range = desk.range(id, 50001);
    range.state = RangeState::free;
    put(draft, range);
  });
  finds("financing", [&](Draft& draft) {
    Financing financing = desk.financing(one);
    financing.state = FinanceState::repaid;
    put(draft, financing);
  });
  finds("financing", [&](Draft& draft) {
    Financing financing = desk.financing(open);
    financing.face = yuan("99.99");
    put(draft, financing);
  });
  finds("I-12", [&](Draft& draft) {
    Financing financing = desk.financing(one);
    financing.loan->principal = yuan("299.99");
    put(draft, financing);
  });
  finds("I-12", [&](Draft& draft) {
    Financing financing = desk.financing(one);
    financing.settlement.reset();
    put(draft, financing);
  });
  finds("queue", [&](Draft& draft) {
    Financing financing = desk.financing(open);
    financing.deadlines.quote_by.ms += 1;
    put(draft, financing);
  });
}

}  // namespace allonge::test
