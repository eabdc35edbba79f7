// Questions about receivables, as pure functions of a state and what stands beside it. Nothing here is
// read by an act.
#pragma once

#include "contracts/receivable/allonge.h"
#include "contracts/receivable/background.h"
#include "contracts/receivable/exposure.h"
#include "contracts/receivable/financing.h"
#include "contracts/receivable/interval.h"
#include "contracts/receivable/transfer_offer.h"

namespace allonge::receivable {

// Records of the tree, and the lists and the log beside it (contracts/index.h). Both of one height.
struct Books {
  const View& state;
  const View& index;
};

// The whole partition, in order; empty before acceptance.
std::vector<Range> partition(const View& state, const Certificate& certificate);
// One line per range, "start,end,owner", each ended by LF.
std::string partition_lines(std::span<const Range> partition);
// The range that holds a fen. BAD_RANGE outside the face or before acceptance.
Result<Range> range_with(const View& state, const Certificate& certificate, Fen unit);

// How every fen of an interval came to its holder: pieces in order, each with its holder and the
// endorsements from issue on. BAD_RANGE, PROOF_INVALID, TOO_LARGE.
struct Title {
  RangeRef piece;
  PartyId holder;
  RangeState state = RangeState::none;
  std::vector<Endorsement> endorsements;  // the first one is the issue
};
Result<std::vector<Title>> history(const Books& books, const Certificate& certificate, const RangeRef& interval);
Result<Title> history(const Books& books, const Certificate& certificate, Fen unit);

// How a certificate has moved. Issue is not a transfer.
struct Turnover {
  std::uint32_t transfers = 0;  // accepted
  Amount turnover;
  std::uint64_t velocity_hundredths = 0;  // turnover / face, rounded down: 400 is 4.0
  Amount smallest;
  Amount largest;
  std::uint32_t depth = 0;
  std::uint32_t companies = 0;  // that ever held a part of it
  std::uint32_t ranges = 0;
  bool deep = false;            // deeper than the profile's warning level
};
Result<Turnover> turnover(const Books& books, const Certificate& certificate);

// What a party holds of one certificate.
struct Holding {
  CertificateId certificate;
  Amount free;
  Amount offered;
  Amount quoted;
  Amount pledged;
  Amount presented;
  Amount unpaid;
  Amount paid;
  Amount live() const;
};
// By certificate, ascending. Certificates whose every range is paid are left out unless `also_paid`.
std::vector<Holding> holdings(const Books& books, const PartyId& owner, bool also_paid = false);
// What each party holds of this certificate, by party, ascending.
struct Holder {
  PartyId party;
  Holding holding;
};
std::vector<Holder> holders(const View& state, const Certificate& certificate);

// Certificates of an issuer that are due and not paid in full, by certificate.
struct Unpaid {
  CertificateId certificate;
  CertificateState state = CertificateState::none;
  Date due;
  Amount amount;
};
std::vector<Unpaid> unpaid_of(const Books& books, const PartyId& issuer);

// Pending transfers: by transfer; the other two by certificate and first fen.
std::vector<TransferOffer> transfers_to(const Books& books, const PartyId& party);
std::vector<TransferOffer> transfers_from(const Books& books, const PartyId& party);
std::vector<TransferOffer> transfers_of(const Books& books, const CertificateId& certificate);
// Financings, by financing: asked for by a party; put to a party by name, or awarded to it; open to every
// financier; on a certificate.
std::vector<Financing> financings_of(const Books& books, const PartyId& owner);
std::vector<Financing> financings_for(const Books& books, const PartyId& financier);
std::vector<Financing> open_financings(const Books& books);
std::vector<Financing> financings_on(const Books& books, const CertificateId& certificate);
// What a financier has sealed or revealed and is not decided yet.
std::vector<Quote> quotes_of(const Books& books, const PartyId& financier);
// Certificates by place in the record and state; every state if none is named.
std::vector<Certificate> issued_by(const Books& books, const PartyId& issuer, std::optional<CertificateState> state = {});
std::vector<Certificate> issued_to(const Books& books, const PartyId& payee, std::optional<CertificateState> state = {});
std::vector<Invoice> invoices_of(const Books& books, const PartyId& party);  // as seller, then as buyer

}  // namespace allonge::receivable
