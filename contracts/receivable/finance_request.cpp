#include "contracts/receivable/finance_request.h"

#include <algorithm>

#include "contracts/credential/gate.h"
#include "contracts/due_queue.h"
#include "contracts/receivable/eligible.h"

namespace allonge::receivable {

namespace {

bool may_quote(const Party& party, const PartyId& owner, const Certificate& certificate) {
  return party.status == PartyStatus::active && party.has(Role::financier) && !party.has(Role::platform) &&
         party.id != owner && party.id != certificate.issuer;
}

// An open request needs two who could answer it, too: with one financier on the ledger it is no choice.
Result<void> choice_of_two(const FinanceRequest& op, const PartyId& owner, const Certificate& certificate,
                           const View& view) {
  std::size_t eligible = 0;
  const PartyId* before = nullptr;
  for (const PartyId& one : op.invited) {
    if (before != nullptr && one <= *before) return Refusal{Reason::out_of_range, "invited ascend, each once"};
    before = &one;
    TRY(const Party party, party_records.get(view, one));
    if (!may_quote(party, owner, certificate))
      return Refusal{Reason::role_forbidden, std::string(one.text()) + " may not finance this"};
    ++eligible;
  }
  if (op.waive_choice) return done();
  if (op.invited.empty())
    party_records.walk(view, [&](BytesView, const Party& party) {
      eligible += may_quote(party, owner, certificate);
      return eligible < 2;
    });
  return eligible < 2 ? Result<void>(Reason::waiver_missing) : done();
}

// One step after the other, the last no later than the last day of transfers: what is bought or
// pledged after it would be a transfer after it.
Result<void> in_time(const Deadlines& deadlines, Time now, Date last_day) {
  if (deadlines.quote_by <= now || deadlines.reveal_by <= deadlines.quote_by || deadlines.settle_by <= deadlines.reveal_by)
    return Refusal{Reason::out_of_range, "deadlines lie ahead, one after the other"};
  if (deadlines.settle_by > start_of(add_days(last_day, 1), business_zone_minutes))
    return Refusal{Reason::after_cutoff, "the last day is " + last_day.text()};
  return done();
}

Result<void> sums(const FinanceRequest& op, Amount amount, const Profile& profile) {
  if (amount < profile.minimum_transfer) return Reason::below_minimum;
  if (op.kind == FinanceKind::purchase && !op.asked.is_zero())
    return Refusal{Reason::bad_amount, "a purchase pays what the quote nets"};
  if (op.kind == FinanceKind::pledge_loan && op.asked.is_zero())
    return Refusal{Reason::bad_amount, "name the sum you ask for"};
  if (op.asked > amount) return Refusal{Reason::bad_amount, "more is asked for than the " + amount.text() + " pledged"};
  return done();
}

}  // namespace

Result<FinanceRequest::Plan> check(const FinanceRequest& op, const Context& context, const View& view) {
  TRY(Certificate certificate, certificate_records.get(view, op.certificate));
  // Before anything else is said about the certificate.
  CHECK(credential::gate_allows(view, context, FinanceRequest::card.name,
                                {context.party, std::nullopt, certificate.issuer}, banded_amount(op, view)));
  TRY(const Profile profile, profile_at(view, today(context.block)));
  if (certificate.not_transferable) return Reason::not_transferable;
  const Date last_day = last_transfer_day(certificate, profile);
  if (today(context.block) > last_day) return Refusal{Reason::after_cutoff, "the last day was " + last_day.text()};
  if (!is_live(certificate.state)) return Reason::certificate_not_live;
  CHECK(in_time(op.deadlines, context.block.time, last_day));
  TRY(Choice choice, chosen(view, op.certificate, certificate.face, {context.party, op.amount, op.ranges}, RangeAct::request));
  const Amount amount = amount_of(choice);
  if (certificate.indivisible && amount != certificate.face) return Reason::indivisible;
  CHECK(sums(op, amount, profile));
  CHECK(choice_of_two(op, context.party, certificate, view));
  CHECK(cut(certificate, choice, profile));

  Financing financing;
  financing.id = FinancingId::derive(context.transaction, context.place);
  if (financing_records.has(view, financing.id)) return Reason::id_taken;
  financing.certificate = op.certificate;
  financing.owner = context.party;
  financing.kind = op.kind;
  financing.ranges = refs_of(choice);
  financing.face = amount;
  financing.asked = op.asked;
  financing.min_net = op.min_net;
  financing.deadlines = op.deadlines;
  financing.invited = op.invited;
  financing.waived = op.waive_choice;
  financing.payee_account = op.payee_account;
  TRY(financing.state, may(FinanceAct::request, financing, {.party = &context.party}));
  return FinanceRequest::Plan{std::move(financing), std::move(choice), std::move(certificate)};
}

void apply(const FinanceRequest::Plan& plan, const Context&, Draft& draft, Events& events) {
  const Financing& financing = plan.financing;
  for (const Part& part : plan.choice) {
    Range quoted = part.range;
    quoted.state = RangeState::quoted;
    quoted.financing = financing.id;
    cut_out(draft, part, std::move(quoted));
  }
  if (cuts_of(plan.choice) > 0) certificate_records.put(draft, financing.certificate, plan.certificate);
  put(draft, financing);
  const std::string id = financing.id.text();
  enqueue(draft, financing.deadlines.quote_by, DueKind::financing_quotes, bytes_of(id));
  std::vector<PartyId> parties{financing.owner};
  parties.insert(parties.end(), financing.invited.begin(), financing.invited.end());
  events.push_back(finance_event("finance.requested", financing, FinanceState::none, std::move(parties)));
}

std::optional<Amount> banded_amount(const FinanceRequest& op, const View&) {
  return amount_of(Wish{PartyId(), op.amount, op.ranges});
}

}  // namespace allonge::receivable
