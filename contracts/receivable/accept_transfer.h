// cert.accept_transfer (受让签收): the other side accepts; ownership moves, each range gets its
// endorsement, and the debt between the two for this amount is discharged.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge::receivable {

struct AcceptTransfer {
  static constexpr const char* type_name = "CertAcceptTransfer";
  static constexpr Card card{0x0105, "cert.accept_transfer", "Accept a transfer that was offered to you."};
  TransferId transfer;
  static constexpr auto fields() {
    return std::tuple{Field{1, "transfer", &AcceptTransfer::transfer, "the pending transfer"}};
  }
  struct Plan;
};
struct AcceptTransfer::Plan {
  TransferOffer offer;
  std::vector<Range> ranges;  // as they are after it
  Certificate certificate;    // likewise
};

Result<AcceptTransfer::Plan> check(const AcceptTransfer& op, const Context& context, const View& view);
void apply(const AcceptTransfer::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const AcceptTransfer& op, const View& view);

}  // namespace allonge::receivable
