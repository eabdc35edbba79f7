#include "contracts/receivable/invoice.h"

#include "contracts/party/party.h"

namespace allonge::receivable {

namespace {

// Each part behind its length: no two invoices spell the same bytes.
class Spelling {
 public:
  Spelling& text(std::string_view part) {
    append_big_endian(bytes_, std::uint16_t(part.size()));
    append(bytes_, bytes_of(part));
    return *this;
  }
  Spelling& number(std::uint64_t part) {
    append_big_endian(bytes_, part);
    return *this;
  }
  Digest digest(std::string_view tag) const { return allonge::digest(tag, bytes_); }

 private:
  Bytes bytes_;
};

Spelling identity(const Invoice& invoice, const Sides& sides, std::string_view number) {
  Spelling out;
  out.text(sides.seller.text()).number(std::uint64_t(invoice.type)).text(invoice.code).text(number);
  return out;
}

TaxId tax_id_of(const View& view, const PartyId& party) {
  const auto found = party_records.find(view, party);
  ensure(found.has_value(), "an invoice's sides are parties");
  return found->tax_id;
}

bool is_kept(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ' || c == '-' || c == '/';
}

std::string stripped(std::string_view number) {
  std::string out;
  for (const char c : number) {
    if (c == ' ' || c == '-' || c == '/') continue;
    if (c == '0' && out.empty()) continue;
    out.push_back(c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c);
  }
  return out;
}

}  // namespace

Result<std::string> canonical_number(std::string_view text) {
  const Refusal refusal{Reason::bad_text, "letters, digits, spaces, - and / only"};
  if (text.empty() || text.size() > 3 * invoice_text_limit) return refusal;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? std::uint8_t(text[at]) : std::uint8_t{0}; };
    std::uint32_t letter = byte(i);
    if (letter >= 0x80) {  // three bytes of UTF-8, or none of ours
      if ((letter & 0xf0) != 0xe0 || (byte(i + 1) & 0xc0) != 0x80 || (byte(i + 2) & 0xc0) != 0x80) return refusal;
      letter = (letter & 0x0f) << 12 | std::uint32_t(byte(i + 1) & 0x3f) << 6 | std::uint32_t(byte(i + 2) & 0x3f);
      i += 2;
      if (letter == 0x3000) letter = ' ';                             // ideographic space
      else if (letter >= 0xff01 && letter <= 0xff5e) letter -= 0xfee0;  // full-width forms of ASCII
      else return refusal;
    }
    if (!is_kept(char(letter))) return refusal;
    out.push_back(char(letter));
  }
  if (out.front() == ' ' || out.back() == ' ' || out.size() > invoice_text_limit) return refusal;
  return out;
}

Digest identity_of(const Invoice& invoice, const Sides& sides) {
  return identity(invoice, sides, invoice.number).digest("allonge/invoice-identity/v1");
}

Digest strong_of(const Invoice& invoice, const Sides& sides) {
  return identity(invoice, sides, invoice.number)
      .text(sides.buyer.text())
      .number(invoice.issue_date.days)
      .number(std::uint64_t(invoice.currency))
      .number(invoice.gross.fen())
      .digest("allonge/invoice-strong/v1");
}

Digest weak_of(const Invoice& invoice, const Sides& sides) {
  return Spelling()
      .text(sides.seller.text())
      .text(sides.buyer.text())
      .number(invoice.gross.fen())
      .number(invoice.issue_date.days)
      .digest("allonge/invoice-weak/v1");
}

Digest loose_of(const Invoice& invoice, const Sides& sides) {
  return Spelling().text(sides.seller.text()).text(stripped(invoice.number)).digest("allonge/invoice-loose/v2");
}

Result<Fingerprints> compare(const View& view, Invoice& invoice) {
  const Sides sides{tax_id_of(view, invoice.seller), tax_id_of(view, invoice.buyer)};
  const Fingerprints prints{identity_of(invoice, sides), weak_of(invoice, sides), loose_of(invoice, sides)};
  if (const auto found = identity_records.find(view, prints.identity)) {
    const auto known = invoice_records.find(view, found->invoice);
    ensure(known.has_value(), "a fingerprint leads to an invoice");
    const bool same = known->buyer == invoice.buyer && known->issue_date == invoice.issue_date &&
                      known->currency == invoice.currency && known->gross == invoice.gross;
    return Refusal{same ? Reason::dup_invoice : Reason::conflicting_invoice, found->invoice.text()};
  }
  if (const auto found = loose_records.find(view, prints.loose)) invoice.near_match = found->invoice;
  else if (const auto other = weak_records.find(view, prints.weak)) invoice.near_match = other->invoice;
  return prints;
}

void take_place(Draft& draft, const Fingerprints& prints, const InvoiceId& id) {
  identity_records.put(draft, prints.identity, {id});
  if (!weak_records.has(draft, prints.weak)) weak_records.put(draft, prints.weak, {id});
  if (!loose_records.has(draft, prints.loose)) loose_records.put(draft, prints.loose, {id});
}

}  // namespace allonge::receivable
