#include "contracts/receivable/capacity.h"

namespace allonge::receivable {

namespace {

Amount& part(Capacity& capacity, CapacityUse use) {
  switch (use) {
    case CapacityUse::certificates: return capacity.certificates;
    case CapacityUse::onward: return capacity.onward;
    case CapacityUse::external: break;
  }
  return capacity.external;
}

Capacity kept(const View& view, const InvoiceId& invoice) {
  auto capacity = capacity_records.find(view, invoice);
  ensure(capacity.has_value(), "every invoice has a capacity record");
  return *std::move(capacity);
}

}  // namespace

Amount used(const Capacity& capacity) {
  const auto sum = Amount::of_fen(capacity.certificates.fen() + capacity.onward.fen() + capacity.external.fen());
  ensure(sum.has_value() && *sum <= capacity.gross, "no more of an invoice is used than its gross");
  return *sum;
}

Amount left(const Capacity& capacity) {
  const auto rest = subtract(capacity.gross, used(capacity));
  ensure(rest.has_value(), "no more of an invoice is used than its gross");
  return *rest;
}

Result<void> fits(const Capacity& capacity, Amount amount) {
  if (amount <= left(capacity)) return done();
  return Refusal{Reason::bind_exceeded,
                 capacity.invoice.text() + " has " + left(capacity).text() + " left, asked " + amount.text()};
}

void take(Draft& draft, const InvoiceId& invoice, CapacityUse use, Amount amount) {
  Capacity capacity = kept(draft, invoice);
  ensure(fits(capacity, amount).has_value(), "check looked at the capacity before it is taken");
  const auto sum = add(part(capacity, use), amount);
  ensure(sum.has_value(), "uses stay under the gross");
  part(capacity, use) = *sum;
  capacity_records.put(draft, invoice, capacity);
}

void give_back(Draft& draft, const InvoiceId& invoice, CapacityUse use, Amount amount) {
  Capacity capacity = kept(draft, invoice);
  const auto rest = subtract(part(capacity, use), amount);
  ensure(rest.has_value(), "only what was taken is given back");
  part(capacity, use) = *rest;
  capacity_records.put(draft, invoice, capacity);
}

}  // namespace allonge::receivable
