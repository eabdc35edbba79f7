// cert.refuse_transfer (拒绝受让): the other side says no, and why; the ranges are the sender's to use again.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge::receivable {

struct RefuseTransfer {
  static constexpr const char* type_name = "CertRefuseTransfer";
  static constexpr Card card{0x0106, "cert.refuse_transfer", "Refuse a transfer that was offered to you."};
  TransferId transfer;
  std::string reason;
  static constexpr auto fields() {
    return std::tuple{Field{1, "transfer", &RefuseTransfer::transfer, "the pending transfer"},
                      Field{2, "reason", &RefuseTransfer::reason, "why; needed", 200}};
  }
  struct Plan;
};
struct RefuseTransfer::Plan {
  TransferOffer offer;
};

Result<RefuseTransfer::Plan> check(const RefuseTransfer& op, const Context& context, const View& view);
void apply(const RefuseTransfer::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const RefuseTransfer& op, const View& view);

}  // namespace allonge::receivable
