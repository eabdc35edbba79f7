#include "ledger/reason.h"

#include <gtest/gtest.h>

#include <set>

#include "ledger/result.h"
#include "ledger/utf8.h"

namespace allonge {
namespace {

TEST(Reason, TableIsCompleteAndDistinct) {
  std::set<std::string_view> names, sentences;
  std::uint32_t last = 0;
  for (const ReasonRow& row : reason_table()) {
    EXPECT_GT(number_of(row.reason), last);
    last = number_of(row.reason);
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(sentences.insert(row.en).second) << row.name << ": two reasons say the same";
    EXPECT_EQ(row.name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"), std::string_view::npos) << row.name;
    EXPECT_TRUE(row.en.ends_with('.')) << row.name;
    EXPECT_TRUE(row.zh.ends_with("。")) << row.name;
    EXPECT_TRUE(is_utf8(row.zh));
    EXPECT_FALSE(row.hint.empty()) << row.name;
  }
  EXPECT_GT(names.size(), 80u);
}

TEST(Reason, IsFoundByNumberAndByName) {
  for (const ReasonRow& row : reason_table()) {
    const std::string number = std::to_string(number_of(row.reason));
    EXPECT_EQ(find_reason(number), row.reason);
    EXPECT_EQ(find_reason("ALG-" + number), row.reason);
    EXPECT_EQ(find_reason(row.name), row.reason);
    EXPECT_EQ(name_of(row.reason), row.name);
  }
  EXPECT_EQ(find_reason("range_locked"), Reason::range_locked);
  EXPECT_EQ(find_reason("alg-2002"), Reason::range_locked);
  for (const char* unknown : {"", "0", "99999", "RANGE", "RANGE_LOCKED ", "ALG-"}) EXPECT_FALSE(find_reason(unknown));
}

// DO NOT CHANGE: these numbers stand in receipts that were hashed.
TEST(Reason, NumbersStayWhatTheyWere) {
  EXPECT_EQ(number_of(Reason::bad_encoding), 101u);
  EXPECT_EQ(number_of(Reason::tx_expired), 1001u);
  EXPECT_EQ(number_of(Reason::not_found), 1103u);
  EXPECT_EQ(number_of(Reason::proof_invalid), 1304u);
  EXPECT_EQ(number_of(Reason::range_locked), 2002u);
  EXPECT_EQ(number_of(Reason::bad_price), 2206u);
  EXPECT_EQ(number_of(Reason::invariant_broken), 2901u);
}

TEST(Reason, NamesRetryAndFixer) {
  EXPECT_EQ(name_of(Retry::fresh), "new");
  EXPECT_EQ(name_of(Fixer::nobody), "nobody");
  EXPECT_EQ(name_of(Fixer::operator_), "operator");
}

Result<int> half(int number) {
  if (number % 2 != 0) return Refusal{Reason::out_of_range, "odd"};
  return number / 2;
}
Result<int> quarter(int number) {
  TRY(const int once, half(number));
  TRY(const int twice, half(once));
  return twice;
}
Result<void> must_be_even(int number) {
  CHECK(half(number));
  return done();
}

TEST(Result, CarriesAValueOrTheFirstRefusal) {
  EXPECT_EQ(*quarter(12), 3);
  EXPECT_EQ(quarter(6).reason(), Reason::out_of_range);
  EXPECT_EQ(quarter(6).error().detail, "odd");
  EXPECT_TRUE(must_be_even(2));
  EXPECT_EQ(must_be_even(3).reason(), Reason::out_of_range);
}

TEST(Result, MovesWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  const std::unique_ptr<int> taken = *std::move(result);
  EXPECT_EQ(*taken, 7);
}

TEST(ResultDeathTest, StopsWhenReadWithoutAsking) {
  EXPECT_EXIT(static_cast<void>(*half(3)), testing::ExitedWithCode(70), "only after asking");
  EXPECT_EXIT(static_cast<void>(half(2).error()), testing::ExitedWithCode(70), "only where there is one");
}

}  // namespace
}  // namespace allonge
