// A financing at the wallet: what is sealed is kept here until it is revealed, and nothing is typed twice.
#include <sys/stat.h>

#include "contracts/receivable/finance_register.h"
#include "tests/wallet/lying_node.h"
#include "wallet/journal.h"
#include "wallet/files.h"
#include "wallet/rate_text.h"

namespace allonge::wallet {
namespace {

using receivable::FinanceState;

// taihe's certificate of 1,000,000.00, held by shunchang, and wallets of the three who deal.
struct FinanceWorld : LyingWorld {
  CertificateId certificate;

  FinanceWorld() {
    use_node(true);
    for (const char* party : {"shunchang", "jianghai", "dongfang"})
      for (const char* person : {"maker1", "checker1"}) give_key(party, person);
    receivable::RegisterInvoice bill;
    bill.seller = test::id_of("shunchang");
    bill.buyer = test::id_of("taihe");
    bill.number = "24442000000012345678";
    bill.issue_date = test::day("2026-02-26");
    bill.gross = test::yuan("1000000.00");
    const auto registered = ledger.act("shunchang", bill);
    EXPECT_TRUE(registered.ok);
    const InvoiceId invoice = InvoiceId::derive(registered.id, 0);
    EXPECT_TRUE(ledger.act("taihe", receivable::ConfirmInvoice{invoice, false}).ok);
    receivable::Issue issue;
    issue.payee = test::id_of("shunchang");
    issue.face = test::yuan("1000000.00");
    issue.maturity = test::day("2026-05-29");
    issue.bank = test::id_of("jianghai");
    issue.invoices = {{invoice, test::yuan("1000000.00")}};
    const auto issued = ledger.act("taihe", issue);
    EXPECT_TRUE(issued.ok);
    certificate = CertificateId::derive(issued.id, 0);
    EXPECT_TRUE(ledger.act("shunchang", receivable::Accept{certificate}).ok);
  }

  Said as(const std::string& who, std::vector<std::string> words) {
    words.insert(words.begin(), {"--as", who, "--passphrase-file", file("secret")});
    return allonge(words);
  }
  std::vector<std::string> request_words() const {
    return {"finance", "request", certificate.text().substr(0, 12), "--amount", "200,000.00", "--invited", "jianghai,dongfang",
            "--quote-by", "+1h", "--reveal-by", "+2h", "--settle-by", "+3h"};
  }
  FinancingId requested(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = request_words();
    words.push_back("-q");
    words.insert(words.end(), more.begin(), more.end());
    const Said said = as("shunchang/maker1", words);
    EXPECT_EQ(said.code, 0) << said.err;
    const auto id = FinancingId::parse(said.out.substr(0, said.out.find('\n')));
    EXPECT_TRUE(id.has_value()) << said.out;
    return id ? *id : FinancingId();
  }
  receivable::Financing financing(const FinancingId& id) const {
    return *receivable::financing_records.find(ledger.snapshot()->state(), id);
  }
  // The maker leaves it, the checker signs it.
  Said by_two(const std::string& party, std::vector<std::string> words) {
    const std::string paper = file("AP-" + party + ".json");
    words.insert(words.end(), {"--out", paper});
    const Said left = as(party + "/maker1", words);
    EXPECT_EQ(left.code, 10) << left.err;
    return as(party + "/checker1", {"--yes", "approve", paper});
  }
  std::size_t requests() const {
    std::size_t out = 0;
    receivable::financing_records.walk(ledger.snapshot()->state(), [&](BytesView, const receivable::Financing&) { return ++out, true; });
    return out;
  }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Finance, IsQuotedRevealedComparedAwardedAndSettledWithoutRetyping) {
  FinanceWorld world;
  const FinancingId id = world.requested();
  EXPECT_TRUE(has(world.as("dongfang/maker1", {"inbox"}).out, "allonge finance quote " + id.text()));

  const Said quoted = world.as("jianghai/maker1", {"finance", "quote", id.text().substr(0, 12), "--rate", "3.60%"});
  ASSERT_EQ(quoted.code, 0) << quoted.err;
  EXPECT_TRUE(has(quoted.err, "sealed: 3.60%, fee 0.00")) << quoted.err;
  EXPECT_TRUE(has(quoted.err, "leaves 198,240.00 of 200,000.00 to shunchang")) << quoted.err;
  ASSERT_EQ(world.as("dongfang/maker1", {"finance", "quote", id.text(), "--rate", "4.20%"}).code, 0);
  EXPECT_FALSE(has(world.as("dongfang/maker1", {"inbox"}).out, id.text())) << "nothing to do while quotes are sealed";

  world.ledger.go_to(world.financing(id).deadlines.quote_by);
  EXPECT_TRUE(has(world.as("jianghai/maker1", {"inbox"}).out, "allonge finance reveal " + id.text()));
  for (const char* who : {"jianghai/maker1", "dongfang/maker1"}) {
    const Said revealed = world.as(who, {"finance", "reveal", id.text()});
    ASSERT_EQ(revealed.code, 0) << revealed.err;
  }

  world.ledger.go_to(world.financing(id).deadlines.reveal_by);
  EXPECT_TRUE(has(world.as("shunchang/maker1", {"inbox"}).out, "allonge finance compare " + id.text()));
  const Said compared = world.as("shunchang/maker1", {"finance", "compare", id.text()});
  EXPECT_EQ(compared.code, 0) << compared.err;
  EXPECT_TRUE(has(compared.out, "198,240.00")) << compared.out;
  EXPECT_TRUE(has(compared.out, "197,946.67")) << compared.out;
  EXPECT_LT(compared.out.find("jianghai"), compared.out.find("dongfang")) << "best first";
  EXPECT_LT(compared.out.find("best"), compared.out.find("dongfang")) << "and marked";
  EXPECT_TRUE(has(world.as("shunchang/maker1", {"--json", "finance", "compare", id.text()}).out, R"("best":true)"));

  const Said awarded = world.by_two("shunchang", {"finance", "award", id.text()});
  ASSERT_EQ(awarded.code, 0) << awarded.err;
  EXPECT_TRUE(has(world.as("jianghai/maker1", {"--json", "inbox"}).out, "allonge finance settle " + id.text()));
  ASSERT_TRUE(world.ledger.act("jianghai", receivable::FinanceRegister{id, "ZD-1"}).ok);
  ASSERT_TRUE(world.ledger.act("jianghai", cash::Credit{test::id_of("jianghai"), Currency::cny, test::yuan("200000.00"), "JH-1"}).ok);
  const Said settled = world.by_two("jianghai", {"finance", "settle", id.text()});
  ASSERT_EQ(settled.code, 0) << settled.err;
  EXPECT_EQ(world.financing(id).state, FinanceState::settled);
  EXPECT_EQ(world.financing(id).settlement->paid.text(), "198240.00");
  EXPECT_TRUE(has(world.as("shunchang/maker1", {"finance", "show", id.text()}).out, "198,240.00"));
}

// A seal whose salt is lost can never be revealed, and the quote is void.
TEST(Finance, TheSaltIsKeptBeforeAnythingIsSent) {
  FinanceWorld world;
  const FinancingId id = world.requested();
  world.node.lies["tx_prepare"] = [](const std::string&) { return LyingNode::refusal("POOL_FULL"); };
  EXPECT_NE(world.as("jianghai/maker1", {"finance", "quote", id.text(), "--rate", "3.60%"}).code, 0);
  const std::string path = state_home() / "journal.db";
  {
    auto journal = Journal::open(path);
    ASSERT_TRUE(journal.has_value());
    const auto kept = journal->quotes(world.ledger.chain(), test::id_of("jianghai"), id);
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].salt.size(), 32u);
    EXPECT_EQ(kept[0].terms.rate_ppm, 36'000u);
  }
  struct stat facts{};
  ASSERT_EQ(stat(path.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);

  world.node.lies.clear();
  EXPECT_EQ(world.as("jianghai/maker1", {"finance", "quote", id.text(), "--rate", "3.60%"}).code, 0);
  const auto journal = Journal::open(path);
  EXPECT_EQ(journal->quotes(world.ledger.chain(), test::id_of("jianghai"), id).size(), 1u) << "the same terms keep their salt";
}

// A seal is a digest: whoever checks it would sign anything.
TEST(Finance, TheCheckerOfASealedQuoteSeesItsTerms) {
  FinanceWorld world;
  const FinancingId id = world.requested();
  const std::string paper = world.file("AP.json");
  const Said left = world.as("jianghai/maker1", {"finance", "quote", id.text(), "--rate", "3.60%", "--fee", "10.00", "--out", paper});
  ASSERT_EQ(left.code, 10) << left.err;
  EXPECT_TRUE(has(left.err, "hand it to your own checker alone")) << left.err;

  const std::string honest = *read_file(paper, 1 << 20);
  std::string forged = honest;
  ASSERT_TRUE(has(forged, "\"rate_ppm\":36000"));
  forged.replace(forged.find("\"rate_ppm\":36000"), 16, "\"rate_ppm\":42000");
  ASSERT_TRUE(write_file(paper, forged, Privacy::owner_only).has_value());
  const Said deceived = world.as("jianghai/checker1", {"--yes", "approve", paper});
  EXPECT_EQ(deceived.code, 3) << deceived.err;
  EXPECT_TRUE(has(deceived.err, "not those that are sealed")) << deceived.err;
  EXPECT_EQ(world.financing(id).quotes, 0u) << "nothing was signed";

  ASSERT_TRUE(write_file(paper, honest, Privacy::owner_only).has_value());
  EXPECT_TRUE(has(world.allonge({"tx", "show", paper}).out, "3.60%"));
  const Said checked = world.as("jianghai/checker1", {"--yes", "approve", paper});
  ASSERT_EQ(checked.code, 0) << checked.err;
  for (const char* part : {"made of these terms", "3.60%", "10.00", "leaves 198,230.00 of 200,000.00 to shunchang"})
    EXPECT_TRUE(has(checked.err, part)) << part << "\n" << checked.err;
  EXPECT_EQ(world.financing(id).quotes, 1u);

  const Said elsewhere = world.by_two("dongfang", {"finance", "quote", id.text(), "--seal", std::string(64, 'a')});
  EXPECT_EQ(elsewhere.code, 0) << elsewhere.err;
  EXPECT_TRUE(has(elsewhere.err, "What is sealed here cannot be seen")) << elsewhere.err;
}

// jianghai's 3.60 % leaves 198,240.00, dongfang's 4.20 % leaves 197,946.67.
TEST(Finance, AQuoteUnderTheOwnersLeastIsShownAndNotTaken) {
  FinanceWorld world;
  const FinancingId one_declined = world.requested({"--min-net", "198,000.00"});
  const FinancingId all_declined = world.requested({"--min-net", "198,240.01"});
  for (const FinancingId& id : {one_declined, all_declined}) {
    ASSERT_EQ(world.as("jianghai/maker1", {"finance", "quote", id.text(), "--rate", "3.60%"}).code, 0);
    ASSERT_EQ(world.as("dongfang/maker1", {"finance", "quote", id.text(), "--rate", "4.20%"}).code, 0);
  }
  world.ledger.go_to(world.financing(all_declined).deadlines.quote_by);
  for (const FinancingId& id : {one_declined, all_declined})
    for (const char* who : {"jianghai/maker1", "dongfang/maker1"}) ASSERT_EQ(world.as(who, {"finance", "reveal", id.text()}).code, 0);
  world.ledger.go_to(world.financing(all_declined).deadlines.reveal_by);

  const Said one = world.as("shunchang/maker1", {"finance", "compare", one_declined.text()});
  EXPECT_LT(one.out.find("best"), one.out.find("dongfang")) << one.out;
  EXPECT_LT(one.out.find("197,946.67"), one.out.find("under what was asked")) << one.out;
  EXPECT_TRUE(has(one.err, "allonge finance award")) << one.err;
  ASSERT_EQ(world.by_two("shunchang", {"finance", "award", one_declined.text()}).code, 0);
  EXPECT_EQ(world.financing(one_declined).award->financier.text(), "jianghai");

  const Said none = world.as("shunchang/maker1", {"finance", "compare", all_declined.text()});
  EXPECT_FALSE(has(none.out, "best")) << none.out;
  EXPECT_TRUE(has(none.out, "under what was asked")) << none.out;
  EXPECT_TRUE(has(none.err, "none leaves the 198,240.01 that was asked for")) << none.err;
  EXPECT_TRUE(has(none.err, "allonge finance cancel " + all_declined.text())) << none.err;
  EXPECT_EQ(world.as("shunchang/maker1", {"finance", "award", all_declined.text()}).code, 5);
  const Said forced = world.by_two("shunchang", {"finance", "award", all_declined.text(), "--financier", "jianghai"});
  EXPECT_EQ(forced.code, 6);
  EXPECT_TRUE(has(forced.err, "BAD_PRICE")) << forced.err;
}

TEST(Finance, WhatWaitsForQuotesIsShownAmongTheHoldings) {
  FinanceWorld world;
  world.requested();
  const Said shown = world.as("shunchang/maker1", {"holdings"});
  EXPECT_TRUE(has(shown.out, "QUOTED")) << shown.out;
  EXPECT_TRUE(has(shown.out, "PLEDGED")) << shown.out;
  EXPECT_TRUE(has(world.as("shunchang/maker1", {"--plain", "holdings"}).out, "\t1,000,000.00\t800,000.00\t0.00\t200,000.00\t0.00\t")) << shown.out;
}

TEST(Finance, ANewQuoteTakesThePlaceOfTheOldWhenRevealed) {
  FinanceWorld world;
  const FinancingId id = world.requested();
  for (const char* rate : {"3.60%", "3.40%"})
    ASSERT_EQ(world.as("jianghai/maker1", {"finance", "quote", id.text(), "--rate", rate}).code, 0);
  world.ledger.go_to(world.financing(id).deadlines.quote_by);
  ASSERT_EQ(world.as("jianghai/maker1", {"finance", "reveal", id.text()}).code, 0);
  EXPECT_TRUE(has(world.as("shunchang/maker1", {"finance", "compare", id.text()}).out, "3.40%"));
}

// What is sent too early is refused by the ledger, and stands readable in the chain.
TEST(Finance, TermsDoNotLeaveTheWalletBeforeQuotesAreClosed) {
  FinanceWorld world;
  const FinancingId id = world.requested();
  ASSERT_EQ(world.as("jianghai/maker1", {"finance", "quote", id.text(), "--rate", "3.60%"}).code, 0);
  world.node.asked.clear();
  const Said early = world.as("jianghai/maker1", {"finance", "reveal", id.text()});
  EXPECT_EQ(early.code, 6) << early.err;
  EXPECT_TRUE(has(early.err, "QUOTE_EARLY")) << early.err;
  for (const std::string& method : world.node.asked) EXPECT_EQ(method.rfind("tx_", 0), std::string::npos) << method;
}

// The ledger drops what was not revealed; its financier was told that no quote of it lies there.
TEST(Finance, WhatComesTooLateOrTooEarlyIsSaidToBeSo) {
  FinanceWorld world;
  const FinancingId id = world.requested();
  ASSERT_EQ(world.as("jianghai/maker1", {"finance", "quote", id.text(), "--rate", "3.60%"}).code, 0);
  const Said early = world.as("shunchang/maker1", {"finance", "award", id.text()});
  EXPECT_EQ(early.code, 6) << early.err;
  EXPECT_TRUE(has(early.err, "QUOTE_EARLY")) << early.err;

  world.ledger.go_to({world.financing(id).deadlines.quote_by.ms + 1});
  const Said late_quote = world.as("dongfang/maker1", {"finance", "quote", id.text(), "--rate", "3.00%"});
  EXPECT_EQ(late_quote.code, 6) << late_quote.err;
  EXPECT_TRUE(has(late_quote.err, "QUOTE_LATE")) << late_quote.err;
  EXPECT_FALSE(has(late_quote.err, "sealed: 3.00%")) << "nothing was sealed";

  world.ledger.go_to({world.financing(id).deadlines.reveal_by.ms + 1});
  const Said late = world.as("jianghai/maker1", {"finance", "reveal", id.text()});
  EXPECT_EQ(late.code, 6) << late.err;
  EXPECT_TRUE(has(late.err, "QUOTE_LATE")) << late.err;
  EXPECT_TRUE(has(late.err, "one that was not is void")) << late.err;
}

// Interest is never taken upfront: 3.60 % of 150,000.00 for 88 days are 1,320.00, owed afterwards.
TEST(Finance, ALoanIsSaidToBePaidOutWhole) {
  FinanceWorld world;
  const FinancingId id = world.requested({"--kind", "pledge_loan", "--asked", "150,000.00"});
  const Said quoted = world.as("jianghai/maker1", {"finance", "quote", id.text(), "--rate", "3.60%"});
  ASSERT_EQ(quoted.code, 0) << quoted.err;
  EXPECT_TRUE(has(quoted.err, "a loan of 150,000.00, paid out whole to shunchang; until 2026-05-29 it costs 1,320.00 interest and 0.00 fee")) << quoted.err;
  world.ledger.go_to(world.financing(id).deadlines.quote_by);
  ASSERT_EQ(world.as("jianghai/maker1", {"finance", "reveal", id.text()}).code, 0);
  world.ledger.go_to(world.financing(id).deadlines.reveal_by);
  EXPECT_TRUE(has(world.as("shunchang/maker1", {"finance", "compare", id.text()}).err, "150,000.00 are paid out whole"));
  const std::string paper = world.file("AP-award.json");
  const Said awarded = world.as("shunchang/maker1", {"finance", "award", id.text(), "--out", paper});
  EXPECT_TRUE(has(awarded.err, "costs 1,320.00 interest")) << awarded.err;
  EXPECT_TRUE(has(awarded.err, "150,000.00 are paid out")) << awarded.err;

  // Nothing is owed yet, so there is nothing to enforce.
  const Said enforced = world.as("jianghai/maker1", {"finance", "enforce", id.text()});
  EXPECT_EQ(enforced.code, 6) << enforced.err;
  EXPECT_TRUE(has(enforced.err, "it is open; nothing is owed")) << enforced.err;
}

TEST(Finance, AQuoteSealedElsewhereIsNotGuessed) {
  FinanceWorld world;
  const FinancingId id = world.requested();
  ASSERT_EQ(world.as("dongfang/maker1", {"finance", "quote", id.text(), "--seal", std::string(64, 'a')}).code, 0);
  world.ledger.go_to(world.financing(id).deadlines.quote_by);
  const Said unknown = world.as("dongfang/maker1", {"finance", "reveal", id.text()});
  EXPECT_EQ(unknown.code, 5) << unknown.err;
  EXPECT_TRUE(has(unknown.err, "no salt for it")) << unknown.err;
  EXPECT_EQ(world.as("jianghai/maker1", {"finance", "reveal", id.text()}).code, 5) << "never quoted";
}

// "+1h" is another moment a second later: the request typed again was another request, for more ranges.
TEST(Finance, ARequestTypedAgainAfterADoubtIsTheSameRequest) {
  FinanceWorld world;
  world.node.lies["tx_submit"] = [](const std::string&) { return LyingNode::refusal("BAD_SIGNATURE"); };
  EXPECT_NE(world.as("shunchang/maker1", world.request_words()).code, 0);
  EXPECT_EQ(world.requests(), 1u) << "the node did it, and denied it";
  world.node.lies.clear();
  world.ledger.make_block(5'000);
  const Said again = world.as("shunchang/maker1", world.request_words());
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(world.requests(), 1u);
}

TEST(RateText, ReadsWhatPeopleTypeAndNothingElse) {
  const std::pair<const char*, std::uint32_t> good[] = {{"3.60%", 36'000}, {"3.6", 36'000}, {"0%", 0}, {"4", 40'000}, {"3.8525%", 38'525}, {"100%", 1'000'000}};
  for (const auto& [typed, ppm] : good) {
    const auto read = read_rate(typed);
    ASSERT_TRUE(read.has_value()) << typed;
    EXPECT_EQ(*read, ppm) << typed;
  }
  for (const char* typed : {"", "%", "3,6%", "-1%", "3.60000%", "1e2", "3.%", ".5%", "3.6 %", "1000%1", "+3"}) EXPECT_EQ(read_rate(typed).reason(), Reason::bad_text) << typed;
  EXPECT_EQ(rate_text(36'000), "3.60%");
  EXPECT_EQ(rate_text(38'525), "3.8525%");
  EXPECT_EQ(rate_text(0), "0.00%");
}

TEST(Moments, AreTheLedgersFormOrCountedFromNow) {
  const Time now{1'000};
  EXPECT_EQ(read_moment("+90m", now)->ms, 1'000u + 90 * 60'000);
  EXPECT_EQ(read_moment("+3d", now)->ms, 1'000u + 3 * ms_per_day);
  EXPECT_EQ(read_moment("2027-03-02T03:14:07Z", now)->text(), "2027-03-02T03:14:07.000Z");
  EXPECT_EQ(read_moment("2027-03-02T03:14:07.112Z", now)->text(), "2027-03-02T03:14:07.112Z");
  for (const char* typed : {"", "+", "+h", "+2", "+2w", "+-2h", "2h", "2027-03-02", "+999999d"}) EXPECT_EQ(read_moment(typed, now).reason(), Reason::bad_date) << typed;
}

}  // namespace
}  // namespace allonge::wallet
