// Money, counted in fen (the smallest unit of the currency named beside it). An Amount is never
// negative, never above 10^15, never made from floating point, and never overflows silently.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.h"

namespace allonge {

// The rounding is named at every division, to show that somebody thought about it.
enum class Rounding { down, up, half_up, half_even };

class Amount {
 public:
  static constexpr std::uint64_t max_fen = 1'000'000'000'000'000;  // ten trillion yuan

  constexpr Amount() = default;
  static Result<Amount> of_fen(std::uint64_t fen);      // BAD_AMOUNT above max_fen
  static Result<Amount> parse(std::string_view yuan);   // "200000.00", "28000", "0.5"; BAD_AMOUNT
  std::uint64_t fen() const { return fen_; }
  bool is_zero() const { return fen_ == 0; }
  std::string text() const;  // "200000.00"
  auto operator<=>(const Amount&) const = default;

 private:
  constexpr explicit Amount(std::uint64_t fen) : fen_(fen) {}
  std::uint64_t fen_ = 0;
};

Result<Amount> add(Amount a, Amount b);       // OVERFLOW
Result<Amount> subtract(Amount a, Amount b);  // OVERFLOW when b is larger
// a * numerator / denominator through a 128-bit product, rounded once. OVERFLOW; denominator not 0.
Result<Amount> scale(Amount a, std::uint64_t numerator, std::uint64_t denominator, Rounding rounding);

// Shares `whole` over `weights` so that the shares add up to the whole exactly: each is rounded
// down, the left-over fen go to the largest remainders, ties to the earlier place.
// Empty when the weights add up to zero. OVERFLOW if they do not fit 64 bits.
Result<std::vector<Amount>> share(Amount whole, std::span<const std::uint64_t> weights);

// The place of one fen in a certificate: 1 to face. As JSON an integer text.
struct Fen {
  std::uint64_t value = 0;
  auto operator<=>(const Fen&) const = default;
};

}  // namespace allonge
