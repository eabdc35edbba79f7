// 统一社会信用代码: the unified social credit code of an organisation (GB 32100-2015): 17 letters of a
// 31-letter alphabet and a check letter. Always upper case; the check letter is verified wherever one
// is read, so a mistyped code never becomes a name in the registry.
#pragma once

#include "ledger/fields.h"

namespace allonge {

class TaxId {
 public:
  static constexpr std::size_t length = 18;
  static constexpr std::string_view form = "^[0-9A-HJ-NPQRTUWXY]{18}$";

  TaxId() = default;
  static Result<TaxId> parse(std::string_view text);  // BAD_TAX_ID
  // The whole code for its first 17 letters. BAD_TAX_ID when they are not of the alphabet.
  static Result<TaxId> with_check_letter(std::string_view first_17);

  bool is_set() const { return letters_[0] != 0; }
  std::string_view text() const;
  BytesView key() const { return letters_; }
  auto operator<=>(const TaxId&) const = default;

 private:
  std::array<std::uint8_t, length> letters_{};
};

inline void append_key(Bytes& out, const TaxId& part) { append(out, part.key()); }

}  // namespace allonge
