#include "wallet/money_text.h"

namespace allonge::wallet {

namespace {

// Full-width digits, comma and point to their plain forms; other characters stay.
std::string to_plain(std::string_view typed) {
  std::string out;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    // U+FF0C, U+FF0E and U+FF10..FF19 are EF BC 8C, EF BC 8E and EF BC 90..99.
    if (i + 2 < typed.size() && typed[i] == '\xEF' && typed[i + 1] == '\xBC') {
      const auto last = static_cast<unsigned char>(typed[i + 2]);
      const bool is_digit = last >= 0x90 && last <= 0x99;
      if (is_digit || last == 0x8C || last == 0x8E) {
        out.push_back(is_digit ? char('0' + last - 0x90) : last == 0x8C ? ',' : '.');
        i += 2;
        continue;
      }
    }
    out.push_back(typed[i]);
  }
  return out;
}

}  // namespace

std::string money_text(Amount amount) {
  std::string text = amount.text();
  const std::size_t point = text.find('.');
  for (std::size_t at = point; at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

std::string money_text(Amount amount, std::string_view currency) {
  return money_text(amount) + " " + std::string(currency);
}

Result<Amount> read_money(std::string_view typed) {
  const std::string plain = to_plain(typed);
  const std::size_t whole = plain.find('.') == std::string::npos ? plain.size() : plain.find('.');
  if (plain.find(',') == std::string::npos) return Amount::parse(plain);

  // With marks: they stand after every third digit of the whole part and nowhere else.
  std::string digits;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const bool mark_here = i < whole && i > 0 && (whole - i) % 4 == 0;
    if ((plain[i] == ',') != mark_here)
      return Refusal{Reason::bad_amount, "thousands marks stand in threes: " + std::string(typed)};
    if (plain[i] != ',') digits.push_back(plain[i]);
  }
  return Amount::parse(digits);
}

}  // namespace allonge::wallet
