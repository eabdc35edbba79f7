#include "contracts/credential/gate_memory.h"

#include <algorithm>

#include "contracts/party/party.h"

namespace allonge::credential {

namespace {

// Tables are numbered by family: 0x07.. is this folder, 0x04.. parties and the history of their keys.
constexpr std::array<std::uint8_t, 2> asked_families{0x04, 0x07};
template <class Table>
constexpr bool is_asked(const Table& table) {
  return std::find(asked_families.begin(), asked_families.end(), table.number >> 8) != asked_families.end();
}
static_assert(is_asked(credential_records) && is_asked(credential_holder_records) && is_asked(authority_records) &&
              is_asked(authority_head_records) && is_asked(gate_records) && is_asked(gate_head_records) &&
              is_asked(key_records) && is_asked(key_history_records));

bool changes_family(const Changes& changes, std::uint8_t family) {
  const auto first = changes.lower_bound(BytesView(&family, 1));
  return first != changes.end() && first->first.front() == family;
}

}  // namespace

const std::optional<Gate>& GateMemory::gate(const View& view, std::string_view operation, Time now) {
  auto known = known_.find(operation);
  if (known == known_.end())
    known = known_.emplace(std::string(operation), Known{gate_at(view, operation, now), {}}).first;
  return known->second.gate;
}

bool GateMemory::is_open(std::string_view operation, std::size_t rule, const PartyId& party) const {
  const auto known = known_.find(operation);
  return known != known_.end() && known->second.open.contains({rule, party});
}

void GateMemory::open(std::string_view operation, std::size_t rule, const PartyId& party) {
  const auto known = known_.find(operation);
  ensure(known != known_.end(), "a rule is asked behind its gate");
  known->second.open.emplace(rule, party);
}

void GateMemory::forget_if_changed(const Changes& changes) {
  if (known_.empty()) return;
  for (const std::uint8_t family : asked_families)
    if (changes_family(changes, family)) return known_.clear();
}

std::optional<PartyId> decided_by(const GateRule& rule, const GateParties& parties) {
  if (rule.above) return std::nullopt;
  for (const GateOption& option : rule.any_of)
    if (option.covers_amount || option.issued_by) return std::nullopt;
  switch (rule.subject) {
    case GateSubject::actor: return parties.actor;
    case GateSubject::counterparty: return parties.counterparty;
    case GateSubject::issuer: return parties.issuer;
    case GateSubject::signer:
    case GateSubject::asset: break;
  }
  return std::nullopt;
}

}  // namespace allonge::credential
