#include "contracts/receivable/lists.h"

#include "contracts/receivable/financing.h"
#include "contracts/receivable/glance.h"
#include "contracts/receivable/invoice.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge::receivable {

namespace {

std::uint16_t table_of(BytesView key) { return key.size() < 2 ? std::uint16_t{0} : read_big_endian<std::uint16_t>(key); }

// Those invited until one is awarded, and then that one.
std::vector<Bytes> keys_of_financing(const Financing& one) {
  std::vector<Bytes> out{list_key(List::financings_of_owner, one.owner, one.id),
                         list_key(List::financings_of_certificate, one.certificate, one.id)};
  if (one.award) out.push_back(list_key(List::financings_of_financier, one.award->financier, one.id));
  if (one.state != FinanceState::open) return out;
  for (const PartyId& party : one.invited) out.push_back(list_key(List::financings_of_financier, party, one.id));
  if (one.invited.empty()) out.push_back(list_key(List::open_financings, one.id));
  return out;
}

}  // namespace

bool is_listed(BytesView key) {
  const std::uint16_t table = table_of(key);
  return table == certificate_records.number || table == range_records.number || table == transfer_offer_records.number ||
         table == invoice_records.number || table == financing_records.number || table == quote_records.number;
}

bool stands_as_before(BytesView key, BytesView before, BytesView after) {
  switch (table_of(key)) {
    case range_records.number: {
      const Glance was = glance(before), is = glance(after);
      return was.owner == is.owner && was.state == is.state;
    }
    case certificate_records.number: {
      const CertificateGlance was = glance_at_certificate(before), is = glance_at_certificate(after);
      return was.issuer == is.issuer && was.payee == is.payee && was.state == is.state && was.due == is.due;
    }
    default: return false;
  }
}

std::vector<Bytes> list_keys(BytesView key, BytesView value) {
  switch (table_of(key)) {
    case range_records.number: {
      const Glance range = glance(value);
      const auto owner = PartyId::parse(range.owner);
      ensure(owner.has_value(), "a range has an owner");
      Bytes out = list_key(List::ranges_of_owner, *owner, range.state);
      append(out, key.subspan(2));  // certificate, start
      return {std::move(out)};
    }
    case certificate_records.number: {
      const Certificate one = certificate_records.read(value);
      return {list_key(List::certificates_of_issuer, one.issuer, one.state, one.id),
              list_key(List::certificates_of_payee, one.payee, one.state, one.id),
              list_key(List::certificates_by_due_date, one.due, one.id)};
    }
    case transfer_offer_records.number: {
      const TransferOffer one = transfer_offer_records.read(value);
      return {list_key(List::transfers_to, one.to, one.id)};
    }
    case invoice_records.number: {
      const Invoice one = invoice_records.read(value);
      return {list_key(List::invoices_of_seller, one.seller, one.id), list_key(List::invoices_of_buyer, one.buyer, one.id)};
    }
    case financing_records.number: return keys_of_financing(financing_records.read(value));
    case quote_records.number: {
      const Quote one = quote_records.read(value);
      return {list_key(List::quotes_of_financier, one.financier, one.financing)};
    }
    default: return {};
  }
}

}  // namespace allonge::receivable
