// What a transaction did to financings: the changed records before and after, by the financing's text.
#pragma once

#include <map>

#include "contracts/invariants.h"
#include "contracts/receivable/financing.h"

namespace allonge::receivable {

struct FinancingChange {
  std::optional<Financing> before;
  std::optional<Financing> after;

  bool settles() const { return after->settlement && !(before && before->settlement); }
  bool enforces() const { return after->state == FinanceState::enforced && before && before->state == FinanceState::pledged; }
};
using FinancingChanges = std::map<std::string, FinancingChange, std::less<>>;

// Those that are still there; what is gone is I-12's to say.
inline FinancingChanges make_financing_changes(const ChangeSet& changes) {
  FinancingChanges out;
  changes.each(financing_records, [&](const std::optional<Financing>& before, const std::optional<Financing>& after) {
    if (after) out[after->id.text()] = {before, after};
  });
  return out;
}
inline const FinancingChanges& financing_changes(const ChangeSet& changes) { return changes.once(make_financing_changes); }

}  // namespace allonge::receivable
