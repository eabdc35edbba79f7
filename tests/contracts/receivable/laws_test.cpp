// Every law bites: operations that break exactly one of them, run through the law runner as any
// transaction is, are refused with INVARIANT_BROKEN under that law's id; and without them it is silent.
#include <algorithm>

#include "contracts/invariants.h"
#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

namespace {

// A deliberately broken contract: what it writes, and what it tells.
using Crime = void (*)(Desk& desk, const CertificateId& id, Draft& draft, Events& events);

// The law that stops it, or "none".
std::string stopped_by(Desk& desk, const CertificateId& id, Crime crime) {
  Draft draft(desk.world.view());
  Events events;
  crime(desk, id, draft, events);
  const auto verdict = laws_hold(draft, &events);
  if (verdict) return "none";
  EXPECT_EQ(verdict.reason(), Reason::invariant_broken);
  const std::string& why = verdict.error().detail;
  return why.substr(0, why.find(':'));
}

// An active certificate of 1,000.00: [1, 40000] lanwan, [40001, 100000] shunchang.
CertificateId usual(Desk& desk) {
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", "400.00"));
  return id;
}

void tell(Events& events, const CertificateId& id, RangeRef range, std::string after = "free") {
  Event event;
  event.type = "test";
  event.subject = id.text();
  event.ranges = {range};
  event.after = std::move(after);
  events.push_back(event);
}

const RangeRef whole{Fen{1}, Fen{100000}};

}  // namespace

TEST(Laws, AreSilentWhenNothingIsWrong) {
  Desk desk;
  const CertificateId id = usual(desk);
  EXPECT_EQ(stopped_by(desk, id, [](Desk&, const CertificateId&, Draft&, Events&) {}), "none");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events&) { put(draft, d.range(i, 1)); }),
            "none");
}

TEST(Laws, I1RangesTileTheFace) {
  Desk desk;
  const CertificateId id = usual(desk);
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events&) {  // a gap
              Range range = d.range(i, 1);
              range.end = Fen{39999};
              put(draft, range);
            }), "I-1");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events&) {  // an overlap
              Range range = d.range(i, 40001);
              range.start = Fen{40000};
              put(draft, range);
            }), "I-1");
  EXPECT_EQ(stopped_by(desk, id, [](Desk&, const CertificateId& i, Draft& draft, Events&) {  // a range is lost
              range_records.erase(draft, i, Fen{40001});
            }), "I-1");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events&) {  // beyond the face
              Range range = d.range(i, 40001);
              range.end = Fen{100001};
              put(draft, range);
            }), "I-1");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events&) {  // under another start
              Range range = d.range(i, 1);
              range.start = Fen{2};
              range_records.put(draft, i, Fen{1}, range);
            }), "I-1");
  // Of a new certificate: not the whole face.
  const CertificateId fresh = desk.pending("taihe", "shunchang", "1000.00");
  EXPECT_EQ(stopped_by(desk, fresh, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {
              Context context{d.world.next_block(), id_of("shunchang"), digest_of("t"), 0};
              apply(*check(Accept{i}, context, draft), context, draft, events);
              Range range = *range_records.find(draft, i, Fen{1});
              range.end = Fen{99999};
              put(draft, range);
            }), "I-1");
}

TEST(Laws, I2StatesAddUp) {
  Desk desk;
  const CertificateId id = usual(desk);
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {  // paid, not counted
              Range range = d.range(i, 1);
              range.state = RangeState::paid;
              put(draft, range);
              tell(events, i, whole);
            }), "I-2");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {  // no state
              Range range = d.range(i, 1);
              range.state = RangeState::none;
              Bytes bytes = encode(range);
              draft.put(range_records.key(i, Fen{1}), bytes);
              tell(events, i, whole);
            }), "I-2");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events&) {  // a count that lies
              Certificate one = d.certificate(i);
              one.range_count = 7;
              certificate_records.put(draft, i, one);
            }), "I-2");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events&) {  // a cut not counted
              const Range range = d.range(i, 1);
              cut_out(draft, {range, {Fen{1}, Fen{10}}}, range);
            }), "I-2");
  EXPECT_EQ(stopped_by(desk, id, [](Desk&, const CertificateId& i, Draft& draft, Events&) {
              certificate_records.erase(draft, i);
            }), "I-2");
}

TEST(Laws, I3LiveRangesAreTheDebtAndTheLimit) {
  Desk desk;
  const CertificateId id = usual(desk);
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {  // forgiven in silence
              Certificate one = d.certificate(i);
              one.state = CertificateState::settled;
              certificate_records.put(draft, i, one);
              tell(events, i, whole, "settled");
            }), "I-3");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId&, Draft& draft, Events&) {  // limit given back
              Exposure exposure = d.exposure("taihe");
              exposure.outstanding = {};
              exposure_records.put(draft, exposure.issuer, exposure.currency, exposure);
            }), "I-3");
}

TEST(Laws, I4BindingsAreTheFaceAndNoMoreThanTheInvoice) {
  Desk desk;
  const CertificateId id = usual(desk);
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId&, Draft& draft, Events&) {  // air
              const InvoiceId invoice = d.invoice("lanwan", "shunchang", "5.00");
              Capacity capacity = d.capacity(invoice);
              capacity.certificates = yuan("5.00");
              capacity_records.put(draft, invoice, capacity);
            }), "I-4");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId&, Draft& draft, Events&) {  // over the gross
              const InvoiceId invoice = d.invoice("lanwan", "shunchang", "6.00");
              Capacity capacity = d.capacity(invoice);
              capacity.external = yuan("6.01");
              capacity_records.put(draft, invoice, capacity);
            }), "I-4");
  EXPECT_EQ(stopped_by(desk, id, [](Desk&, const CertificateId& i, Draft& draft, Events&) {  // paid gives back
              const auto background = certificate_background_records.find(draft, i);
              give_back(draft, background->bindings[0].invoice, CapacityUse::certificates, yuan("1.00"));
            }), "I-4");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId&, Draft& draft, Events& events) {  // face not bound
              Context context{d.world.next_block(), id_of("taihe"), digest_of("crime"), 0};
              const Issue op = d.issue_op("taihe", "shunchang", "100.00", "2026-08-28");
              const auto plan = check(op, context, draft);
              apply(*plan, context, draft, events);
              certificate_background_records.put(draft, plan->certificate.id,
                                                 {plan->certificate.id, {{op.invoices[0].invoice, yuan("99.99")}}});
            }), "I-4");
}

TEST(Laws, I6MoneyFollowsRanges) {
  Desk desk;
  const CertificateId id = usual(desk);
  desk.world.credit("taihe", "1000.00");
  desk.world.credit("lanwan", "1.00");
  EXPECT_EQ(stopped_by(desk, id, [](Desk&, const CertificateId&, Draft& draft, Events&) {  // a gift nobody ordered
              const std::array legs{CashLeg{id_of("lanwan"), yuan("1.00")}};
              carry_out(*plan_payment(draft, id_of("jianghai"), Currency::cny, id_of("taihe"), legs), draft);
            }), "I-6");
  desk.world.go_to_date("2026-08-28");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {  // paid the wrong one
              Context context{d.world.next_block(), id_of("taihe"), digest_of("crime"), 0};
              apply(*check(Pay{i, {}}, context, draft), context, draft, events);
              const std::array legs{CashLeg{id_of("dongfang"), yuan("1.00")}};
              carry_out(*plan_payment(draft, id_of("jianghai"), Currency::cny, id_of("lanwan"), legs), draft);
            }), "I-6");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {  // ranges, no money
              Context context{d.world.next_block(), id_of("taihe"), digest_of("crime"), 0};
              auto plan = check(Pay{i, {}}, context, draft);
              plan->cash = {};
              apply(*plan, context, draft, events);
            }), "I-6");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {  // as it should be
              Context context{d.world.next_block(), id_of("taihe"), digest_of("crime"), 0};
              apply(*check(Pay{i, {}}, context, draft), context, draft, events);
            }), "none");
}

TEST(Laws, I7NeitherIssuerNorPlatformOwns) {
  Desk desk;
  const CertificateId id = usual(desk);
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {
              Range range = d.range(i, 1);
              range.owner = id_of("taihe");
              put(draft, range);
              tell(events, i, whole);
            }), "I-7");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {
              Range range = d.range(i, 1);
              range.owner = id_of("platform");
              put(draft, range);
              tell(events, i, whole);
            }), "I-7");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {
              Range range = d.range(i, 1);
              range.owner = id_of("nobody");
              put(draft, range);
              tell(events, i, whole);
            }), "I-7");
}

TEST(Laws, I8HeldRangesKeepTheirOwner) {
  Desk desk;
  const CertificateId id = usual(desk);
  Range held = desk.range(id, 1);
  held.holds = {{id_of("regulator"), HoldKind::judicial, "1"}};
  ASSERT_TRUE(desk.world.state().write({{range_records.key(id, Fen{1}), encode(held)}}, false).has_value());
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {
              Range range = d.range(i, 1);
              range.owner = id_of("dongfang");
              put(draft, range);
              tell(events, i, whole);
            }), "I-8");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {  // a part of it
              Range range = d.range(i, 1);
              Range part = range;
              part.owner = id_of("dongfang");
              cut_out(draft, {range, {Fen{40000}, Fen{40000}}}, part);
              Certificate one = d.certificate(i);
              ++one.range_count;
              certificate_records.put(draft, i, one);
              tell(events, i, whole);
            }), "I-8");
}

TEST(Laws, I10ChangesAreTold) {
  Desk desk;
  const CertificateId id = usual(desk);
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events&) {
              Range range = d.range(i, 1);
              range.owner = id_of("dongfang");
              put(draft, range);
            }), "I-10");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {  // told too little
              Range range = d.range(i, 1);
              range.owner = id_of("dongfang");
              put(draft, range);
              tell(events, i, {Fen{1}, Fen{39999}});
            }), "I-10");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events& events) {
              Range range = d.range(i, 1);
              range.owner = id_of("dongfang");
              put(draft, range);
              tell(events, i, {Fen{1}, Fen{40000}});
            }), "none");
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId& i, Draft& draft, Events&) {  // a state in silence
              Certificate one = d.certificate(i);
              one.state = CertificateState::matured;
              certificate_records.put(draft, i, one);
            }), "I-10");
}

TEST(Laws, I11NoNewPromisesOfTheSuspendedOrOverTheLimit) {
  Desk desk;
  const CertificateId id = usual(desk);
  desk.world.go_to_date("2026-10-01");  // in default
  EXPECT_EQ(stopped_by(desk, id, [](Desk& d, const CertificateId&, Draft& draft, Events& events) {
              Context context{d.world.next_block(), id_of("taihe"), digest_of("crime"), 0};
              const Issue op = d.issue_op("taihe", "shunchang", "100.00", "2026-12-28");
              Draft blind(draft);  // check on a state in which nobody is suspended
              suspension_records.erase(blind, id_of("taihe"));
              apply(*check(op, context, blind), context, draft, events);
            }), "I-11");
  Desk other;
  const CertificateId fresh = usual(other);
  EXPECT_EQ(stopped_by(other, fresh, [](Desk& d, const CertificateId&, Draft& draft, Events& events) {
              Context context{d.world.next_block(), id_of("taihe"), digest_of("crime"), 0};
              const Issue op = d.issue_op("taihe", "shunchang", "99999000.01", "2026-08-28");
              Draft blind(draft);
              issuer_limit_records.put(blind, id_of("taihe"), Currency::cny,
                                       {id_of("taihe"), Currency::cny, yuan("200000000.00")});
              apply(*check(op, context, blind), context, draft, events);
            }), "I-11");
}

TEST(Laws, StandInTheListThatEveryTransactionIsJudgedBy) {
  std::vector<std::string> ids;
  for (const Law& law : laws()) ids.emplace_back(law.id);
  for (const char* id : {"I-1", "I-2", "I-3", "I-4", "I-5", "I-6", "I-7", "I-8", "I-10", "I-11", "I-12", "F-1"})
    EXPECT_EQ(std::count(ids.begin(), ids.end(), id), 1) << id;
}

TEST(Audit, FindsEachKindOfDamage) {
  Desk desk;
  const CertificateId id = usual(desk);
  const TransferId offer = desk.offered("shunchang", desk.transfer_op(id, "lanwan", "1.00"));
  EXPECT_TRUE(audit(desk.world.view()).empty());
  const auto finds = [&](const char* law, auto damage) {
    Draft draft(desk.world.view());
    damage(draft);
    const auto found = audit(draft);
    EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const std::string& one) { return one.starts_with(law); })) << law;
  };
  finds("I-1", [&](Draft& draft) { range_records.erase(draft, id, Fen{1}); });
  finds("I-1", [&](Draft& draft) {
    Range stray = desk.range(id, 1);
    stray.start = Fen{100001};
    stray.end = Fen{100002};
    put(draft, stray);
  });
  finds("I-2", [&](Draft& draft) {
    Range range = desk.range(id, 1);
    range.state = RangeState::paid;
    put(draft, range);
  });
  finds("I-3", [&](Draft& draft) {
    Exposure exposure = desk.exposure("taihe");
    exposure.pending = yuan("1.00");
    exposure_records.put(draft, exposure.issuer, exposure.currency, exposure);
  });
  finds("I-4", [&](Draft& draft) {
    const auto background = certificate_background_records.find(draft, id);
    give_back(draft, background->bindings[0].invoice, CapacityUse::certificates, yuan("1.00"));
  });
  finds("I-7", [&](Draft& draft) {
    Range range = desk.range(id, 1);
    range.owner = id_of("taihe");
    put(draft, range);
  });
  finds("title", [&](Draft& draft) {
    Range range = desk.range(id, 1);
    range.owner = id_of("dongfang");
    put(draft, range);
  });
  finds("offer", [&](Draft& draft) { transfer_offer_records.erase(draft, offer); });
  finds("queue", [&](Draft& draft) {
    Certificate one = desk.certificate(id);
    one.due = day("2026-09-01");
    certificate_records.put(draft, id, one);
  });
  finds("I-5", [&](Draft& draft) {
    account_records.put(draft, id_of("jianghai"), id_of("taihe"), Currency::cny,
                        {id_of("jianghai"), id_of("taihe"), Currency::cny, yuan("1.00")});
  });
}

}  // namespace allonge::test
