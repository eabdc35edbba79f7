#include "node/outcomes.h"

namespace allonge::node {

void OutcomeTable::note(std::span<const api::TransactionStatus> statuses) {
  for (const api::TransactionStatus& status : statuses) {
    const auto [place, is_new] = by_id_.insert_or_assign(status.id, status);
    if (is_new) order_.push_back(status.id);
    // What nobody has verified, or was found bad, never holds an idem against a good one.
    const bool holds = status.phase == api::Phase::pending || status.phase == api::Phase::committed;
    if (holds) by_idem_.insert_or_assign(IdemKey{status.party, status.idem}, status.id);
  }
  while (order_.size() > most_) {
    const auto oldest = by_id_.find(order_.front());
    if (oldest != by_id_.end()) {
      const auto holder = by_idem_.find({oldest->second.party, oldest->second.idem});
      if (holder != by_idem_.end() && holder->second == oldest->first) by_idem_.erase(holder);
      by_id_.erase(oldest);
    }
    order_.pop_front();
  }
}

std::optional<api::TransactionStatus> OutcomeTable::find(const Digest& id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::optional<api::TransactionStatus> OutcomeTable::find(const PartyId& party, const Idem& idem) const {
  const auto found = by_idem_.find({party, idem});
  if (found == by_idem_.end()) return std::nullopt;
  return find(found->second);
}

}  // namespace allonge::node
