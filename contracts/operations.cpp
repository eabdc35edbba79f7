#include "contracts/operations.h"

#include "contracts/receivable/acts.h"

namespace allonge {

namespace {

template <class Variant, std::size_t... I>
constexpr auto cards_of(std::index_sequence<I...>) {
  return std::array{std::variant_alternative_t<I, Variant>::card...};
}
template <class Variant, std::size_t... I>
constexpr bool all_operations(std::index_sequence<I...>) {
  return (IsOperation<std::variant_alternative_t<I, Variant>> && ...);
}
using Places = std::make_index_sequence<std::variant_size_v<Operation>>;
constexpr auto cards = cards_of<Operation>(Places{});

constexpr bool roles_are_known() {
  for (const Card& card : cards)
    if (!roles_named(card.role)) return false;
  return true;
}
constexpr bool codes_ascend() {
  for (std::size_t i = 1; i < cards.size(); ++i)
    if (cards[i - 1].code >= cards[i].code) return false;
  return true;
}
static_assert(all_operations<Operation>(Places{}), "every operation has check, apply and banded_amount");
static_assert(roles_are_known(), "a card names roles of party/role.h");
static_assert(codes_ascend(), "operations ascend by code");

// The number of the first field, which in a oneof names the alternative.
std::optional<std::uint64_t> first_field(BytesView bytes) {
  std::uint64_t tag = 0;
  for (std::size_t i = 0; i < bytes.size() && i < 5; ++i) {
    tag |= std::uint64_t(bytes[i] & 0x7f) << (7 * i);
    if ((bytes[i] & 0x80) == 0) return tag >> 3;
  }
  return std::nullopt;
}

}  // namespace

std::span<const Card> operation_cards() { return cards; }

const Card* find_card(std::string_view name) {
  for (const Card& card : cards)
    if (card.name == name) return &card;
  return nullptr;
}

const Card& card_of(const Operation& op) { return cards[op.index()]; }

Result<Operation> read_operation(BytesView bytes) {
  if (const auto code = first_field(bytes)) {
    bool known = false;
    for (const Card& card : cards) known = known || card.code == *code;
    if (!known) return Refusal{Reason::operation_unknown, "operation " + std::to_string(*code)};
  }
  return decode<Operation>(bytes);
}

RawMessage write_operation(const Operation& op) { return {encode(op)}; }

Result<void> perform(const Operation& op, const Context& context, RoleSet roles, Draft& draft, Events& events) {
  return std::visit(
      [&]<class Op>(const Op& chosen) -> Result<void> {
        constexpr RoleSet wanted = *roles_named(Op::card.role);
        if constexpr (!wanted.empty())
          if (!roles.meets(wanted)) return Refusal{Reason::role_forbidden, std::string("needs ") + Op::card.role};
        TRY(const typename Op::Plan plan, check(chosen, context, draft));
        apply(plan, context, draft, events);
        return done();
      },
      op);
}

std::optional<Amount> banded_amount_of(const Operation& op, const View& view) {
  return std::visit([&](const auto& chosen) { return banded_amount(chosen, view); }, op);
}

}  // namespace allonge
