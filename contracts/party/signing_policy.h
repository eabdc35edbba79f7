// How many people of a party sign what (R-2, maker 经办 and checker 复核). By default the acts named
// in `two_people` need one maker and one checker, two different people; other acts need one maker.
// A party's policy changes the numbers per operation and amount band: a band for small amounts may
// allow one person, one for large amounts may ask for two checkers.
//
// The amount of a band is the sum over all operations of one kind in the transaction: cutting a large
// transfer into small ones in one transaction does not lower the number of people. Bands are in CNY.
#pragma once

#include "contracts/operation.h"

namespace allonge {

enum class Purpose : std::uint8_t {
  maker = 1,    // 经办: prepares and signs first
  checker = 2,  // 复核: looks at it and signs the same bytes
  single = 3,   // a system's key: signs alone where one person is enough, never counts beside another
};
constexpr std::array<EnumValue, 3> values_of(Purpose) { return {{{1, "maker"}, {2, "checker"}, {3, "single"}}}; }

struct Band {
  Amount up_to;                // inclusive
  std::uint32_t makers = 1;    // at least 1
  std::uint32_t checkers = 0;
  static constexpr auto fields() {
    return std::tuple{Field{1, "up_to", &Band::up_to, "the band's largest amount, in CNY"},
                      Field{2, "makers", &Band::makers, "how many makers sign"},
                      Field{3, "checkers", &Band::checkers, "how many checkers sign"}};
  }
  bool operator==(const Band&) const = default;
};

struct PolicyRule {
  std::string operation;    // "cert.transfer", "cert.*" or "*": the longest that fits counts
  std::vector<Band> bands;  // ascending; above the last one the default applies
  static constexpr auto fields() {
    return std::tuple{Field{1, "operation", &PolicyRule::operation, "name of an operation, family.* or *", 40},
                      Field{2, "bands", &PolicyRule::bands, "ascending by amount", 8}};
  }
  bool operator==(const PolicyRule&) const = default;
};

struct SigningPolicy {
  std::vector<PolicyRule> rules;  // ascending by operation, each once
  static constexpr auto fields() {
    return std::tuple{Field{1, "rules", &SigningPolicy::rules, "ascending by operation", 32}};
  }
  bool operator==(const SigningPolicy&) const = default;
};

struct PeopleNeeded {
  std::uint32_t makers = 1;
  std::uint32_t checkers = 0;
  bool operator==(const PeopleNeeded&) const = default;
};

// The acts that need two people unless a policy says otherwise, ascending.
std::span<const std::string_view> two_people();

// What `policy` asks for this operation. `total` is the sum of its amounts in the transaction; an
// operation without an amount counts as the largest.
PeopleNeeded needed(const SigningPolicy& policy, std::string_view operation, std::optional<Amount> total);

// How many different people can sign in which part.
struct PeopleCount {
  std::uint32_t only_maker = 0;
  std::uint32_t only_checker = 0;
  std::uint32_t either = 0;  // maker and checker; counts once
  std::uint32_t single = 0;  // nothing but single
};
bool enough(const PeopleCount& people, const PeopleNeeded& wanted);

// In order, bands ascending and sensible, operations known, and every requirement, defaults included,
// within what `people` can do. BAD_POLICY.
Result<void> acceptable(const SigningPolicy& policy, const PeopleCount& people);

}  // namespace allonge
