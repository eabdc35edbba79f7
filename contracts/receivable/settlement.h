// The ranges' side of a settlement, the same for both ways of paying: bought ranges move to the
// financier under an endorsement of their own kind, pledged ones stay and are locked for it.
#pragma once

#include "contracts/context.h"
#include "contracts/receivable/financing.h"

namespace allonge::receivable {

// Where the money moves: bank money on the ledger, by the financier; or outside, by the bank's word.
enum class PaymentSide : std::uint8_t { ledger, outside };
struct Payment {
  PaymentSide side;
  Date value_date;
};

struct Delivery {
  Financing before;
  Financing after;            // with its settlement, and its loan
  Certificate certificate;    // after it
  std::vector<Range> ranges;  // as they were
};

// What will be delivered, when the party may and in time: WRONG_STATE, NOT_YOUR_PART, WINDOW_OVER,
// REGISTRATION_REQUIRED, OUT_OF_RANGE, BAD_PRICE.
Result<Delivery> plan_delivery(const View& view, const FinancingId& id, const Payment& payment, const Context& context);
// Whether the ranges let it: RANGE_HELD when an authority holds one of them.
Result<void> delivery_allowed(const Delivery& delivery, PaymentSide side, const Context& context);
void deliver(const Delivery& delivery, const Context& context, Draft& draft, Events& events);

}  // namespace allonge::receivable
