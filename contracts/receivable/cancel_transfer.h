// cert.cancel_transfer (撤销转让): the sender changes its mind before the other side has answered.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge::receivable {

struct CancelTransfer {
  static constexpr const char* type_name = "CertCancelTransfer";
  static constexpr Card card{0x0107, "cert.cancel_transfer", "Take back a transfer that is not accepted yet."};
  TransferId transfer;
  static constexpr auto fields() {
    return std::tuple{Field{1, "transfer", &CancelTransfer::transfer, "the pending transfer"}};
  }
  struct Plan;
};
struct CancelTransfer::Plan {
  TransferOffer offer;
};

Result<CancelTransfer::Plan> check(const CancelTransfer& op, const Context& context, const View& view);
void apply(const CancelTransfer::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const CancelTransfer& op, const View& view);

}  // namespace allonge::receivable
