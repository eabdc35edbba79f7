// The roles a party can hold in the consortium (receivables.md 1). A party has a set of them.
#pragma once

#include <initializer_list>

#include "ledger/fields.h"

namespace allonge {

// DO NOT CHANGE OR RE-USE A NUMBER: they stand in the state.
enum class Role : std::uint8_t {
  issuer = 1,            // 开立方: core enterprise, promises to pay
  holder = 2,            // 持有方: supplier of any tier
  financier = 3,         // 资金方: bank, factor, lessor
  settlement_bank = 4,   // 结算银行: keeps cash accounts, attests payments
  platform = 5,          // 信息服务机构: relays; never holds, never is paid
  operator_ = 6,         // 运营方: admits parties, sets limits and profiles
  regulator = 7,         // 监管
  auditor = 8,           // 审计
  registrar = 9,         // 登记机构
  insurer = 10,
  guarantor = 11,
  certifier = 12,
  logistics = 13,
  inspector = 14,
  court = 15,
};
constexpr std::array<EnumValue, 15> values_of(Role) {
  return {{{1, "issuer"},     {2, "holder"},     {3, "financier"}, {4, "settlement_bank"}, {5, "platform"},
           {6, "operator"},   {7, "regulator"},  {8, "auditor"},   {9, "registrar"},       {10, "insurer"},
           {11, "guarantor"}, {12, "certifier"}, {13, "logistics"}, {14, "inspector"},     {15, "court"}}};
}

// A set of roles as bits.
struct RoleSet {
  std::uint32_t bits = 0;
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<Role> roles) {
    for (const Role role : roles) add(role);
  }
  constexpr void add(Role role) { bits |= 1u << std::uint32_t(role); }
  constexpr bool has(Role role) const { return (bits >> std::uint32_t(role) & 1u) != 0; }
  constexpr bool meets(RoleSet other) const { return (bits & other.bits) != 0; }
  constexpr bool empty() const { return bits == 0; }
};

// The roles named in a card: "issuer", or several of which one is enough: "operator|regulator".
// Nothing when a name is unknown (asked in a static_assert over all cards, operations.h).
constexpr std::optional<RoleSet> roles_named(std::string_view names) {
  RoleSet out;
  while (!names.empty()) {
    const std::size_t end = names.find('|');
    const std::string_view name = names.substr(0, end);
    bool known = false;
    for (const EnumValue& value : values_of(Role{}))
      if (value.name == name) {
        out.add(Role(value.number));
        known = true;
      }
    if (!known) return std::nullopt;
    names = end == std::string_view::npos ? std::string_view{} : names.substr(end + 1);
  }
  return out;
}

}  // namespace allonge
