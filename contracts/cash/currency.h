// Currencies by their ISO 4217 numbers; only those with a hundredth as smallest unit, because an
// Amount counts fen.
#pragma once

#include "ledger/fields.h"

namespace allonge {

enum class Currency : std::uint16_t { cny = 156, hkd = 344, usd = 840, eur = 978 };
constexpr std::array<EnumValue, 4> values_of(Currency) {
  return {{{156, "CNY"}, {344, "HKD"}, {840, "USD"}, {978, "EUR"}}};
}
inline void append_key(Bytes& out, Currency part) { append_big_endian(out, std::uint16_t(part)); }
std::string_view name_of(Currency currency);

}  // namespace allonge
