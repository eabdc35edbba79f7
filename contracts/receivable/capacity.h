// How much of an invoice is already used: capacity, not a flag. One record per invoice counts
// what certificates bind, what onward payments bind, and what is claimed outside this ledger
// together; the sum never exceeds the gross. What a paid certificate bound is never given back.
#pragma once

#include "ledger/table.h"

namespace allonge::receivable {

enum class CapacityUse : std::uint8_t { certificates, onward, external };

struct Capacity {
  InvoiceId invoice;
  Amount gross;
  Amount certificates;
  Amount onward;
  Amount external;

  static constexpr auto fields() {
    using T = Capacity;
    return std::tuple{Field{1, "invoice", &T::invoice, "whose capacity"},
                      Field{2, "gross", &T::gross, "amount of the invoice"},
                      Field{3, "certificates", &T::certificates, "bound by certificates"},
                      Field{4, "onward", &T::onward, "bound by transfers"},
                      Field{5, "external", &T::external, "claimed outside this ledger"}};
  }
};

inline constexpr Table<Capacity, InvoiceId> capacity_records{0x0202, "invoice capacity"};

Amount used(const Capacity& capacity);
Amount left(const Capacity& capacity);
// BIND_EXCEEDED unless this much is left.
Result<void> fits(const Capacity& capacity, Amount amount);
void take(Draft& draft, const InvoiceId& invoice, CapacityUse use, Amount amount);
void give_back(Draft& draft, const InvoiceId& invoice, CapacityUse use, Amount amount);

}  // namespace allonge::receivable
