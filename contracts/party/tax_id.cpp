#include "contracts/party/tax_id.h"

namespace allonge {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // without I O S V Z
constexpr std::array<int, 17> weights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

std::optional<char> check_letter(std::string_view first_17) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto value = alphabet.find(first_17[i]);
    if (value == std::string_view::npos) return std::nullopt;
    sum += int(value) * weights[i];
  }
  return alphabet[std::size_t((31 - sum % 31) % 31)];
}

}  // namespace

Result<TaxId> TaxId::parse(std::string_view text) {
  if (text.size() != length) return Refusal{Reason::bad_tax_id, "a code has 18 letters"};
  const auto letter = check_letter(text.substr(0, 17));
  if (!letter) return Refusal{Reason::bad_tax_id, "a letter is not of 0-9 A-Z without I O S V Z"};
  if (*letter != text[17]) return Refusal{Reason::bad_tax_id, "the check letter does not fit: a letter is wrong"};
  TaxId out;
  std::copy(text.begin(), text.end(), out.letters_.begin());
  return out;
}

Result<TaxId> TaxId::with_check_letter(std::string_view first_17) {
  if (first_17.size() != 17) return Refusal{Reason::bad_tax_id, "17 letters and a check letter"};
  const auto letter = check_letter(first_17);
  if (!letter) return Refusal{Reason::bad_tax_id, "a letter is not of 0-9 A-Z without I O S V Z"};
  return parse(std::string(first_17) + *letter);
}

std::string_view TaxId::text() const {
  return is_set() ? text_of(BytesView(letters_)) : std::string_view{};
}

}  // namespace allonge
