// The names of an enum's values as the source spells them, for tables that have no described enum:
// "fall_overdue" for CertificateAct::fall_overdue. A trailing _ that avoids a keyword is dropped.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace allonge::api {

namespace enum_name_detail {

template <class Enum, Enum value>
constexpr std::string_view spelled() {
  std::string_view text = __PRETTY_FUNCTION__;  // "... [with Enum = A::E; Enum value = A::E::word; ...]"
  text = text.substr(text.find("value = ") + 8);
  text = text.substr(0, text.find_first_of(";]"));
  const std::size_t colon = text.rfind("::");
  if (colon != std::string_view::npos) text = text.substr(colon + 2);
  if (!text.empty() && text.back() == '_') text.remove_suffix(1);
  return text;
}

template <class Enum, std::size_t... I>
constexpr auto all(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{spelled<Enum, static_cast<Enum>(I)>()...};
}
template <class Enum>
inline constexpr auto names = all<Enum>(std::make_index_sequence<32>{});

}  // namespace enum_name_detail

// REQUIRES: a value below 32.
template <class Enum>
constexpr std::string_view enum_name(Enum value) {
  return enum_name_detail::names<Enum>[static_cast<std::size_t>(value)];
}

}  // namespace allonge::api
