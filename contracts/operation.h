// What a native operation is: a described struct with a Card, and two functions beside it.
//
//   struct Transfer {
//     static constexpr Card card{0x0104, "cert.transfer", "Offer all or part of what you hold."};
//     ... fields ...
//     static constexpr auto fields();
//     struct Plan;      // what check found out and apply needs
//   };
//   Result<Transfer::Plan> check(const Transfer&, const Context&, const View&);  // reads, may refuse
//   void apply(const Transfer::Plan&, const Context&, Draft&, Events&);          // writes, cannot refuse
//   std::optional<Amount> banded_amount(const Transfer&, const View&);           // for the signing policy
//
// `check` is also what the pool and tx_simulate run. The number is the operation's place in the
// Protobuf oneof and is never re-used. The list of all operations stands in operations.h.
#pragma once

#include "contracts/context.h"
#include "ledger/draft.h"
#include "ledger/fields.h"
#include "ledger/receipt.h"

namespace allonge {

struct Card {
  std::uint32_t code;
  const char* name;      // family.verb, public for ever
  const char* sentence;  // what it does, in one sentence
  // The role the signing party must hold, from party/role.h's names; empty when the record itself
  // says who may act (a place in it: owner, offeree, issuer).
  const char* role = "";
};

template <class Op>
concept IsOperation = Described<Op> && requires(const Op& op, const Context& context, const View& view,
                                                const typename Op::Plan& plan, Draft& draft, Events& events) {
  Op::card.code;
  { check(op, context, view) } -> std::same_as<Result<typename Op::Plan>>;
  { apply(plan, context, draft, events) } -> std::same_as<void>;
  { banded_amount(op, view) } -> std::same_as<std::optional<Amount>>;
};

}  // namespace allonge
