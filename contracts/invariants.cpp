#include "contracts/invariants.h"

#include <algorithm>

#include "contracts/cash/conservation.h"
#include "contracts/party/sound_keys.h"

namespace allonge {

namespace {

constexpr std::array law_list{
    Law{"I-5", "balances of a bank add up to what it issued", cash::money_is_conserved},
    Law{"P-1", "a key belongs to one party for ever and never comes back into force", party::keys_are_sound},
};

}  // namespace

ChangeSet::ChangeSet(const Draft& draft) : draft_(draft) {
  records_.reserve(draft.changes().size());
  for (const auto& [key, after] : draft.changes()) records_.push_back({key, draft.below().get(key), &after});
}

std::span<const ChangedRecord> ChangeSet::of_table(std::uint16_t number) const {
  Bytes prefix;
  append_big_endian(prefix, number);
  const auto before = [](const ChangedRecord& record, BytesView key) { return compare(record.key, key) < 0; };
  const auto from = std::lower_bound(records_.begin(), records_.end(), BytesView(prefix), before);
  auto to = from;
  while (to != records_.end() && starts_with(to->key, prefix)) ++to;
  return {from, to};
}

std::span<const Law> laws() { return law_list; }

Result<void> laws_hold(const Draft& draft) { return laws_hold(draft, laws()); }

Result<void> laws_hold(const Draft& draft, std::span<const Law> chosen) {
  if (draft.changes().empty()) return done();
  const ChangeSet changes(draft);
  for (const Law& law : chosen)
    if (const auto why = law.broken(changes)) return Refusal{Reason::invariant_broken, std::string(law.id) + ": " + *why};
  return done();
}

}  // namespace allonge
