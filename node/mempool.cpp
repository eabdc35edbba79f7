#include "node/mempool.h"

namespace allonge::node {

Result<void> Mempool::add(TransactionPtr transaction, std::uint64_t now_ms) {
  const Transaction& tx = *transaction;
  const auto same_idem = by_idem_.find(idem_of(tx));
  if (same_idem != by_idem_.end())
    return by_order_.at(same_idem->second).transaction->id == tx.id ? Reason::already_known : Reason::idem_conflict;

  const std::size_t size = tx.bytes.size();
  if (by_order_.size() + 1 > limits_.transactions || bytes_ + size > limits_.bytes)
    return Refusal{Reason::pool_full, "the pool holds " + std::to_string(by_order_.size()) + " transactions"};
  const auto known = shares_.find(tx.body.party);
  const Share before = known == shares_.end() ? Share{} : known->second;
  if ((before.transactions + 1) * limits_.party_share > limits_.transactions ||
      (before.bytes + size) * limits_.party_share > limits_.bytes)
    return Refusal{Reason::pool_full, "the party's share of the pool is used up"};

  const std::uint64_t order = next_order_++;
  shares_[tx.body.party] = {before.transactions + 1, before.bytes + size};
  bytes_ += size;
  by_wire_id_.emplace(tx.wire_id, order);
  by_id_.emplace(tx.id, order);
  by_idem_.emplace(idem_of(tx), order);
  by_expiry_.emplace(tx.body.valid_until, order);
  make_ready(by_order_.emplace_hint(by_order_.end(), order, Entry{std::move(transaction), now_ms, 0})->second);
  return done();
}

TransactionPtr Mempool::find(const Digest& wire_id) const {
  const auto found = by_wire_id_.find(wire_id);
  return found == by_wire_id_.end() ? nullptr : by_order_.at(found->second).transaction;
}

TransactionPtr Mempool::find_id(const Digest& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : by_order_.at(found->second).transaction;
}

std::optional<Digest> Mempool::find_idem(const PartyId& party, const Idem& idem) const {
  const auto found = by_idem_.find({party, idem});
  if (found == by_idem_.end()) return std::nullopt;
  return by_order_.at(found->second).transaction->id;
}

void Mempool::erase(std::map<std::uint64_t, Entry>::iterator entry) {
  const TransactionPtr transaction = entry->second.transaction;
  const Transaction& tx = *transaction;
  const auto share = shares_.find(tx.body.party);
  share->second.transactions -= 1;
  share->second.bytes -= tx.bytes.size();
  if (share->second.transactions == 0) shares_.erase(share);
  bytes_ -= tx.bytes.size();
  by_wire_id_.erase(tx.wire_id);
  by_id_.erase(tx.id);
  by_idem_.erase(idem_of(tx));
  by_expiry_.erase({tx.body.valid_until, entry->first});
  if (entry->second.claims == 0) make_unready(entry->second);
  by_order_.erase(entry);
}

void Mempool::make_ready(const Entry& entry) {
  ++ready_;
  ready_operations_ += entry.transaction->body.operations.size();
}

void Mempool::make_unready(const Entry& entry) {
  --ready_;
  ready_operations_ -= entry.transaction->body.operations.size();
}

void Mempool::claim(const Digest& wire_id) {
  const auto found = by_wire_id_.find(wire_id);
  if (found == by_wire_id_.end()) return;
  Entry& entry = by_order_.at(found->second);
  if (entry.claims++ == 0) make_unready(entry);
}

void Mempool::release(const Digest& wire_id) {
  const auto found = by_wire_id_.find(wire_id);
  if (found == by_wire_id_.end()) return;
  // It may have come in after the block that holds it: then it was never claimed.
  Entry& entry = by_order_.at(found->second);
  if (entry.claims > 0 && --entry.claims == 0) make_ready(entry);
}

void Mempool::remove_committed(const Transaction& transaction) {
  const auto found = by_idem_.find(idem_of(transaction));
  if (found != by_idem_.end()) erase(by_order_.find(found->second));
}

void Mempool::remove(const Digest& wire_id) {
  const auto found = by_wire_id_.find(wire_id);
  if (found != by_wire_id_.end()) erase(by_order_.find(found->second));
}

std::vector<TransactionPtr> Mempool::take_expired(Time now) {
  std::vector<TransactionPtr> out;
  while (!by_expiry_.empty() && by_expiry_.begin()->first < now) {
    const auto entry = by_order_.find(by_expiry_.begin()->second);
    out.push_back(entry->second.transaction);
    erase(entry);
  }
  return out;
}

std::vector<TransactionPtr> Mempool::oldest(const std::function<bool(const Digest&)>& in_branch, Room room) const {
  std::vector<TransactionPtr> out;
  Room used{};
  used.operations = 0;
  for (const auto& [order, entry] : by_order_) {
    if (entry.claims > 0 && in_branch(entry.transaction->wire_id)) continue;
    used.transactions += 1;
    used.bytes += entry.transaction->bytes.size();
    used.operations += entry.transaction->body.operations.size();
    const bool fits = used.transactions <= room.transactions && used.bytes <= room.bytes;
    if (!fits || (used.operations > room.operations && !out.empty())) break;
    out.push_back(entry.transaction);
  }
  return out;
}

std::optional<std::uint64_t> Mempool::oldest_arrival_ms() const {
  if (by_order_.empty()) return std::nullopt;
  return by_order_.begin()->second.arrived_ms;
}

}  // namespace allonge::node
