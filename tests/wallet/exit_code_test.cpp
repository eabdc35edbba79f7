#include "wallet/exit_code.h"

#include <gtest/gtest.h>

#include "api/rpc_error.h"
#include "wallet/complaint.h"
#include "wallet/phrases.h"

namespace allonge::wallet {
namespace {

TEST(ExitCode, SaysWhetherAScriptMayTryAgain) {
  EXPECT_EQ(exit_of(Reason::bad_amount), Exit::usage);
  EXPECT_EQ(exit_of(Reason::approvals_missing), Exit::waiting);
  EXPECT_EQ(exit_of(Reason::idem_conflict), Exit::refused);
  EXPECT_EQ(exit_of(Reason::pool_full), Exit::unreachable);
  EXPECT_EQ(exit_of(Reason::unknown_party), Exit::not_allowed);
  EXPECT_EQ(exit_of(Reason::not_found), Exit::not_found);
  EXPECT_EQ(exit_of(Reason::unreachable), Exit::unreachable);
  EXPECT_EQ(exit_of(Reason::bad_key_file), Exit::file);
  EXPECT_EQ(exit_of(Reason::outcome_unknown), Exit::unknown);
  EXPECT_EQ(exit_of(Reason::proof_invalid), Exit::unverified);
  EXPECT_EQ(exit_of(Reason::range_locked), Exit::refused);
  EXPECT_EQ(exit_of(Reason::invariant_broken), Exit::fault);
}

TEST(ExitCode, IsNeverSuccessForARefusal) {
  for (const ReasonRow& row : reason_table()) EXPECT_NE(exit_of(row.reason), Exit::done) << row.name;
}

TEST(Complaint, HasItsPartsWithTheNextStepLast) {
  const std::string text = complaint(Refusal{Reason::range_locked, "1-30000000 is offered to lanwan"}, "cert transfer", Language::en, Terminal::plain());
  EXPECT_EQ(text.find("✗ cert transfer refused: The range is not free."), 0u);
  EXPECT_NE(text.find("[ALG-2002 RANGE_LOCKED]"), std::string::npos);
  EXPECT_NE(text.find("1-30000000 is offered to lanwan"), std::string::npos);
  EXPECT_NE(text.find("Who can clear it: owner"), std::string::npos);
  const std::size_t last_line = text.rfind('\n', text.size() - 2) + 1;
  EXPECT_EQ(text.find("→ ", last_line), last_line);
}

// A move of the calendar that nobody had answered yet was called refused.
TEST(Complaint, DoesNotCallRefusedWhatMayStillHappen) {
  const std::string text = complaint(Refusal{Reason::outcome_unknown, {}}, "testnet time", Language::en, Terminal::plain());
  EXPECT_EQ(text.find("✗ testnet time: The outcome is not known yet."), 0u) << text;
  EXPECT_EQ(text.find("refused"), std::string::npos) << text;
}

TEST(Complaint, SpeaksChinese) {
  const std::string text = complaint(Refusal{Reason::range_locked, {}}, "cert transfer", Language::zh, Terminal::plain());
  EXPECT_NE(text.find("被拒绝：该区间当前不可用。"), std::string::npos);
  EXPECT_NE(text.find("[ALG-2002 RANGE_LOCKED]"), std::string::npos);
}

TEST(Explain, GivesEveryReasonInBothLanguages) {
  for (const ReasonRow& row : reason_table()) {
    const std::string page = explanation(row.reason);
    EXPECT_NE(page.find(row.name), std::string::npos);
    EXPECT_NE(page.find(row.en), std::string::npos);
    EXPECT_NE(page.find(row.zh), std::string::npos);
    EXPECT_NE(page.find(api::hint_of(row.reason)), std::string::npos);
  }
}

}  // namespace
}  // namespace allonge::wallet
