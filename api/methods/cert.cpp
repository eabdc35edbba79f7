#include "api/methods/cert.h"

#include "contracts/receivable/lists.h"

namespace allonge::api {

using receivable::List;
using receivable::RangeState;

namespace {

constexpr const auto& held_states = receivable::range_life::every_state;

// The entries of what one party holds of one certificate in one state.
Bytes held_key(const PartyId& holder, RangeState state, const CertificateId& certificate) {
  return receivable::list_key(List::ranges_of_owner, holder, state, certificate);
}

bool holds_part(const View& index, const PartyId& party, const CertificateId& certificate) {
  for (const RangeState state : held_states) {
    const Bytes key = held_key(party, state, certificate);
    if (index.next(key, key)) return true;
  }
  return false;
}

// A holder's ranges stand in the list by state and certificate: a certificate is shown at the first of
// its entries only, so that it stands on one page once.
bool is_first_entry(const View& index, BytesView entry, const PartyId& holder, const receivable::Range& range) {
  for (const RangeState state : held_states) {
    const Bytes key = held_key(holder, state, range.certificate);
    if (const auto first = index.next(key, key)) return equal(first->key, entry);
  }
  return false;
}

Bytes list_to_walk(const CertList::Params& params) {
  if (params.holder) return receivable::list_key(List::ranges_of_owner, *params.holder);
  if (params.issuer && params.state) return receivable::list_key(List::certificates_of_issuer, *params.issuer, *params.state);
  if (params.issuer) return receivable::list_key(List::certificates_of_issuer, *params.issuer);
  if (params.payee && params.state) return receivable::list_key(List::certificates_of_payee, *params.payee, *params.state);
  if (params.payee) return receivable::list_key(List::certificates_of_payee, *params.payee);
  return receivable::list_key(List::certificates_by_due_date);
}

bool fits(const CertList::Params& params, const receivable::Certificate& one) {
  return (!params.issuer || one.issuer == *params.issuer) && (!params.payee || one.payee == *params.payee) &&
         (!params.state || one.state == *params.state) && (!params.due_from || one.due >= *params.due_from) &&
         (!params.due_to || one.due <= *params.due_to);
}

}  // namespace

bool may_read(const receivable::Certificate& certificate, Call& call) {
  const std::array readers{certificate.issuer, certificate.payee, certificate.bank};
  return visible(call.caller, readers) || (call.caller.party.is_set() && holds_part(call.index(), call.caller.party, certificate.id));
}

Result<receivable::Certificate> find_certificate(const IdBeginning<CertificateKind>& id, Call& call) {
  TRY(receivable::Certificate found, id.find(call.state(), receivable::certificate_records));
  if (!may_read(found, call)) return Refusal{Reason::not_found, "no such certificate"};
  return found;
}

HoldingReply holding_reply(const receivable::Holding& holding, const PartyId& holder, const receivable::Certificate& certificate) {
  return {certificate.id, holder,       certificate.issuer, certificate.currency, certificate.due, holding.live(),
          holding.free,   holding.offered, holding.presented, holding.unpaid,       holding.paid,
          holding.quoted, holding.pledged};
}

Result<CertReply> answer(const CertGet::Params& params, Call& call) {
  CertReply out;
  TRY(out.certificate, find_certificate(params.id, call));
  const View& state = call.state();
  out.outstanding = receivable::outstanding(out.certificate);
  if (const auto background = receivable::certificate_background_records.find(state, out.certificate.id))
    out.invoices = background->bindings;
  out.issuer_suspended = receivable::is_suspended(state, out.certificate.issuer);
  for (const receivable::Holder& one : receivable::holders(state, out.certificate))
    out.holders.push_back(holding_reply(one.holding, one.party, out.certificate));
  out.height = call.snapshot()->header().height;
  return out;
}

Result<CertListReply> answer(const CertList::Params& params, Call& call) {
  TRY(Page page, open_page<CertList>(params, call));
  const View& state = page.snapshot->state();
  const View& index = page.snapshot->index();
  CertListReply out;
  out.height = page.snapshot->header().height;
  const bool by_due = !params.holder && !params.issuer && !params.payee;
  if (by_due && params.due_from) page.begin = receivable::list_key(List::certificates_by_due_date, *params.due_from);
  walk(index, list_to_walk(params), page, [&](BytesView entry, BytesView record) {
    std::optional<receivable::Certificate> one;
    if (params.holder) {
      const auto bytes = state.get(record);
      if (!bytes) return false;
      const receivable::Range range = receivable::range_records.read(*bytes);
      if (!is_first_entry(index, entry, *params.holder, range)) return false;
      one = receivable::certificate_records.find(state, range.certificate);
    } else if (const auto bytes = state.get(record)) {
      one = receivable::certificate_records.read(*bytes);
    }
    if (!one || !fits(params, *one) || !may_read(*one, call)) return false;
    out.certificates.push_back(*std::move(one));
    return true;
  });
  out.next = close_page(page, call);
  return out;
}

}  // namespace allonge::api
