// Scenario S2: the white paper's certificate. 9,000,000.00, 65 transfers among 25 companies, turnover
// 36,000,000.00, and every figure that receivables-scenarios.md states of it.
#include <fstream>
#include <sstream>

#include "ledger/digest.h"
#include "tests/contracts/receivable/finance_desk.h"

namespace allonge::test {

namespace {

const std::string vectors = std::string(ALLONGE_SOURCE_DIR) + "/../shared/vectors/receivables/";

std::optional<std::string> file(const std::string& name) {
  std::ifstream in(vectors + name, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
  return text;
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
  return text;
}

std::string sha256(std::string_view text) { return plain_sha256(bytes_of(text)).hex(); }

struct Line {
  std::uint64_t seq, start, end;
  std::string from, to;
};

std::vector<Line> transfers(const std::string& text) {
  std::vector<Line> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string seq, from, to, start, end;
    std::getline(fields, seq, ',');
    std::getline(fields, from, ',');
    std::getline(fields, to, ',');
    std::getline(fields, start, ',');
    std::getline(fields, end, ',');
    out.push_back({std::stoull(seq), std::stoull(start), std::stoull(end), lower(from), lower(to)});
  }
  return out;
}

class WhitePaper : public testing::Test {
 protected:
  void SetUp() override {
    const auto moves = file("s2-transfers.csv");
    const auto parts = file("s2-partition.csv");
    if (!moves || !parts) GTEST_SKIP() << "missing " << vectors << "s2-transfers.csv or s2-partition.csv";
    moves_text = *moves;
    partition_text = *parts;
    moves_list = transfers(moves_text);
    desk.world.admit_scenario_parties();
    certificate = desk.active("core", "s01", "9000000.00");
  }

  Transfer op_of(const Line& line) {
    return desk.transfer_op(certificate, line.to, std::vector<RangeRef>{{Fen{line.start}, Fen{line.end}}});
  }
  void play(std::uint64_t first, std::uint64_t last) {
    for (const Line& line : moves_list)
      if (line.seq >= first && line.seq <= last) {
        EXPECT_EQ(line.seq, numbers.size() + 1);
        numbers.push_back(desk.moved(line.from, op_of(line)));
      }
  }
  // The numbers in the file of the transfers a fen went through.
  std::vector<std::uint64_t> path(std::uint64_t unit) {
    const auto title = history(desk.books(), desk.certificate(certificate), Fen{unit});
    EXPECT_TRUE(title.has_value());
    std::vector<std::uint64_t> out;
    for (const Endorsement& node : title->endorsements) {
      if (node.kind == EndorsementKind::issue) continue;
      const auto at = std::find(numbers.begin(), numbers.end(), node.transfer);
      out.push_back(std::uint64_t(at - numbers.begin()) + 1);
    }
    return out;
  }
  std::string holder(std::uint64_t unit) {
    return std::string(range_with(desk.world.view(), desk.certificate(certificate), Fen{unit})->owner.text());
  }

  FinanceDesk desk;
  CertificateId certificate;
  std::string moves_text, partition_text;
  std::vector<Line> moves_list;
  std::vector<TransferId> numbers;
};

}  // namespace

TEST_F(WhitePaper, StandsInItsFilesAsTheScenarioSays) {
  EXPECT_EQ(sha256(lower(moves_text)), "3edad1e978f0f736c1c02eb52546ea7b2ea03d75b1c68ebe6bf0352486c54ce9");
  EXPECT_EQ(sha256(lower(partition_text)), "400a8b41b2f3a238708ab2fe585da7589533c19aedb4d21af078e0d7836f42ed");
  EXPECT_EQ(sha256(upper(moves_text)), "5bbb02f527ca7c1dc8dbe9f7dfb448cad7f0802e1784cfff33d91334a34a8ffa");
  EXPECT_EQ(sha256(upper(partition_text)), "cb8780c87ebd165c1a601f4e91acdafd732b0f72e760f0a5d7546e0553377cf3");
  EXPECT_EQ(moves_list.size(), 65u);
}

TEST_F(WhitePaper, EndsInTheStatedPartition) {
  const Certificate issued = desk.certificate(certificate);
  EXPECT_EQ(issued.issued.text(), "2026-03-02");
  EXPECT_EQ(days_between(issued.issued, issued.due), 179u);
  const std::array<std::pair<std::uint64_t, std::uint32_t>, 4> tiers{{{5, 5}, {15, 10}, {35, 20}, {65, 30}}};
  std::uint64_t first = 1;
  for (const auto& [last, ranges] : tiers) {
    play(first, last);
    EXPECT_EQ(desk.certificate(certificate).range_count, ranges);
    first = last + 1;
  }
  EXPECT_EQ(desk.lines(certificate), lower(partition_text));
  EXPECT_EQ(sha256(desk.lines(certificate)), "400a8b41b2f3a238708ab2fe585da7589533c19aedb4d21af078e0d7836f42ed");
  desk.expect_sound();

  const auto figures = turnover(desk.books(), desk.certificate(certificate));
  ASSERT_TRUE(figures.has_value());
  EXPECT_EQ(figures->transfers, 65u);
  EXPECT_EQ(figures->companies, 25u);
  EXPECT_EQ(figures->turnover, yuan("36000000.00"));
  EXPECT_EQ(figures->velocity_hundredths, 400u);
  EXPECT_EQ(figures->smallest, yuan("28000.00"));
  EXPECT_EQ(figures->largest, yuan("3000000.00"));
  EXPECT_EQ(figures->depth, 4u);
  EXPECT_EQ(figures->ranges, 30u);
  EXPECT_FALSE(figures->deep);

  const std::map<std::string, std::string> wanted{
      {"s07", "933333.33"}, {"s08", "1216666.67"}, {"s09", "828000.00"}, {"s10", "1300000.00"}, {"s11", "790000.00"},
      {"s12", "1170000.00"}, {"s13", "470000.00"}, {"s14", "970000.00"}, {"s15", "553000.00"}, {"s16", "769000.00"}};
  std::map<std::string, std::string> found;
  for (const Holder& one : holders(desk.world.view(), desk.certificate(certificate)))
    found[std::string(one.party.text())] = one.holding.free.text();
  EXPECT_EQ(found, wanted);
  for (const auto& [name, amount] : wanted) {
    const auto held = holdings(desk.books(), id_of(name));
    ASSERT_EQ(held.size(), 1u);
    EXPECT_EQ(held.front().free.text(), amount);
  }
  EXPECT_TRUE(holdings(desk.books(), id_of("s01")).empty());
  EXPECT_EQ(limit_use(desk.exposure("core")), yuan("9000000.00"));
}

TEST_F(WhitePaper, KnowsTheWayOfEveryFen) {
  play(1, 65);
  EXPECT_EQ(path(897200001), (std::vector<std::uint64_t>{5, 15, 35, 65}));
  EXPECT_EQ(holder(897200001), "s09");
  // The scenario's prose says 12 where its own list of transfers, which is hashed, has 11.
  EXPECT_EQ(path(693333333), (std::vector<std::uint64_t>{3, 11, 26, 52}));
  EXPECT_EQ(holder(693333333), "s10");
  EXPECT_EQ(path(693333334), (std::vector<std::uint64_t>{3, 11, 27, 53}));
  EXPECT_EQ(holder(693333334), "s08");
  const auto title = history(desk.books(), desk.certificate(certificate), Fen{897200001});
  std::vector<std::string> names;
  for (const Endorsement& node : title->endorsements) names.emplace_back(node.to.text());
  EXPECT_EQ(names, (std::vector<std::string>{"s01", "s06", "s16", "s18", "s09"}));

  // Every piece of the whole, against the file of transfers itself.
  const auto whole = history(desk.books(), desk.certificate(certificate), RangeRef{Fen{1}, Fen{900000000}});
  ASSERT_TRUE(whole.has_value());
  std::uint64_t at = 1;
  for (const Title& piece : *whole) {
    EXPECT_EQ(piece.piece.start.value, at);
    at = piece.piece.end.value + 1;
    std::vector<std::uint64_t> wanted;
    for (const Line& line : moves_list)
      if (line.start <= piece.piece.start.value && piece.piece.end.value <= line.end) wanted.push_back(line.seq);
    EXPECT_EQ(path(piece.piece.start.value), wanted);
    EXPECT_EQ(path(piece.piece.end.value), wanted);
  }
  EXPECT_EQ(at, 900000001u);
}

TEST_F(WhitePaper, RefusesTheWrongAttempts) {
  play(1, 35);
  const Transaction seq36 = desk.world.by("s17").sign(op_of(moves_list[35]));
  const Verdict first = desk.world.submit(seq36);
  EXPECT_OK(first);
  numbers.push_back(TransferId::derive(first.transaction, 0));
  EXPECT_OK(desk.world.by("s07").act(AcceptTransfer{numbers.back()}));
  const std::string before = desk.lines(certificate);

  EXPECT_KEPT_OUT(desk.world.submit(seq36), Reason::already_known);
  EXPECT_REFUSED(desk.offer("s17", op_of(moves_list[35])), Reason::not_owner);
  EXPECT_REFUSED(desk.offer("s17", desk.transfer_op(certificate, "s07", {{Fen{1}, Fen{70000001}}})), Reason::not_owner);
  EXPECT_REFUSED(desk.offer("s18", desk.transfer_op(certificate, "s18", {{Fen{120000001}, Fen{185000000}}})),
                 Reason::self_transfer);
  EXPECT_REFUSED(desk.offer("s18", desk.transfer_op(certificate, "platform", {{Fen{120000001}, Fen{185000000}}})),
                 Reason::role_forbidden);
  EXPECT_REFUSED(desk.offer("s18", desk.transfer_op(certificate, "core", {{Fen{120000001}, Fen{185000000}}})),
                 Reason::issuer_not_holder);
  EXPECT_EQ(desk.lines(certificate), before);

  desk.world.go_to_date("2026-08-27");
  const TransferId last = desk.moved("s18", desk.transfer_op(certificate, "s08", {{Fen{120000001}, Fen{185000000}}}));
  EXPECT_TRUE(last.is_set());
  desk.world.go_to_date("2026-08-28");
  EXPECT_REFUSED(desk.offer("s08", desk.transfer_op(certificate, "s09", {{Fen{120000001}, Fen{185000000}}})),
                 Reason::after_cutoff);
  desk.expect_sound();
}

TEST_F(WhitePaper, PaysThirtyRangesToTenOwners) {
  play(1, 65);
  desk.world.go_to_date("2026-08-28");
  EXPECT_EQ(desk.certificate(certificate).state, CertificateState::matured);
  EXPECT_REFUSED(desk.world.by("core").act(Pay{certificate, {}}), Reason::insufficient_cash);
  desk.world.credit("core", "9000000.00");
  EXPECT_OK(desk.world.by("core").act(Pay{certificate, {}}));
  EXPECT_EQ(desk.told("cert.range_paid"), 30u);
  EXPECT_EQ(desk.balance("s10"), yuan("1300000.00"));
  EXPECT_EQ(desk.balance("s16"), yuan("769000.00"));
  EXPECT_TRUE(desk.balance("core").is_zero());
  const Certificate settled = desk.certificate(certificate);
  EXPECT_EQ(settled.state, CertificateState::settled);
  EXPECT_TRUE(outstanding(settled).is_zero());
  EXPECT_TRUE(limit_use(desk.exposure("core")).is_zero());
  for (const Range& range : partition(desk.world.view(), settled)) EXPECT_EQ(range.state, RangeState::paid);
  EXPECT_REFUSED(desk.world.by("core").act(Pay{certificate, {}}), Reason::nothing_due);
  desk.expect_sound();
}

TEST_F(WhitePaper, SoldToAFinancierItsTurnoverStays) {  // S2's last line, D4
  play(1, 65);
  for (const char* name : {"banka", "bankb"}) desk.world.admit(name, {Role::financier});
  desk.world.go_to_date("2026-05-11");
  const FinanceRequest op = desk.purchase_op(certificate, {{Fen{897200001}, Fen{900000000}}});
  const FinancingId sale = desk.awarded("s09", op, "banka", desk.paper(45'000));
  desk.registered(sale);
  desk.world.credit("banka", "27618.50");
  EXPECT_OK(desk.world.by("banka").act(FinanceSettle{sale, yuan("27618.50")}));
  EXPECT_EQ(desk.balance("s09"), yuan("27618.50"));
  const auto figures = turnover(desk.books(), desk.certificate(certificate));
  EXPECT_EQ(figures->turnover, yuan("36000000.00"));
  EXPECT_EQ(figures->transfers, 65u);
  EXPECT_EQ(figures->smallest, yuan("28000.00"));
  EXPECT_EQ(figures->depth, 4u);
  EXPECT_EQ(desk.certificate(certificate).financed, yuan("28000.00"));
  EXPECT_EQ(path(897200001).size(), 5u);  // four transfers and the sale
  desk.expect_sound();

  // Maturity: thirty payments to ten owners and the buyer.
  desk.world.go_to_date("2026-08-28");
  desk.world.credit("core", "9000000.00");
  EXPECT_OK(desk.world.by("core").act(Pay{certificate, {}}));
  EXPECT_EQ(desk.told("cert.range_paid"), 30u);
  EXPECT_EQ(desk.balance("banka"), yuan("28000.00"));
  EXPECT_EQ(desk.balance("s09"), yuan("827618.50"));
  EXPECT_TRUE(desk.balance("core").is_zero());
  EXPECT_TRUE(limit_use(desk.exposure("core")).is_zero());
  desk.expect_sound();
}

TEST_F(WhitePaper, TellsEveryMoveOnceWithFourSignatures) {
  play(1, 65);
  EXPECT_EQ(desk.told("transfer.offered"), 65u);
  EXPECT_EQ(desk.told("transfer.accepted"), 65u);
  // Maker and checker on both sides; the world verifies each signature it sends.
  const Transaction example = desk.world.by("s07").sign(AcceptTransfer{numbers.front()});
  EXPECT_EQ(130 * example.signatures.size(), 260u);
  EXPECT_KEPT_OUT(desk.world.by("s07").only({"maker1"}).act(desk.transfer_op(certificate, "s08", {{Fen{1}, Fen{70000000}}})),
                  Reason::approvals_missing);
}

}  // namespace allonge::test
