// Why a credential or an authority lost its standing (credentials.md 7): one list for all of them.
#pragma once

#include "ledger/fields.h"

namespace allonge::credential {

// DO NOT CHANGE OR RE-USE A NUMBER: they stand in the state.
enum class Cause : std::uint8_t {
  unspecified = 1,
  key_compromise = 2,
  claim_false = 3,
  licence_withdrawn = 4,
  sanctions = 5,
  superseded = 6,  // only by what takes its place
  cessation = 7,
  affiliation_changed = 8,
};
constexpr std::array<EnumValue, 8> values_of(Cause) {
  return {{{1, "unspecified"}, {2, "key_compromise"}, {3, "claim_false"}, {4, "licence_withdrawn"}, {5, "sanctions"},
           {6, "superseded"}, {7, "cessation"}, {8, "affiliation_changed"}}};
}

// The public word of a described value.
template <class Enum>
constexpr std::string_view word_of(Enum value) {
  for (const EnumValue& row : values_of(value))
    if (row.number == std::uint64_t(value)) return row.name;
  return {};
}

}  // namespace allonge::credential
