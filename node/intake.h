// The way of a transaction into the pool: from a client or from another validator, to the signature
// worker, to the check against the tip, into the pool, on to all other validators. Each node verifies
// each transaction once, before it is proposed. Batches are handed over, not single transactions.
#pragma once

#include "node/body_desk.h"
#include "node/executor.h"
#include "node/outcomes.h"

namespace allonge::node {

class Intake {
 public:
  static constexpr std::size_t batch_transactions = 64;   // per frame and per piece of the worker's time
  static constexpr std::uint64_t batch_wait_ms = 1;
  static constexpr std::size_t batch_bytes = 1024 * 1024;  // a frame of gossip
  static constexpr std::size_t greeting_transactions = 512;  // for a peer whose link came up

  struct Parts {
    Executor& executor;
    Mempool& pool;
    BodyDesk& bodies;
    Network& network;
    SignatureWorker& signatures;
    Outcomes& outcomes;
    const Clock& clock;
    std::function<void(std::uint32_t peer, const std::string& what)> fault;  // provable: its link ends
    std::function<void()> admitted;  // the pool grew
    std::function<void()> changed;   // an outcome changed that clients may wait for
  };
  explicit Intake(Parts parts) : parts_(std::move(parts)) {}

  // From a client of this node, read already. Gathered until verify_submitted().
  void submit(TransactionPtr transaction, std::uint64_t submitted_ms);
  void verify_submitted();
  // From another validator, which verified them.
  void take(std::uint32_t peer, TransactionPush push);
  void link_up(std::uint32_t peer);

  // Sends what waits. When to call again, if something still waits.
  std::optional<std::uint64_t> gossip(std::uint64_t now_ms);

  // What became of a transaction handed in here: when it was handed in, or nothing.
  struct Local {
    std::uint64_t submitted_ms = 0;
    PartyId party;
    Idem idem;
    Time valid_until;
  };
  std::optional<Local> committed(const Digest& id);
  void dropped(const Transaction& transaction, const Refusal& refusal);
  // Those handed in here that cannot commit any more at this time of the chain.
  void expire(Time final_time);

 private:
  void admit(std::vector<Checked> checked, std::optional<std::uint32_t> peer);
  void note(const Digest& id, const Local& local, api::Phase phase, Refusal refusal = {Reason::not_found, {}});

  Parts parts_;
  std::vector<TransactionPtr> submitted_;
  std::set<Digest> in_check_;          // wire ids at the signature worker
  std::vector<TransactionPtr> outgoing_;
  std::size_t outgoing_bytes_ = 0;
  std::uint64_t sent_at_ms_ = 0;
  std::map<Digest, Local> local_;      // by id: handed in here, no final outcome yet
  std::set<std::pair<Time, Digest>> local_by_expiry_;
};

}  // namespace allonge::node
