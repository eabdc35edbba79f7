#include "ledger/amount.h"

#include <algorithm>

namespace allonge {

namespace {
__extension__ using Wide = unsigned __int128;

Result<Amount> of_wide(Wide fen) {
  if (fen > Amount::max_fen) return Reason::overflow;
  return Amount::of_fen(std::uint64_t(fen));
}
}  // namespace

Result<Amount> Amount::of_fen(std::uint64_t fen) {
  if (fen > max_fen) return Refusal{Reason::bad_amount, "more than 10^15 fen"};
  return Amount(fen);
}

Result<Amount> Amount::parse(std::string_view yuan) {
  const Refusal form{Reason::bad_amount, "expected yuan like 200000.00"};
  std::uint64_t fen = 0;
  std::size_t digits = 0, decimals = 0;
  bool point = false;
  for (const char c : yuan) {
    if (c == '.') {
      if (point || digits == 0) return form;
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return form;
    if (point && ++decimals > 2) return form;
    ++digits;
    fen = fen * 10 + std::uint64_t(c - '0');
    if (fen > max_fen) return Refusal{Reason::bad_amount, "more than 10^15 fen"};
  }
  if (digits == 0 || (point && decimals == 0)) return form;
  for (; decimals < 2; ++decimals) fen *= 10;
  return of_fen(fen);
}

std::string Amount::text() const {
  const std::uint64_t cents = fen_ % 100;
  return std::to_string(fen_ / 100) + (cents < 10 ? ".0" : ".") + std::to_string(cents);
}

Result<Amount> add(Amount a, Amount b) { return of_wide(Wide(a.fen()) + b.fen()); }

Result<Amount> subtract(Amount a, Amount b) {
  if (b > a) return Reason::overflow;
  return Amount::of_fen(a.fen() - b.fen());
}

Result<Amount> scale(Amount a, std::uint64_t numerator, std::uint64_t denominator, Rounding rounding) {
  ensure(denominator != 0, "nothing is divided by zero");
  const Wide product = Wide(a.fen()) * numerator;
  Wide quotient = product / denominator;
  const Wide rest = product % denominator;
  switch (rounding) {
    case Rounding::down: break;
    case Rounding::up: quotient += rest != 0; break;
    case Rounding::half_up: quotient += rest * 2 >= denominator; break;
    case Rounding::half_even:
      quotient += rest * 2 > denominator || (rest * 2 == denominator && quotient % 2 == 1);
      break;
  }
  return of_wide(quotient);
}

Result<std::vector<Amount>> share(Amount whole, std::span<const std::uint64_t> weights) {
  Wide sum = 0;
  for (const std::uint64_t weight : weights) sum += weight;
  if (sum > ~std::uint64_t{0}) return Reason::overflow;
  std::vector<Amount> shares;
  if (sum == 0) return shares;

  struct Rest {
    std::uint64_t remainder;
    std::size_t place;
  };
  std::vector<std::uint64_t> parts;
  std::vector<Rest> rests;
  std::uint64_t given = 0;
  for (const std::uint64_t weight : weights) {
    const Wide product = Wide(whole.fen()) * weight;
    rests.push_back({std::uint64_t(product % sum), parts.size()});
    parts.push_back(std::uint64_t(product / sum));
    given += parts.back();
  }
  std::stable_sort(rests.begin(), rests.end(),
                   [](const Rest& a, const Rest& b) { return a.remainder > b.remainder; });
  for (std::size_t i = 0; given < whole.fen(); ++i, ++given) ++parts[rests[i].place];
  for (const std::uint64_t part : parts) {
    TRY(const Amount amount, Amount::of_fen(part));
    shares.push_back(amount);
  }
  return shares;
}

}  // namespace allonge
