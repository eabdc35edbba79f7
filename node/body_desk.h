// Gathers the transactions of proposed blocks. Most are known already, because gossip runs ahead of
// proposals; the rest is asked from those who hold the block, one after the other. Whatever arrives
// is named by its own bytes and verified like any other transaction before it counts.
#pragma once

#include <deque>
#include <functional>

#include "consensus/events.h"
#include "node/mempool.h"
#include "node/messages.h"
#include "node/ports.h"

namespace allonge::node {

class BodyDesk {
 public:
  static constexpr std::size_t most_blocks = 32;
  static constexpr std::uint64_t patience_ms = 15;   // gossip is often a moment behind the proposal
  static constexpr std::uint64_t retry_ms = 200;

  using Lookup = std::function<TransactionPtr(const Digest& wire_id)>;
  using Complete = std::function<void(const Digest& block)>;

  // `known` looks where transactions may be already. `complete` is called when the last one of a block
  // came, or when one is found to be bad (bad() says so); never from within want().
  BodyDesk(Network& network, SignatureWorker& signatures, Lookup known, Complete complete);

  struct Body {
    consensus::JudgePayload order;
    std::vector<TransactionPtr> transactions;  // null where missing
    std::size_t missing = 0;
    bool bad = false;             // a transaction of it cannot be read or is not signed
    std::size_t next_holder = 0;
    std::uint64_t ask_at_ms = 0;
  };

  // Begins or continues to gather. The body, complete or not.
  const Body& want(const consensus::JudgePayload& order, std::uint64_t now_ms);
  const Body* find(const Digest& block) const;
  void forget(const Digest& block);
  void forget_through(std::uint64_t view);

  // A verified transaction came from anywhere.
  void arrived(const TransactionPtr& transaction);
  void take(std::uint32_t peer, BodyAnswer answer);

  // Asks for what is overdue. When to call again (steady ms); nothing if nothing is missing.
  std::optional<std::uint64_t> ask(std::uint64_t now_ms);

 private:
  struct Wish {  // where a transaction that is not here yet belongs
    Digest block;
    std::size_t place;
  };
  void verify(std::vector<Bytes> transactions, std::vector<Digest> wire_ids);
  void settle(const Digest& wire_id, const TransactionPtr& transaction);  // null: it is bad

  Network& network_;
  SignatureWorker& signatures_;
  Lookup known_;
  Complete complete_;
  std::map<Digest, Body> bodies_;
  std::multimap<Digest, Wish> wishes_;  // by wire id
  std::set<Digest> in_check_;           // wire ids at the signature worker
};

}  // namespace allonge::node
