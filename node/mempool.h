// Checked transactions waiting for a block, first come first served. Everything in it has been read,
// its signatures verified once, and it was admissible when it came in. It is bounded by count and
// bytes, and no party gets more than its share (ledger/limits.h), so one flood pushes out nobody else.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>

#include "ledger/limits.h"
#include "ledger/transaction.h"

namespace allonge::node {

using TransactionPtr = std::shared_ptr<const Transaction>;

struct PoolLimits {
  std::size_t transactions = limits::pool_transactions;
  std::size_t bytes = limits::pool_bytes;
  std::size_t party_share = limits::party_share;
};

// How much to take out at a time.
struct Room {
  std::size_t transactions = 0;
  std::size_t bytes = 0;
  std::size_t operations = SIZE_MAX;  // more only if the first transaction alone has more
};

class Mempool {
 public:
  explicit Mempool(PoolLimits limits = {}) : limits_(limits) {}

  // POOL_FULL; ALREADY_KNOWN for the same transaction (also with other signatures on the same body);
  // IDEM_CONFLICT when another transaction of the party waits under the same idem.
  Result<void> add(TransactionPtr transaction, std::uint64_t now_ms);

  // Null when it is not here.
  TransactionPtr find(const Digest& wire_id) const;
  TransactionPtr find_id(const Digest& id) const;
  // The id of what waits under this idem.
  std::optional<Digest> find_idem(const PartyId& party, const Idem& idem) const;

  // A block became final: it and everything under the same idem leaves.
  void remove_committed(const Transaction& transaction);
  void remove(const Digest& wire_id);
  // What can no longer commit at this block time, taken out.
  std::vector<TransactionPtr> take_expired(Time now);

  // A block executed here, not final yet, holds it; and holds it no more. One that is in no such block
  // is ready: it makes work.
  void claim(const Digest& wire_id);
  void release(const Digest& wire_id);
  std::size_t ready() const { return ready_; }
  std::size_t ready_operations() const { return ready_operations_; }

  // The oldest ones that `in_branch` does not name, as many as there is room for. It is asked only
  // about what some block has claimed.
  std::vector<TransactionPtr> oldest(const std::function<bool(const Digest&)>& in_branch, Room room) const;

  std::size_t size() const { return by_order_.size(); }
  std::size_t bytes() const { return bytes_; }
  bool empty() const { return by_order_.empty(); }
  // When the oldest came in; nothing when empty.
  std::optional<std::uint64_t> oldest_arrival_ms() const;
  // At four fifths clients are told to come back later (consensus.md 12).
  bool nearly_full() const {
    return by_order_.size() * 5 >= limits_.transactions * 4 || bytes_ * 5 >= limits_.bytes * 4;
  }

 private:
  struct Entry {
    TransactionPtr transaction;
    std::uint64_t arrived_ms;
    std::uint32_t claims = 0;
  };
  struct Share {
    std::size_t transactions = 0;
    std::size_t bytes = 0;
  };
  using IdemKey = std::pair<PartyId, Idem>;
  static IdemKey idem_of(const Transaction& transaction) {
    return {transaction.body.party, transaction.body.idem};
  }
  void erase(std::map<std::uint64_t, Entry>::iterator entry);
  void make_ready(const Entry& entry);
  void make_unready(const Entry& entry);

  PoolLimits limits_;
  std::uint64_t next_order_ = 0;
  std::size_t bytes_ = 0;
  std::size_t ready_ = 0;
  std::size_t ready_operations_ = 0;  // of those
  std::map<std::uint64_t, Entry> by_order_;
  std::map<Digest, std::uint64_t> by_wire_id_;
  std::map<IdemKey, std::uint64_t> by_idem_;
  std::map<Digest, std::uint64_t> by_id_;
  std::set<std::pair<Time, std::uint64_t>> by_expiry_;
  std::map<PartyId, Share> shares_;
};

}  // namespace allonge::node
