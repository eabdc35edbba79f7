#include "wallet/numerals.h"

#include <array>

namespace allonge::wallet {

namespace {

constexpr std::array<std::string_view, 10> digit{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
constexpr std::array<std::string_view, 4> place{"", "拾", "佰", "仟"};

// Whole yuan. A run of zeros between digits is read as one 零; zeros at the end are not read.
std::string whole_yuan(std::uint64_t yuan) {
  std::array<unsigned, 16> digits{};  // least significant first; 10^13 is the largest amount
  std::size_t count = 0;
  for (; yuan != 0; yuan /= 10) digits[count++] = unsigned(yuan % 10);

  std::string out;
  bool zero_waits = false;   // zeros were passed since the last digit
  bool group_has_digit = false;
  for (std::size_t i = count; i-- > 0;) {
    if (digits[i] == 0) {
      zero_waits = !out.empty();
    } else {
      if (zero_waits) out += digit[0];
      zero_waits = false;
      group_has_digit = true;
      out += digit[digits[i]];
      out += place[i % 4];
    }
    // 万亿 is 万 of 亿: the word for 10^8 is said once, at the end of both groups.
    if (i % 4 == 0) {
      if (i == 12 && group_has_digit) out += "万";
      else if (i == 8 && (group_has_digit || count > 12)) out += "亿";
      else if (i == 4 && group_has_digit) out += "万";
      group_has_digit = false;
    }
  }
  return out;
}

}  // namespace

std::string capital_numerals(Amount amount) {
  const std::uint64_t yuan = amount.fen() / 100;
  const auto jiao = unsigned(amount.fen() / 10 % 10);
  const auto fen = unsigned(amount.fen() % 10);
  if (amount.is_zero()) return "零元整";

  std::string out;
  if (yuan != 0) out = whole_yuan(yuan) + "元";
  if (jiao == 0 && fen == 0) return out + "整";
  if (jiao != 0) {
    out += digit[jiao];
    out += "角";
  } else if (yuan != 0) {
    out += digit[0];
  }
  if (fen != 0) {
    out += digit[fen];
    out += "分";
  } else {
    out += "整";
  }
  return out;
}

}  // namespace allonge::wallet
