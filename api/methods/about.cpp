#include "api/methods/about.h"

#include "api/enum_name.h"
#include "contracts/credential/application.h"
#include "contracts/credential/record.h"
#include "contracts/operations.h"
#include "contracts/receivable/certificate.h"
#include "contracts/receivable/financing.h"
#include "contracts/receivable/range.h"

namespace allonge::api {

Result<ReasonListReply> answer(const ReasonList::Params&, Call&) {
  ReasonListReply out;
  for (const ReasonRow& row : reason_table()) out.reasons.push_back(explain({row.reason, {}}));
  return out;
}

Result<RefusalReply> answer(const ErrorExplain::Params& params, Call&) {
  const auto reason = find_reason(params.code);
  if (!reason) return Refusal{Reason::not_found, "no reason of this number or name"};
  return explain({*reason, {}});
}

namespace {

template <class Table>
void append_steps(std::vector<StepRow>& out, const char* record, const Table& table) {
  for (const auto& step : table)
    out.push_back({record, std::string(enum_name(step.act)), std::string(enum_name(step.who)),
                   std::string(enum_name(step.from)), std::string(enum_name(step.to))});
}

std::vector<std::string> names_in(std::string_view roles) {
  std::vector<std::string> out;
  while (!roles.empty()) {
    const std::size_t end = std::min(roles.find('|'), roles.size());
    out.emplace_back(roles.substr(0, end));
    roles.remove_prefix(std::min(end + 1, roles.size()));
  }
  return out;
}

}  // namespace

Result<PermissionListReply> answer(const PermissionList::Params&, Call&) {
  PermissionListReply out;
  for (const Card& card : operation_cards()) {
    const PeopleNeeded people = needed(SigningPolicy{}, card.name, std::nullopt);
    out.operations.push_back({card.name, card.code, card.sentence, names_in(card.role), people.makers, people.checkers});
  }
  append_steps(out.steps, "certificate", receivable::certificate_life::table);
  append_steps(out.steps, "range", receivable::range_life::table);
  append_steps(out.steps, "financing", receivable::finance_life::table);
  append_steps(out.steps, "credential", credential::credential_life::table);
  append_steps(out.steps, "authority", credential::authority_life::table);
  append_steps(out.steps, "application", credential::application_life::table);
  return out;
}

}  // namespace allonge::api
