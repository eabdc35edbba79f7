// cert.transfer (转让): the owner offers all or part of what it holds to another party. The
// ranges are locked until the offer is answered or its window is over; ownership moves by acceptance.
//
// Either `amount` alone, taken from the owner's lowest free fen upwards, or explicit `ranges`, whose
// sum `amount` may repeat. The trade behind it is named by invoices between the two, which then add up
// to the amount, or by the hash of their contract.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge::receivable {

struct Transfer {
  static constexpr const char* type_name = "CertTransfer";
  static constexpr Card card{0x0104, "cert.transfer", "Offer all or part of what you hold to another party."};
  CertificateId certificate;
  PartyId to;
  Amount amount;
  std::vector<RangeRef> ranges;
  Bindings invoices;
  std::optional<Digest> contract_hash;
  std::string purpose;

  static constexpr auto fields() {
    using T = Transfer;
    return std::tuple{
        Field{1, "certificate", &T::certificate, "certificate to pass on"},
        Field{2, "to", &T::to, "party it is offered to"},
        Field{3, "amount", &T::amount, "how much; taken from your lowest fen upwards"},
        Field{4, "ranges", &T::ranges, "or exactly which fen, ascending", ranges_per_request},
        Field{5, "invoices", &T::invoices, "invoices between the two of you, and how much of each", bindings_limit},
        Field{6, "contract_hash", &T::contract_hash, "or SHA-256 of the contract between you"},
        Field{7, "purpose", &T::purpose, "what for, in your words", 140}};
  }
  struct Plan;
};
struct Transfer::Plan {
  TransferOffer offer;
  Choice choice;
  Certificate certificate;
};

Result<Transfer::Plan> check(const Transfer& op, const Context& context, const View& view);
void apply(const Transfer::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const Transfer& op, const View& view);

}  // namespace allonge::receivable
