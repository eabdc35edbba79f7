// What became lately of transactions that were handed in here: checking, pending, rejected,
// committed, expired. Bounded, the oldest go first; what was committed long ago stands in the store's
// index instead. Clients' waits and repeated submissions read it.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <span>

#include "api/backend.h"

namespace allonge::node {

class Outcomes {
 public:
  virtual ~Outcomes() = default;
  // A later note about the same id takes the place of the earlier one. `finality_ms` is kept as given.
  virtual void note(std::span<const api::TransactionStatus> statuses) = 0;
  virtual std::optional<api::TransactionStatus> find(const Digest& id) const = 0;
  virtual std::optional<api::TransactionStatus> find(const PartyId& party, const Idem& idem) const = 0;
};

class OutcomeTable final : public Outcomes {
 public:
  explicit OutcomeTable(std::size_t most = 200'000) : most_(most) {}
  void note(std::span<const api::TransactionStatus> statuses) override;
  std::optional<api::TransactionStatus> find(const Digest& id) const override;
  std::optional<api::TransactionStatus> find(const PartyId& party, const Idem& idem) const override;
  std::size_t size() const { return by_id_.size(); }

 private:
  using IdemKey = std::pair<PartyId, Idem>;
  std::size_t most_;
  std::map<Digest, api::TransactionStatus> by_id_;
  std::map<IdemKey, Digest> by_idem_;
  std::deque<Digest> order_;  // ids as they came; each once
};

}  // namespace allonge::node
