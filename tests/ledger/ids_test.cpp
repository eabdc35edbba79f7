#include "ledger/ids.h"

#include <gtest/gtest.h>

#include <random>

namespace allonge {
namespace {

TEST(PartyId, AcceptsExactlyItsForm) {
  for (const char* good : {"abc", "taihe", "a-1", "a23456789012345678901234567890bc"}) {
    const auto party = PartyId::parse(good);
    ASSERT_TRUE(party) << good;
    EXPECT_EQ(party->text(), good);
    EXPECT_EQ(party->key().size(), 32u);
  }
  for (const char* bad : {"", "ab", "1ab", "-ab", "ab-", "Abc", "a_b", "a b", "a.b", "a23456789012345678901234567890bcd", "太和"})
    EXPECT_EQ(PartyId::parse(bad).reason(), Reason::bad_text) << bad;
  EXPECT_EQ(PartyId::parse(std::string_view("ab\0c", 4)).reason(), Reason::bad_text);
  EXPECT_FALSE(PartyId().is_set());
}

TEST(PartyId, SortsAsTextAndAsKey) {
  const std::vector<std::string> names{"aaa", "aaa-a", "aaa0", "aaaa", "aab", "b00"};
  for (std::size_t i = 1; i < names.size(); ++i) {
    const PartyId lower = *PartyId::parse(names[i - 1]), upper = *PartyId::parse(names[i]);
    EXPECT_LT(lower, upper);
    EXPECT_TRUE(compare(lower.key(), upper.key()) < 0);
  }
}

constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

TEST(DocumentId, ReadsWhatItWrites) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 dice(seed);
  for (int round = 0; round < 2000; ++round) {
    const std::uint64_t bits = (dice() >> 4 >> dice() % 60) | 1;
    const std::string text = ids::write("RC", bits);
    ASSERT_EQ(text.size(), 19u);
    ASSERT_EQ(CertificateId::parse(text)->bits(), bits);
    ASSERT_EQ(CertificateId::parse(text)->text(), text);
  }
  EXPECT_EQ(ids::write("INV", 1), "INV-0000-0000-0001-2");
}

TEST(DocumentId, ShowsAnyOneWrongLetter) {
  const std::string good = CertificateId::derive(Digest{}, 3).text();
  for (std::size_t at = 3; at < good.size(); ++at) {
    if (good[at] == '-') continue;
    for (const char letter : letters) {
      if (letter == good[at]) continue;
      std::string bad = good;
      bad[at] = letter;
      EXPECT_EQ(CertificateId::parse(bad).reason(), Reason::bad_text) << bad;
    }
  }
}

// A weighted sum modulo 32 did not see a swap of neighbours that differ by exactly 16.
TEST(DocumentId, ShowsAnyTwoExchangedLetters) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 dice(seed);
  for (int round = 0; round < 200; ++round) {
    const std::string good = ids::write("RC", (dice() >> 4) | 1);
    for (std::size_t a = 3; a < good.size(); ++a) {
      for (std::size_t b = a + 1; b < good.size(); ++b) {
        if (good[a] == '-' || good[b] == '-' || good[a] == good[b]) continue;
        std::string bad = good;
        std::swap(bad[a], bad[b]);
        ASSERT_EQ(CertificateId::parse(bad).reason(), Reason::bad_text) << good << " " << bad;
      }
    }
  }
}

TEST(DocumentId, HasOneTextOnly) {
  const std::string good = CertificateId::derive(Digest{}, 0).text();
  std::string small = good;
  for (char& c : small) c = char(std::tolower(c));
  EXPECT_FALSE(CertificateId::parse(small));
  EXPECT_FALSE(CertificateId::parse(good + " "));
  EXPECT_FALSE(CertificateId::parse(good.substr(0, good.size() - 2)));
  EXPECT_FALSE(CertificateId::parse(""));
  EXPECT_FALSE(CertificateId::parse("RC-0000-0000-0000-0")) << "an id that is unset has no text";
  EXPECT_FALSE(InvoiceId::parse(good));
  EXPECT_EQ(CertificateId().text(), "");
}

TEST(DocumentId, DependsOnKindTransactionAndPlace) {
  Digest other;
  other.bytes[31] = 1;
  const auto one = CertificateId::derive(Digest{}, 0);
  EXPECT_TRUE(one.is_set());
  EXPECT_EQ(one, CertificateId::derive(Digest{}, 0));
  EXPECT_NE(one, CertificateId::derive(Digest{}, 1));
  EXPECT_NE(one, CertificateId::derive(other, 0));
  EXPECT_NE(one.bits(), InvoiceId::derive(Digest{}, 0).bits());
}

}  // namespace
}  // namespace allonge
