// A desk from which tests of receivables work: short ways to an invoice both sides named, a certificate,
// a transfer, on the ledger of World. Every act is a signed transaction in a block of its own.
#pragma once

#include "contracts/receivable/audit.h"
#include "contracts/receivable/queries.h"
#include "tests/support/world.h"

namespace allonge::test {

using namespace allonge::receivable;
using receivable::Certificate;  // not the one of votes (ledger/quorum.h)

class Desk {
 public:
  explicit Desk(const GenesisConfig& genesis = demo_genesis()) : world(genesis) {}
  World world;

  Books books() const { return {world.view(), world.index()}; }

  // Registered by the seller, confirmed by the buyer.
  InvoiceId invoice(std::string_view seller, std::string_view buyer, std::string_view gross) {
    const Verdict made = world.by(seller).act(invoice_op(seller, buyer, gross));
    EXPECT_OK(made);
    const InvoiceId id = InvoiceId::derive(made.transaction, 0);
    EXPECT_OK(world.by(buyer).act(ConfirmInvoice{id, true}));
    return id;
  }
  RegisterInvoice invoice_op(std::string_view seller, std::string_view buyer, std::string_view gross) {
    RegisterInvoice op;
    op.seller = id_of(seller);
    op.buyer = id_of(buyer);
    op.number = "N" + std::to_string(++invoices_);
    op.issue_date = business_date(world.now(), business_zone_minutes);
    op.gross = yuan(gross);
    op.near_match_reviewed = true;  // many test invoices resemble each other
    return op;
  }

  // An operation that would issue, on a fresh invoice.
  Issue issue_op(std::string_view issuer, std::string_view payee, std::string_view face, std::string_view maturity) {
    Issue op;
    op.payee = id_of(payee);
    op.face = yuan(face);
    op.maturity = day(maturity);
    op.bank = id_of("jianghai");
    op.near_match_reviewed = true;
    op.invoices = {{invoice(payee, issuer, face), yuan(face)}};
    return op;
  }
  CertificateId pending(std::string_view issuer, std::string_view payee, std::string_view face,
                        std::string_view maturity = "2026-08-28") {
    const Verdict made = world.by(issuer).act(issue_op(issuer, payee, face, maturity));
    EXPECT_OK(made);
    return CertificateId::derive(made.transaction, 0);
  }
  CertificateId active(std::string_view issuer, std::string_view payee, std::string_view face,
                       std::string_view maturity = "2026-08-28") {
    const CertificateId id = pending(issuer, payee, face, maturity);
    EXPECT_OK(world.by(payee).act(Accept{id}));
    return id;
  }

  Transfer transfer_op(const CertificateId& id, std::string_view to, std::vector<RangeRef> ranges) {
    Transfer op;
    op.certificate = id;
    op.to = id_of(to);
    op.ranges = std::move(ranges);
    op.contract_hash = digest_of("contract");
    return op;
  }
  Transfer transfer_op(const CertificateId& id, std::string_view to, std::string_view amount) {
    Transfer op = transfer_op(id, to, std::vector<RangeRef>{});
    op.amount = yuan(amount);
    return op;
  }
  Verdict offer(std::string_view from, const Transfer& op) { return world.by(from).act(op); }
  TransferId offered(std::string_view from, const Transfer& op) {
    const Verdict made = offer(from, op);
    EXPECT_OK(made);
    return TransferId::derive(made.transaction, 0);
  }
  TransferId moved(std::string_view from, const Transfer& op) {
    const TransferId id = offered(from, op);
    EXPECT_OK(world.by(op.to.text()).act(AcceptTransfer{id}));
    return id;
  }

  Certificate certificate(const CertificateId& id) const { return *certificate_records.find(world.view(), id); }
  Range range(const CertificateId& id, std::uint64_t start) const {
    return *range_records.find(world.view(), id, Fen{start});
  }
  std::string lines(const CertificateId& id) const {
    return partition_lines(partition(world.view(), certificate(id)));
  }
  Amount balance(std::string_view party) const {
    return balance_of(world.view(), id_of("jianghai"), id_of(party), Currency::cny);
  }
  Capacity capacity(const InvoiceId& id) const { return *capacity_records.find(world.view(), id); }
  Exposure exposure(std::string_view issuer) const { return exposure_of(world.view(), id_of(issuer), Currency::cny); }

  // Nothing of the state contradicts itself.
  void expect_sound() const {
    for (const std::string& wrong : audit(world.view())) ADD_FAILURE() << wrong;
  }

  // Everything that was ever told, by type.
  std::size_t told(std::string_view type) const {
    std::size_t count = 0;
    for (const Event& event : world.events()) count += event.type == type;
    return count;
  }

 private:
  std::uint64_t invoices_ = 0;
};

}  // namespace allonge::test
