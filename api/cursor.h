// The place of an event on the chain: height.leaf.place, the same on every node (interfaces.md 3.4).
// Leaves of a block count its receipts: 0 is what happened by itself, transactions follow from 1.
#pragma once

#include <compare>

#include "ledger/fields.h"

namespace allonge::api {

class Cursor {
 public:
  static constexpr std::string_view form = "^(0|[1-9][0-9]{0,15})\\.(0|[1-9][0-9]{0,9})\\.(0|[1-9][0-9]{0,9})$";

  Cursor() = default;
  Cursor(std::uint64_t at_height, std::uint64_t at_leaf, std::uint64_t at_place)
      : height(at_height), leaf(at_leaf), place(at_place) {}
  static Result<Cursor> parse(std::string_view text);  // BAD_TEXT
  std::string text() const;
  bool is_set() const { return true; }  // 0.0.0 is before every event
  auto operator<=>(const Cursor&) const = default;

  std::uint64_t height = 0;
  std::uint64_t leaf = 0;
  std::uint64_t place = 0;
};

}  // namespace allonge::api
