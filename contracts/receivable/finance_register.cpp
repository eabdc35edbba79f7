#include "contracts/receivable/finance_register.h"

#include <algorithm>

#include "contracts/party/party.h"

namespace allonge::receivable {

Result<FinanceRegister::Plan> check(const FinanceRegister& op, const Context& context, const View& view) {
  TRY(Financing financing, financing_records.get(view, op.financing));
  TRY(const Party party, party_records.get(view, context.party));
  CHECK(may(FinanceAct::register_, financing, {.party = &context.party, .registrar = party.has(Role::registrar)}));
  const auto& text = op.registration_no;
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (text.empty() || text.size() > 64 || !printable)
    return Refusal{Reason::bad_text, "a registration number is 1 to 64 printable ASCII letters, no spaces"};
  financing.registration_no = text;
  return FinanceRegister::Plan{std::move(financing)};
}

void apply(const FinanceRegister::Plan& plan, const Context& context, Draft& draft, Events& events) {
  put(draft, plan.financing);
  events.push_back(finance_event("finance.registered", plan.financing, plan.financing.state,
                                 {context.party, plan.financing.owner, plan.financing.award->financier}));
  events.back().ranges = {};
}

std::optional<Amount> banded_amount(const FinanceRegister&, const View&) { return std::nullopt; }

Result<void> registered(const Financing& financing, const Context& context, const View& view) {
  TRY(const Profile profile, profile_at(view, today(context.block)));
  if (profile.registration_required && financing.registration_no.empty()) return Reason::registration_required;
  return done();
}

}  // namespace allonge::receivable
