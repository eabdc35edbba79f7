#include "contracts/invariants.h"

#include <algorithm>

#include "contracts/cash/conservation.h"
#include "contracts/credential/laws.h"
#include "contracts/index.h"
#include "contracts/party/sound_keys.h"
#include "contracts/receivable/laws.h"

namespace allonge {

namespace {

constexpr std::array law_list{
    Law{"I-1", "ranges of a certificate tile its face", receivable::ranges_tile},
    Law{"I-2", "every fen of a face is in one state, and what is paid is counted", receivable::states_add_up},
    Law{"I-3", "what is live adds up to what the issuer owes and uses of its limit", receivable::limits_add_up},
    Law{"I-4", "bindings make up the face, and never more than the invoice", receivable::bindings_add_up},
    Law{"I-5", "balances of a bank add up to what it issued", cash::money_is_conserved},
    Law{"I-6", "every movement of money is one paid range, one financing, or attested", receivable::money_follows_ranges},
    Law{"I-7", "neither issuer nor platform owns a live range", receivable::owners_are_eligible},
    Law{"I-8", "a held range keeps its owner", receivable::held_ranges_stay},
    Law{"I-10", "every change of state is told by an event", receivable::changes_are_told},
    Law{"I-11", "a suspended issuer promises nothing new, and nobody over the limit", receivable::promises_are_allowed},
    Law{"I-12", "discount, fee and net are the face; ranges move exactly with their financing", receivable::financings_add_up},
    Law{"F-1", "what was agreed on a financing stays, and it locks what it names until it is over",
        receivable::financings_keep_their_word},
    Law{"P-1", "a key belongs to one party for ever and never comes back into force", party::keys_are_sound},
    Law{"C-1", "what was recorded of a credential stays, and its standing changes by an event",
        credential::standings_are_told},
    Law{"C-2", "no certificate is issued or accepted past the gate", credential::gates_are_kept},
    Law{"C-3", "no authority exceeds its parent", credential::children_stay_within},
};

}  // namespace

ChangeSet::ChangeSet(const Draft& draft, const Events* events, const Context* context)
    : draft_(draft), events_(events), context_(context) {
  records_.reserve(draft.changes().size());
  for (const auto& [key, after] : draft.changes()) {
    if (is_beside(key)) break;  // the log beside the state: the last keys in order, and no record
    std::optional<Bytes> before = draft.below().get(key);
    // Written and taken back in one transaction, or written as it was: nothing has changed.
    if (before != after) records_.push_back({key, std::move(before), &after});
  }
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

Result<void> laws_hold(const Draft& draft, const Events* events, const Context* context) {
  return laws_hold(draft, laws(), events, context);
}

Result<void> laws_hold(const Draft& draft, std::span<const Law> chosen, const Events* events, const Context* context) {
  if (draft.changes().empty()) return done();
  const ChangeSet changes(draft, events, context);
  for (const Law& law : chosen)
    if (const auto why = law.broken(changes)) return Refusal{Reason::invariant_broken, std::string(law.id) + ": " + *why};
  return done();
}

}  // namespace allonge
