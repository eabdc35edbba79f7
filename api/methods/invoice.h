// invoice_get, invoice_list, invoice_check: what certificates rest on, and whether an invoice is
// already known here.
#pragma once

#include "api/id_beginning.h"
#include "api/paging.h"
#include "contracts/receivable/capacity.h"
#include "contracts/receivable/invoice.h"

namespace allonge::api {

struct InvoiceReply {
  receivable::Invoice invoice;
  Amount bound_by_certificates;
  Amount bound_onward;
  Amount claimed_outside;
  Amount left;
  static constexpr auto fields() {
    using T = InvoiceReply;
    return std::tuple{Field{1, "invoice", &T::invoice, "the record"},
                      Field{2, "bound_by_certificates", &T::bound_by_certificates, "used by certificates, paid ones too"},
                      Field{3, "bound_onward", &T::bound_onward, "used by transfers"},
                      Field{4, "claimed_outside", &T::claimed_outside, "claimed outside this ledger"},
                      Field{5, "left", &T::left, "what may still be bound"}};
  }
};
InvoiceReply invoice_reply(receivable::Invoice invoice, const View& state);

struct InvoiceGet {
  static constexpr MethodCard card{"invoice_get", "One invoice and how much of it is used.", Scope::read_party, 1};
  struct Params {
    IdBeginning<InvoiceKind> id;
    static constexpr auto fields() {
      return std::tuple{Field{1, "id", &Params::id, "invoice; a unique beginning is enough"}};
    }
  };
  using Reply = InvoiceReply;
  static constexpr std::array reasons{Reason::not_found, Reason::ambiguous_id};
  static constexpr Example example{
      R"({"id":"INV-0000-0000-0001-2"})",
      R"({"invoice":{"id":"INV-0000-0000-0001-2","seller":"shunchang","buyer":"taihe","type":"electronic","code":"","number":"24442000000012345678","issue_date":"2027-02-26","currency":"CNY","gross":"1000000.00","tax":"115044.25","registered_by":"taihe","confirmed":true},"bound_by_certificates":"1000000.00","bound_onward":"0.00","claimed_outside":"0.00","left":"0.00"})"};
};
Result<InvoiceReply> answer(const InvoiceGet::Params& params, Call& call);

struct InvoiceListReply {
  std::vector<InvoiceReply> invoices;
  std::uint64_t height = 0;
  std::optional<std::string> next;
  static constexpr auto fields() {
    using T = InvoiceListReply;
    return std::tuple{Field{1, "invoices", &T::invoices, "by id", limits::largest_page},
                      Field{2, "height", &T::height, height_note},
                      Field{3, "next", &T::next, more_note, longest_token}};
  }
};

enum class InvoiceSide : std::uint8_t { seller, buyer };
constexpr std::array<EnumValue, 2> values_of(InvoiceSide) { return {{{0, "seller"}, {1, "buyer"}}}; }

struct InvoiceList {
  static constexpr MethodCard card{"invoice_list", "Invoices of a party.", Scope::read_party, 5};
  struct Params {
    PartyId party;
    std::optional<InvoiceSide> side;
    std::optional<bool> confirmed;
    std::optional<std::uint32_t> limit;
    std::optional<std::string> next;
    static constexpr auto fields() {
      return std::tuple{Field{1, "party", &Params::party, "one side of the invoice"},
                        Field{2, "side", &Params::side, "the party is the seller (unless given) or the buyer"},
                        Field{3, "confirmed", &Params::confirmed, "only those confirmed, or only those that wait"},
                        Field{4, "limit", &Params::limit, limit_note, limits::largest_page},
                        Field{5, "next", &Params::next, next_note, longest_token}};
    }
  };
  using Reply = InvoiceListReply;
  static constexpr std::array reasons{Reason::out_of_range, Reason::page_token_invalid};
  static constexpr Example example{
      R"({"party":"taihe","side":"buyer"})",
      R"({"invoices":[{"invoice":{"id":"INV-0000-0000-0001-2","seller":"shunchang","buyer":"taihe","type":"electronic","code":"","number":"24442000000012345678","issue_date":"2027-02-26","currency":"CNY","gross":"1000000.00","tax":"115044.25","registered_by":"taihe","confirmed":true},"bound_by_certificates":"1000000.00","bound_onward":"0.00","claimed_outside":"0.00","left":"0.00"}],"height":12371})"};
};
Result<InvoiceListReply> answer(const InvoiceList::Params& params, Call& call);

enum class InvoiceVerdict : std::uint8_t { unknown, resembles, conflicts, registered };
constexpr std::array<EnumValue, 4> values_of(InvoiceVerdict) {
  return {{{0, "unknown"}, {1, "resembles"}, {2, "conflicts"}, {3, "registered"}}};
}

struct InvoiceCheckReply {
  InvoiceVerdict verdict = InvoiceVerdict::unknown;
  std::optional<InvoiceId> same_identity;
  std::optional<InvoiceId> same_figures;
  std::optional<InvoiceId> similar_number;
  std::optional<Amount> left;
  static constexpr auto fields() {
    using T = InvoiceCheckReply;
    return std::tuple{
        Field{1, "verdict", &T::verdict, "registered: this very invoice; conflicts: same number, other content; resembles: look at both"},
        Field{2, "same_identity", &T::same_identity, "invoice with this seller, type, code and number"},
        Field{3, "same_figures", &T::same_figures, "invoice with these parties, amount and date"},
        Field{4, "similar_number", &T::similar_number, "invoice whose number differs only in zeros, spaces or dashes"},
        Field{5, "left", &T::left, "registered: what may still be bound"}};
  }
};

struct InvoiceCheck {
  static constexpr MethodCard card{"invoice_check", "Whether an invoice is already on the ledger, or resembles one that is.",
                                   Scope::read_party, 5};
  struct Params {
    PartyId seller;
    PartyId buyer;
    receivable::InvoiceType type = receivable::InvoiceType::electronic;
    std::string code;
    std::string number;
    Date issue_date;
    Currency currency = Currency::cny;
    Amount gross;
    static constexpr auto fields() {
      return std::tuple{Field{1, "seller", &Params::seller, "who sold"},
                        Field{2, "buyer", &Params::buyer, "who owes"},
                        Field{3, "type", &Params::type, "kind of invoice"},
                        Field{4, "code", &Params::code, "invoice code", 3 * receivable::invoice_text_limit},
                        Field{5, "number", &Params::number, "invoice number", 3 * receivable::invoice_text_limit},
                        Field{6, "issue_date", &Params::issue_date, "date on the invoice"},
                        Field{7, "currency", &Params::currency, "of the amount"},
                        Field{8, "gross", &Params::gross, "amount with tax"}};
    }
  };
  using Reply = InvoiceCheckReply;
  static constexpr std::array reasons{Reason::not_found, Reason::bad_text};
  static constexpr Example example{
      R"({"seller":"shunchang","buyer":"taihe","type":"electronic","code":"","number":"24442000000012345678","issue_date":"2027-02-26","currency":"CNY","gross":"1000000.00"})",
      R"({"verdict":"registered","same_identity":"INV-0000-0000-0001-2","same_figures":"INV-0000-0000-0001-2","similar_number":"INV-0000-0000-0001-2","left":"0.00"})"};
};
Result<InvoiceCheckReply> answer(const InvoiceCheck::Params& params, Call& call);

}  // namespace allonge::api
