// The table of outcomes behind a lock: the strand writes it, clients' thread reads it.
#pragma once

#include <mutex>

#include "node/outcomes.h"

namespace allonge::node {

class LockedOutcomes final : public Outcomes {
 public:
  void note(std::span<const api::TransactionStatus> statuses) override {
    const std::lock_guard lock(mutex_);
    table_.note(statuses);
  }
  std::optional<api::TransactionStatus> find(const Digest& id) const override {
    const std::lock_guard lock(mutex_);
    return table_.find(id);
  }
  std::optional<api::TransactionStatus> find(const PartyId& party, const Idem& idem) const override {
    const std::lock_guard lock(mutex_);
    return table_.find(party, idem);
  }

 private:
  mutable std::mutex mutex_;
  OutcomeTable table_;
};

}  // namespace allonge::node
