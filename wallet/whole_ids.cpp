#include "wallet/whole_ids.h"

#include "api/methods/cert.h"
#include "api/methods/finance.h"
#include "api/methods/holding.h"
#include "api/methods/invoice.h"

namespace allonge::wallet {

namespace {

Result<std::string> begins_as_typed(std::string whole, const std::string& typed) {
  std::string beginning = typed;
  for (char& c : beginning) c = c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
  if (whole.rfind(beginning, 0) == 0) return whole;
  return Refusal{Reason::not_found, "the node answered " + whole + ", which does not begin with " + typed + "; nothing was signed"};
}

// Transfers that wait have no method that finds one by its beginning: ours are looked through.
Result<std::string> whole_transfer_id(Session& session, const std::string& typed) {
  std::string found, second;
  for (const bool to_us : {true, false}) {
    api::TransferList::Params params;
    TRY(params.party, session.party());
    params.direction = to_us ? api::Direction::to : api::Direction::from;
    CHECK(session.every_page<api::TransferList>(params, [&](const api::TransferListReply& page) {
      for (const receivable::TransferOffer& offer : page.transfers) {
        const std::string id = offer.id.text();
        if (id.rfind(typed, 0) != 0 || id == found) continue;
        (found.empty() ? found : second) = id;
      }
    }));
  }
  if (!second.empty()) return Refusal{Reason::ambiguous_id, typed + " fits " + found + " and " + second};
  if (found.empty()) return Refusal{Reason::not_found, "no pending transfer of yours begins with " + typed};
  return found;
}

}  // namespace

Result<std::string> whole_id(Session& session, const std::string& typed) {
  if (typed.rfind("RC-", 0) == 0 && !CertificateId::parse(typed)) {
    api::CertGet::Params params;
    TRY(params.id, api::IdBeginning<CertificateKind>::parse(typed));
    TRY(const api::CertReply reply, session.call<api::CertGet>(params));
    return begins_as_typed(reply.certificate.id.text(), typed);
  }
  if (typed.rfind("INV-", 0) == 0 && !InvoiceId::parse(typed)) {
    api::InvoiceGet::Params params;
    TRY(params.id, api::IdBeginning<InvoiceKind>::parse(typed));
    TRY(const api::InvoiceReply reply, session.call<api::InvoiceGet>(params));
    return begins_as_typed(reply.invoice.id.text(), typed);
  }
  if (typed.rfind("FN-", 0) == 0 && !FinancingId::parse(typed)) {
    api::FinanceGet::Params params;
    TRY(params.id, api::IdBeginning<FinancingKind>::parse(typed));
    TRY(const api::FinanceReply reply, session.call<api::FinanceGet>(params));
    return begins_as_typed(reply.financing.id.text(), typed);
  }
  if (typed.rfind("TR-", 0) == 0 && !TransferId::parse(typed)) return whole_transfer_id(session, typed);
  return typed;
}

Result<FlagValues> with_whole_ids(Session& session, const Shape& shape, const FlagValues& typed) {
  FlagValues out;
  for (const FieldInfo& field : shape.fields) {
    const std::string name = flag_name(field.name);
    for (const std::string& value : typed.all(name)) {
      const bool is_text = field.shape->kind == Kind::text && field.shape->name != "string";
      if (!is_text) {
        out.add(name, value);
        continue;
      }
      TRY(std::string whole, whole_id(session, value));
      out.add(name, std::move(whole));
    }
  }
  return out;
}

}  // namespace allonge::wallet
