// cert.split, cert.merge, the slip behind them, and scenario S16 d and e.
#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

TEST(Split, CutsAFreeRangeInTwo) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  EXPECT_OK(desk.world.by("shunchang").act(Split{id, Fen{1}, yuan("400.00")}));
  EXPECT_EQ(desk.lines(id), "1,40000,shunchang\n40001,100000,shunchang\n");
  EXPECT_EQ(desk.range(id, 1).last, desk.range(id, 40001).last);
  EXPECT_REFUSED(desk.world.by("lanwan").act(Split{id, Fen{1}, yuan("1.00")}), Reason::not_owner);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Split{id, Fen{2}, yuan("1.00")}), Reason::bad_range);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Split{id, Fen{1}, {}}), Reason::bad_amount);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Split{id, Fen{1}, yuan("400.00")}), Reason::bad_amount);
  desk.expect_sound();
}

TEST(Split, GoesToFiveHundredRangesAndNoFurther) {  // S16 d
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "9000000.00");
  std::vector<RawMessage> cuts;
  for (std::uint64_t i = 0; i < 499; ++i)
    cuts.push_back(write_operation(Operation(Split{id, Fen{i * 1800000 + 1}, yuan("18000.00")})));
  EXPECT_OK(desk.world.by("shunchang").submit(cuts));
  EXPECT_EQ(desk.certificate(id).range_count, 500u);
  for (const Range& range : partition(desk.world.view(), desk.certificate(id)))
    EXPECT_EQ(width({range.start, range.end}), 1800000u);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Split{id, Fen{1}, yuan("1.00")}), Reason::split_limit);
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "lanwan", "1.00")), Reason::split_limit);
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", "18000.00"));  // a whole range needs no cut
  EXPECT_OK(desk.world.by("shunchang").act(Merge{id, Fen{1800001}}));
  EXPECT_EQ(desk.certificate(id).range_count, 499u);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Split{id, Fen{1800001}, yuan("1.00")}), Reason::split_limit);
  EXPECT_OK(desk.world.by("shunchang").act(Split{id, Fen{1800001}, yuan("18000.00")}));
  desk.expect_sound();
}

TEST(Split, OneHolderCannotUseUpTheRangesOfAll) {
  // Who held 5.00 of 1,000,000.00 split it into 500 ranges; nobody else could pass on a part until maturity.
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000000.00");
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", "5.00"));
  std::vector<RawMessage> cuts;
  for (std::uint64_t i = 1; i < 249; ++i) cuts.push_back(write_operation(Operation(Split{id, Fen{i}, yuan("0.01")})));
  EXPECT_OK(desk.world.by("lanwan").submit(cuts));
  EXPECT_EQ(desk.certificate(id).range_count, 250u);
  EXPECT_REFUSED(desk.world.by("lanwan").act(Split{id, Fen{249}, yuan("0.01")}), Reason::split_limit);
  EXPECT_REFUSED(desk.offer("lanwan", desk.transfer_op(id, "dongfang", {{Fen{249}, Fen{249}}})), Reason::split_limit);
  desk.moved("lanwan", desk.transfer_op(id, "dongfang", {{Fen{1}, Fen{1}}}));  // whole ranges move as before
  desk.moved("shunchang", desk.transfer_op(id, "dongfang", "2000.00"));
  EXPECT_REFUSED(desk.offer("shunchang", desk.transfer_op(id, "dongfang", "1999.99")), Reason::split_limit);
  desk.expect_sound();
}

TEST(Split, HoldsOneFenBesideTheRestOfABillion) {  // S16 e
  Desk desk;
  EXPECT_OK(desk.world.by("operator").act(party::SetLimit{id_of("taihe"), Currency::cny, yuan("1000000000.00")}));
  const CertificateId id = desk.active("taihe", "shunchang", "1000000000.00");
  EXPECT_OK(desk.world.by("shunchang").act(Split{id, Fen{1}, yuan("0.01")}));
  EXPECT_EQ(desk.lines(id), "1,1,shunchang\n2,100000000000,shunchang\n");
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", "0.01"));
  EXPECT_EQ(desk.lines(id), "1,1,lanwan\n2,100000000000,shunchang\n");
  desk.expect_sound();
}

TEST(Merge, JoinsNeighboursOfOneOwner) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", {{Fen{40001}, Fen{60000}}}));
  EXPECT_REFUSED(desk.world.by("shunchang").act(Merge{id, Fen{1}}), Reason::not_adjacent);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Merge{id, Fen{60001}}), Reason::not_adjacent);
  EXPECT_REFUSED(desk.world.by("shunchang").act(Merge{id, Fen{2}}), Reason::bad_range);
  EXPECT_REFUSED(desk.world.by("dongfang").act(Merge{id, Fen{1}}), Reason::not_owner);
  desk.moved("lanwan", desk.transfer_op(id, "shunchang", "200.00"));
  EXPECT_OK(desk.world.by("shunchang").act(Merge{id, Fen{1}}));
  EXPECT_OK(desk.world.by("shunchang").act(Merge{id, Fen{1}}));
  EXPECT_EQ(desk.lines(id), "1,100000,shunchang\n");
  EXPECT_EQ(desk.certificate(id).range_count, 1u);
  desk.expect_sound();
}

TEST(Merge, KeepsEveryFensOwnWay) {
  // The left half's endorsement reached over the right half, whose fen then took the left one's way.
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", {{Fen{40001}, Fen{60000}}}));
  desk.moved("lanwan", desk.transfer_op(id, "shunchang", "200.00"));
  EXPECT_OK(desk.world.by("shunchang").act(Merge{id, Fen{1}}));
  EXPECT_OK(desk.world.by("shunchang").act(Merge{id, Fen{1}}));
  desk.moved("shunchang", desk.transfer_op(id, "dongfang", {{Fen{39999}, Fen{60001}}}));
  EXPECT_EQ(desk.range(id, 39999).last.depth, 3u);  // the longest way to any of its fen

  const auto titles = history(desk.books(), desk.certificate(id), RangeRef{Fen{1}, Fen{100000}});
  ASSERT_TRUE(titles.has_value());
  std::vector<std::string> ways;
  for (const Title& title : *titles) {
    std::string way = std::to_string(title.piece.start.value) + "-" + std::to_string(title.piece.end.value);
    for (const Endorsement& node : title.endorsements) way += " " + std::string(node.to.text());
    ways.push_back(way);
  }
  EXPECT_EQ(ways, (std::vector<std::string>{"1-39998 shunchang", "39999-40000 shunchang dongfang",
                                            "40001-60000 shunchang lanwan shunchang dongfang",
                                            "60001-60001 shunchang dongfang", "60002-100000 shunchang"}));
}

TEST(Merge, OfTwoHalvesOfOneSplitIsWhatWasThere) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  const Endorsement before = desk.range(id, 1).last;
  EXPECT_OK(desk.world.by("shunchang").act(Split{id, Fen{1}, yuan("1.00")}, Merge{id, Fen{1}}));
  EXPECT_EQ(desk.range(id, 1).last, before);
  EXPECT_EQ(desk.lines(id), "1,100000,shunchang\n");
}

TEST(Allonge, AWalkCountsWhatEachPieceCarries) {
  // Nodes behind a parting were counted once and copied to each of its pieces: one question took all memory.
  MemoryStore store;
  Draft log(store);
  const CertificateId id = CertificateId::derive(digest_of("a certificate"), 0);
  constexpr std::uint64_t pieces = 256;
  const auto moved = [&](const Endorsement& last, const RangeRef& interval) {
    Endorsement next = endorsed(last, interval, id_of("lanwan"), TransferId::derive(digest_of("a transfer"), 0), {});
    receivable::log(log, id, next);
    return next;
  };
  Endorsement last = issued(digest_of("document"), id_of("taihe"), id_of("lanwan"), *Amount::of_fen(pieces), {});
  receivable::log(log, id, last);
  // As many pieces as there are fen, each with a node of its own, joined one by one.
  Endorsement all = moved(last, {Fen{1}, Fen{1}});
  for (std::uint64_t fen = 2; fen <= pieces; ++fen) {
    all = joined(all, moved(last, {Fen{fen}, Fen{fen}}), {Fen{1}, Fen{fen}}, Fen{fen}, {});
    receivable::log(log, id, all);
  }
  EXPECT_EQ(ways_of(log, id, all, {Fen{1}, Fen{pieces}})->size(), pieces);
  // Then 1,000 times as a whole: 256,000 endorsements in the answer.
  for (int i = 0; i < 1'000; ++i) all = moved(all, {Fen{1}, Fen{pieces}});
  EXPECT_EQ(ways_of(log, id, all, {Fen{1}, Fen{pieces}}).reason(), Reason::too_large);
  EXPECT_TRUE(ways_of(log, id, all, {Fen{1}, Fen{1}}).has_value());
}

TEST(Slip, ShowsAnyForgedEndorsement) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "1000.00");
  desk.moved("shunchang", desk.transfer_op(id, "lanwan", "1000.00"));
  desk.moved("lanwan", desk.transfer_op(id, "dongfang", "1000.00"));
  MemoryStore log;
  Changes copy;
  endorsement_log.walk(desk.world.index(), [&](BytesView key, const Endorsement& node) {
    copy.insert_or_assign(copy_of(key), encode(node));
    return true;
  });
  const Endorsement last = desk.range(id, 1).last;
  ASSERT_TRUE(log.write(copy, false).has_value());
  EXPECT_TRUE(ways_of(log, id, last, {Fen{1}, Fen{5}}).has_value());
  for (auto& [key, value] : copy) {
    Endorsement forged = *decode<Endorsement>(*value);
    if (title_of(forged) == title_of(last)) continue;  // the head stands in the range's record
    forged.to = id_of("jianghai");
    MemoryStore bad;
    Changes changed = copy;
    changed[key] = encode(forged);
    ASSERT_TRUE(bad.write(changed, false).has_value());
    EXPECT_EQ(ways_of(bad, id, last, {Fen{1}, Fen{5}}).reason(), Reason::proof_invalid);
    changed[key] = std::nullopt;
    MemoryStore gap;
    Changes without = copy;
    without.erase(key);
    ASSERT_TRUE(gap.write(without, false).has_value());
    EXPECT_EQ(ways_of(gap, id, last, {Fen{1}, Fen{5}}).reason(), Reason::proof_invalid);
  }
}

}  // namespace allonge::test
