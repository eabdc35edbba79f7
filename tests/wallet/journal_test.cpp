// What is sent is written down first, so that a crash anywhere leads to the same bytes again.
#include "wallet/journal.h"

#include <gtest/gtest.h>

#include "tests/support/program.h"

namespace allonge::wallet {
namespace {

JournalEntry entry(std::uint8_t idem, const char* title = "cert transfer") {
  JournalEntry out;
  out.chain.bytes[0] = 1;
  out.party = *PartyId::parse("taihe");
  out.idem.bytes[0] = idem;
  out.transaction.bytes[0] = idem;
  out.operations.bytes[0] = 9;
  out.valid_until = Time{1000};
  out.bytes = {1, 2, 3};
  out.title = title;
  return out;
}

TEST(Journal, KeepsWhatWasSentAcrossACrash) {
  const allonge::testing::TemporaryFolder folder;
  const std::string path = folder.path() + "/j/journal.db";
  {
    auto journal = Journal::open(path);
    ASSERT_TRUE(journal.has_value()) << journal.error().detail;
    ASSERT_TRUE(journal->write(entry(1)).has_value());
  }
  auto journal = Journal::open(path);
  ASSERT_TRUE(journal.has_value());
  const JournalEntry wanted = entry(1);
  const auto found = journal->attempts(wanted.chain, wanted.party, wanted.operations);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].idem, wanted.idem);
  EXPECT_EQ(found[0].bytes, wanted.bytes);
  EXPECT_EQ(found[0].valid_until, wanted.valid_until);
}

TEST(Journal, ForgetsNoOutcome) {
  const allonge::testing::TemporaryFolder folder;
  auto journal = Journal::open(folder.path() + "/journal.db");
  ASSERT_TRUE(journal.has_value());
  const JournalEntry one = entry(1);
  ASSERT_TRUE(journal->write(one).has_value());
  EXPECT_EQ(journal->open_entries(one.chain).size(), 1u);
  ASSERT_TRUE(journal->note_outcome(one.chain, one.party, one.idem, "done").has_value());
  EXPECT_TRUE(journal->open_entries(one.chain).empty());
  EXPECT_TRUE(journal->attempts(one.chain, one.party, one.operations).empty());
  EXPECT_EQ(journal->find(one.chain, one.party, one.idem)->outcome, "done");
}

// A node kept the signed bytes and answered a definite refusal: the act typed again was signed a second
// time, and the node submitted both.
TEST(Journal, ARefusalByANodeDoesNotFreeTheAct) {
  const allonge::testing::TemporaryFolder folder;
  auto journal = Journal::open(folder.path() + "/journal.db");
  ASSERT_TRUE(journal.has_value());
  const JournalEntry one = entry(1);
  ASSERT_TRUE(journal->write(one).has_value());
  for (const std::string word : {"rejected BAD_SIGNATURE", outcome::expired, outcome::said_refused, outcome::sent, outcome::unknown}) {
    ASSERT_TRUE(journal->note_outcome(one.chain, one.party, one.idem, word).has_value());
    EXPECT_EQ(journal->attempts(one.chain, one.party, one.operations).size(), 1u) << word;
  }
  ASSERT_TRUE(journal->note_outcome(one.chain, one.party, one.idem, outcome::proven_refused).has_value());
  EXPECT_TRUE(journal->attempts(one.chain, one.party, one.operations).empty());
}

TEST(Journal, RefusesAnIdemForOtherBytes) {
  const allonge::testing::TemporaryFolder folder;
  auto journal = Journal::open(folder.path() + "/journal.db");
  ASSERT_TRUE(journal.has_value());
  ASSERT_TRUE(journal->write(entry(1)).has_value());
  EXPECT_TRUE(journal->write(entry(1)).has_value());
  JournalEntry other = entry(1);
  other.transaction.bytes[5] = 7;
  EXPECT_EQ(journal->write(other).reason(), Reason::idem_conflict);
}

// A quote whose salt is lost can never be revealed.
TEST(Journal, KeepsSealedQuotesWithTheirSaltsAcrossACrash) {
  const allonge::testing::TemporaryFolder folder;
  const std::string path = folder.path() + "/journal.db";
  receivable::QuoteSecret first{FinancingId::derive(Digest{}, 0), *PartyId::parse("jianghai"), {}, Bytes(32, 1)};
  receivable::QuoteSecret second = first;
  second.terms.rate_ppm = 36'000;
  second.salt = Bytes(32, 2);
  Digest chain, other_chain;
  chain.bytes[0] = 1;
  {
    auto journal = Journal::open(path);
    ASSERT_TRUE(journal.has_value());
    for (const auto& quote : {first, second, first}) ASSERT_TRUE(journal->write(chain, quote).has_value());
  }
  const auto journal = Journal::open(path);
  const auto kept = journal->quotes(chain, first.financier, first.financing);
  ASSERT_EQ(kept.size(), 2u) << "the same quote again changes nothing";
  EXPECT_EQ(kept[0].salt, second.salt) << "newest first";
  EXPECT_EQ(receivable::seal_of(kept[1]), receivable::seal_of(first));
  EXPECT_TRUE(journal->quotes(other_chain, first.financier, first.financing).empty());
  EXPECT_TRUE(journal->quotes(chain, *PartyId::parse("dongfang"), first.financing).empty());
}

TEST(Journal, KeepsChainsAndPartiesApart) {
  const allonge::testing::TemporaryFolder folder;
  auto journal = Journal::open(folder.path() + "/journal.db");
  ASSERT_TRUE(journal.has_value());
  ASSERT_TRUE(journal->write(entry(1)).has_value());
  JournalEntry elsewhere = entry(1);
  elsewhere.chain.bytes[0] = 2;
  ASSERT_TRUE(journal->write(elsewhere).has_value());
  EXPECT_EQ(journal->open_entries(entry(1).chain).size(), 1u);
  EXPECT_FALSE(journal->find(elsewhere.chain, *PartyId::parse("core"), elsewhere.idem).has_value());
}

}  // namespace
}  // namespace allonge::wallet
