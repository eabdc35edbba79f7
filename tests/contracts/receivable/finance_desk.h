// A desk for financings: requests, sealed quotes and their papers, on the ledger of World. The financiers
// dongfang and jianghai are there from the start; others are admitted by the test.
#pragma once

#include "contracts/receivable/finance_award.h"
#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

constexpr std::uint64_t minute = 60'000;

// A quote as its financier keeps it at home.
struct QuotePaper {
  QuoteTerms terms;
  Bytes salt = Bytes(16, 7);
};

class FinanceDesk : public Desk {
 public:
  using Desk::Desk;
  // One hour each for sealing, revealing and the rest, from the next block on.
  Deadlines hours() const {
    const std::uint64_t from = world.now().ms + 1000;
    return {{from + 60 * minute}, {from + 120 * minute}, {from + 180 * minute}};
  }
  FinanceRequest purchase_op(const CertificateId& id, std::vector<RangeRef> ranges) const {
    FinanceRequest op;
    op.certificate = id;
    op.ranges = std::move(ranges);
    op.deadlines = hours();
    return op;
  }
  FinanceRequest loan_op(const CertificateId& id, std::vector<RangeRef> ranges, std::string_view asked) const {
    FinanceRequest op = purchase_op(id, std::move(ranges));
    op.kind = FinanceKind::pledge_loan;
    op.asked = yuan(asked);
    return op;
  }
  FinancingId requested(std::string_view owner, const FinanceRequest& op) {
    const Verdict made = world.by(owner).act(op);
    EXPECT_OK(made);
    return FinancingId::derive(made.transaction, 0);
  }

  QuotePaper paper(std::uint32_t rate_ppm, std::string_view fee = "0.00") const {
    QuotePaper out;
    out.terms.rate_ppm = rate_ppm;
    out.terms.fee = yuan(fee);
    out.terms.valid_until = {world.now().ms + 30 * ms_per_day};
    return out;
  }
  Verdict seal(std::string_view party, const FinancingId& id, const QuotePaper& paper) {
    return world.by(party).act(FinanceQuote{id, seal_of({id, id_of(party), paper.terms, paper.salt})});
  }
  Verdict reveal(std::string_view party, const FinancingId& id, const QuotePaper& paper) {
    return world.by(party).act(FinanceReveal{id, paper.terms, paper.salt});
  }
  void quotes_close(const FinancingId& id) { world.go_to(financing(id).deadlines.quote_by); }
  void reveals_close(const FinancingId& id) { world.go_to(financing(id).deadlines.reveal_by); }
  void time_is_over(const FinancingId& id) { world.go_to(financing(id).deadlines.settle_by); }

  // One financier seals, reveals and is awarded.
  FinancingId awarded(std::string_view owner, const FinanceRequest& op, std::string_view financier, const QuotePaper& paper) {
    const FinancingId id = requested(owner, op);
    EXPECT_OK(seal(financier, id, paper));
    quotes_close(id);
    EXPECT_OK(reveal(financier, id, paper));
    reveals_close(id);
    EXPECT_OK(world.by(owner).act(FinanceAward{id, id_of(financier)}));
    return id;
  }
  void registered(const FinancingId& id) {
    const std::string financier(financing(id).award->financier.text());
    EXPECT_OK(world.by(financier).act(FinanceRegister{id, "ZD-2026-0001"}));
  }
  // What the financier pays if it settles in the next block.
  Amount to_pay(const FinancingId& id) const {
    const Financing one = financing(id);
    const auto settlement = settlement_on(one, today(world.next_block()), certificate(one.certificate).due);
    return settlement->paid;
  }
  Verdict settle(const FinancingId& id) {
    const std::string financier(financing(id).award->financier.text());
    return world.by(financier).act(FinanceSettle{id, to_pay(id)});
  }
  // A loan that runs, paid by dongfang, which has money enough.
  FinancingId pledged(std::string_view owner, const FinanceRequest& op, const QuotePaper& paper) {
    const FinancingId id = awarded(owner, op, "dongfang", paper);
    registered(id);
    world.credit("dongfang", op.asked.text());
    EXPECT_OK(settle(id));
    return id;
  }
  Amount owed(const FinancingId& id) const {
    return debt_on(*financing(id).loan, today(world.next_block())).total();
  }

  Financing financing(const FinancingId& id) const { return *financing_records.find(world.view(), id); }
  FinanceState state(const FinancingId& id) const { return financing(id).state; }
};

}  // namespace allonge::test
