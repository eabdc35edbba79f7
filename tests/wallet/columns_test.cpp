#include "wallet/columns.h"

#include <gtest/gtest.h>

#include "wallet/terminal.h"

namespace allonge::wallet {
namespace {

TEST(Columns, AlignChineseByWhatATerminalShows) {
  Columns table({"PARTY", "AMOUNT"});
  table.to_the_right({1});
  table.row({"泰和制造", "1.00"});
  table.row({"core", "300,000.00"});
  EXPECT_EQ(table.text(),
            "PARTY         AMOUNT\n"
            "泰和制造        1.00\n"
            "core      300,000.00\n");
}

TEST(Columns, HaveNoTrailingSpaces) {
  Columns table({"A", "B"});
  table.row({"long", ""});
  EXPECT_EQ(table.text(2), "  A     B\n  long\n");
}

TEST(Columns, AlignPaintedCells) {
  EXPECT_EQ(width_of("\x1b[32m✓\x1b[0m"), 1u);
  EXPECT_EQ(width_of("中文"), 4u);
  EXPECT_EQ(width_of("e\xCC\x81"), 1u);  // e and a combining accent
}

// A party's full name could repaint the screen or turn the reading direction (reliability.md P38).
TEST(Terminal, ShowsControlCharactersInsteadOfObeyingThem) {
  EXPECT_EQ(harmless("a\nb"), "a\\x0ab");
  EXPECT_EQ(harmless("\x1b[2J"), "\\x1b[2J");
  EXPECT_EQ(harmless("\xE2\x80\xAE" "abc"), "<U+202E>abc");
  EXPECT_EQ(harmless("\xC2\x9B"), "\\x9b");
  EXPECT_EQ(harmless("\xFF"), "\\xff");
  EXPECT_EQ(harmless("泰和"), "泰和");
}

TEST(Terminal, PaintsNothingWithoutATerminal) {
  EXPECT_EQ(Terminal::plain().paint(Colour::red, "x"), "x");
}

}  // namespace
}  // namespace allonge::wallet
