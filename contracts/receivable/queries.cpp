#include "contracts/receivable/queries.h"

#include <algorithm>
#include <map>
#include <set>

#include "contracts/index.h"
#include "contracts/receivable/lists.h"

namespace allonge::receivable {

namespace {

Amount fen(std::uint64_t number) {
  const auto amount = Amount::of_fen(number);
  ensure(amount.has_value(), "sums of one certificate fit an amount");
  return *amount;
}

void count(Holding& holding, RangeState state, std::uint64_t more) {
  const auto grow = [&](Amount& sum) { sum = fen(sum.fen() + more); };
  switch (state) {
    case RangeState::free: return grow(holding.free);
    case RangeState::offered: return grow(holding.offered);
    case RangeState::quoted: return grow(holding.quoted);
    case RangeState::pledged: return grow(holding.pledged);
    case RangeState::presented: return grow(holding.presented);
    case RangeState::unpaid: return grow(holding.unpaid);
    case RangeState::paid: return grow(holding.paid);
    case RangeState::none: return;
  }
}

// The records a list leads to, in its order.
template <class Record, class... Key>
std::vector<Record> listed(const Books& books, const Table<Record, Key...>& table, const Bytes& prefix) {
  std::vector<Record> out;
  walk_index(books.index, prefix, [&](BytesView, BytesView record) {
    if (const auto bytes = books.state.get(record)) out.push_back(table.read(*bytes));
    return true;
  });
  return out;
}

std::vector<Certificate> certificates_in(const Books& books, List list, const PartyId& party,
                                         std::optional<CertificateState> state) {
  return listed(books, certificate_records, state ? list_key(list, party, *state) : list_key(list, party));
}

}  // namespace

std::vector<Range> partition(const View& state, const Certificate& certificate) {
  std::vector<Range> out;
  out.reserve(certificate.range_count);
  walk_ranges(state, certificate.id, certificate.face, [&](const Range& range) {
    out.push_back(range);
    return true;
  });
  return out;
}

std::string partition_lines(std::span<const Range> partition) {
  std::string out;
  for (const Range& range : partition) {
    out += std::to_string(range.start.value) + "," + std::to_string(range.end.value) + ",";
    out += range.owner.text();
    out += "\n";
  }
  return out;
}

Result<Range> range_with(const View& state, const Certificate& certificate, Fen unit) {
  TRY(Choice choice, covering(state, certificate.id, certificate.face, {unit, unit}));
  return std::move(choice.front().range);
}

Result<std::vector<Title>> history(const Books& books, const Certificate& certificate, const RangeRef& interval) {
  TRY(const Choice choice, covering(books.state, certificate.id, certificate.face, interval));
  std::vector<Title> out;
  for (const Part& part : choice) {
    TRY(std::vector<Way> ways, ways_of(books.index, certificate.id, part.range.last, part.taken));
    for (Way& way : ways)
      out.push_back({way.piece, part.range.owner, part.range.state, std::move(way.path)});
  }
  return out;
}

Result<Title> history(const Books& books, const Certificate& certificate, Fen unit) {
  TRY(std::vector<Title> titles, history(books, certificate, RangeRef{unit, unit}));
  return std::move(titles.front());
}

Result<Turnover> turnover(const Books& books, const Certificate& certificate) {
  Turnover out;
  out.transfers = certificate.transfers;
  out.turnover = certificate.turnover;
  out.velocity_hundredths = certificate.turnover.fen() * 100 / certificate.face.fen();
  out.depth = certificate.depth;
  out.ranges = certificate.range_count;
  if (const auto profile = profile_version(books.state, certificate.profile)) out.deep = out.depth > profile->layer_warning;
  std::map<TransferId, std::uint64_t> sums;  // a transfer of several ranges has several endorsements
  std::set<PartyId> companies;
  std::size_t walked = 0;
  endorsement_log.walk(
      books.index,
      [&](BytesView, const Endorsement& node) {
        companies.insert(node.to);
        if (node.kind == EndorsementKind::transfer) sums[node.transfer] += width({node.start, node.end});
        return ++walked < walk_limit;
      },
      certificate.id);
  if (walked == walk_limit) return Refusal{Reason::too_large, "the history is longer than one answer may be"};
  out.companies = std::uint32_t(companies.size());
  for (const auto& [transfer, sum] : sums) {
    if (out.smallest.is_zero() || sum < out.smallest.fen()) out.smallest = fen(sum);
    if (sum > out.largest.fen()) out.largest = fen(sum);
  }
  return out;
}

Amount Holding::live() const {
  return allonge::receivable::fen(free.fen() + offered.fen() + quoted.fen() + pledged.fen() + presented.fen() +
                                  unpaid.fen());
}

std::vector<Holding> holdings(const Books& books, const PartyId& owner, bool also_paid) {
  std::map<CertificateId, Holding> sums;
  for (const RangeState state : range_life::every_state) {
    if (state == RangeState::paid && !also_paid) continue;
    for (const Range& range : listed(books, range_records, list_key(List::ranges_of_owner, owner, state))) {
      Holding& holding = sums[range.certificate];
      holding.certificate = range.certificate;
      count(holding, state, width({range.start, range.end}));
    }
  }
  std::vector<Holding> out;
  for (const auto& [id, holding] : sums) out.push_back(holding);
  return out;
}

std::vector<Holder> holders(const View& state, const Certificate& certificate) {
  std::map<PartyId, Holding> sums;
  walk_ranges(state, certificate.id, certificate.face, [&](const Range& range) {
    Holding& holding = sums[range.owner];
    holding.certificate = certificate.id;
    count(holding, range.state, width({range.start, range.end}));
    return true;
  });
  std::vector<Holder> out;
  for (const auto& [party, holding] : sums) out.push_back({party, holding});
  return out;
}

std::vector<Unpaid> unpaid_of(const Books& books, const PartyId& issuer) {
  std::vector<Unpaid> out;
  for (const CertificateState state :
       {CertificateState::matured, CertificateState::overdue, CertificateState::defaulted})
    for (const Certificate& one : issued_by(books, issuer, state)) out.push_back({one.id, state, one.due, outstanding(one)});
  std::sort(out.begin(), out.end(), [](const Unpaid& a, const Unpaid& b) { return a.certificate < b.certificate; });
  return out;
}

std::vector<TransferOffer> transfers_to(const Books& books, const PartyId& party) {
  return listed(books, transfer_offer_records, list_key(List::transfers_to, party));
}
std::vector<TransferOffer> transfers_from(const Books& books, const PartyId& party) {
  std::vector<TransferOffer> out;
  for (const Range& range : listed(books, range_records, list_key(List::ranges_of_owner, party, RangeState::offered)))
    if (auto offer = offer_beginning_with(books.state, range)) out.push_back(*std::move(offer));
  return out;
}
std::vector<TransferOffer> transfers_of(const Books& books, const CertificateId& certificate) {
  std::vector<TransferOffer> out;
  range_records.walk(
      books.state,
      [&](BytesView, const Range& range) {
        if (auto offer = offer_beginning_with(books.state, range)) out.push_back(*std::move(offer));
        return true;
      },
      certificate);
  return out;
}

std::vector<Financing> financings_of(const Books& books, const PartyId& owner) {
  return listed(books, financing_records, list_key(List::financings_of_owner, owner));
}
std::vector<Financing> financings_for(const Books& books, const PartyId& financier) {
  return listed(books, financing_records, list_key(List::financings_of_financier, financier));
}
std::vector<Financing> open_financings(const Books& books) {
  return listed(books, financing_records, list_key(List::open_financings));
}
std::vector<Financing> financings_on(const Books& books, const CertificateId& certificate) {
  return listed(books, financing_records, list_key(List::financings_of_certificate, certificate));
}
std::vector<Quote> quotes_of(const Books& books, const PartyId& financier) {
  return listed(books, quote_records, list_key(List::quotes_of_financier, financier));
}

std::vector<Certificate> issued_by(const Books& books, const PartyId& issuer, std::optional<CertificateState> state) {
  return certificates_in(books, List::certificates_of_issuer, issuer, state);
}
std::vector<Certificate> issued_to(const Books& books, const PartyId& payee, std::optional<CertificateState> state) {
  return certificates_in(books, List::certificates_of_payee, payee, state);
}

std::vector<Invoice> invoices_of(const Books& books, const PartyId& party) {
  auto out = listed(books, invoice_records, list_key(List::invoices_of_seller, party));
  for (Invoice& one : listed(books, invoice_records, list_key(List::invoices_of_buyer, party))) out.push_back(std::move(one));
  return out;
}

}  // namespace allonge::receivable
