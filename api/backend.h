// The questions the API asks a node. Answers are values or shared unchanging snapshots, so that a
// slow reader never holds up the chain. The node implements it over its core, tests over a ledger in
// memory; both execute the real contracts.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/event_cache.h"
#include "api/page_book.h"
#include "api/waiting_room.h"
#include "contracts/genesis_state.h"
#include "ledger/block.h"
#include "ledger/draft.h"
#include "ledger/state_path.h"

namespace allonge::api {

// Who asks. In the first form JSON-RPC answers on loopback only and the caller is the local
// operator, who sees everything; `visible` stands in every read path all the same (settled.md 28).
struct Caller {
  bool sees_everything = true;
  PartyId party;
};
bool visible(const Caller& caller, std::span<const PartyId> readers);

// The state as it was after one final block; valid for as long as it is held.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
  virtual const Header& header() const = 0;        // at height 0: all zero but the genesis time
  virtual const View& state() const = 0;           // records in the tree
  virtual const View& index() const = 0;           // lists derived from them, beside the tree
  virtual StatePath prove(BytesView key) const = 0;
};

enum class Phase : std::uint8_t { unknown, checking, rejected, pending, committed, expired };

// What is known of one transaction here. `committed` and `expired` are final, the same on all nodes.
struct TransactionStatus {
  Phase phase = Phase::unknown;
  Digest id;
  PartyId party;
  Idem idem;
  Refusal refusal{Reason::not_found, {}};  // rejected: why it never entered the pool
  std::uint64_t height = 0;     // committed: where
  std::uint32_t leaf = 0;       // its place among the block's receipts, from 1
  bool ok = false;
  std::uint32_t reason = 0;     // number, when committed and not ok
  std::uint32_t operation = 0;  // which operation was refused
  std::uint64_t finality_ms = 0;  // from submission here to final; 0 when it was not submitted here
  // steady_ms() of the first submit() of it here; 0 when it came by gossip or in a block. A later
  // tx_submit of the same bytes is `replayed`.
  std::uint64_t submitted_steady_ms = 0;
};

struct PeerStatus {
  std::string name;
  bool up = false;
  std::uint64_t height = 0;    // last final height it reported
  std::uint64_t heard_ms = 0;  // since its last message
  bool voting = false;         // it said lately that it signs, and is not far behind
};

struct NodeStatus {
  std::string name;           // of the validator
  std::string version;
  std::uint64_t height = 0;   // last final
  std::uint64_t view = 0;
  std::uint64_t block_age_ms = 0;
  Time time;                  // the ledger's time now (wall clock and a test calendar's offset)
  bool syncing = false;
  std::uint64_t pool_transactions = 0;
  std::uint64_t nullified_views = 0;
  // Whether it signs votes now: it takes part, abstains from nothing and is not catching up.
  bool voting = false;
  // Validators that sign as far as this one can know, itself included: those whose link is up, who said
  // within 10 s that they do not abstain, and who are not far behind. A word, not a proof.
  std::uint32_t quorum_have = 0;
  std::uint32_t quorum_need = 0;
  std::vector<PeerStatus> peers;
};

class Backend {
 public:
  virtual ~Backend() = default;

  virtual const GenesisConfig& genesis() const = 0;
  virtual const Digest& chain() const = 0;  // genesis hash
  virtual Committee committee() const = 0;
  virtual NodeStatus status() const = 0;
  virtual std::shared_ptr<const Snapshot> snapshot() const = 0;  // of the last final block
  virtual Time now() const = 0;                 // the ledger's time now
  virtual std::uint64_t steady_ms() const = 0;  // for deadlines of waits
  virtual Idem fresh_idem() = 0;                // random, for callers who did not bring one

  // HEIGHT_UNAVAILABLE below the oldest kept or above the last final.
  virtual Result<FinalBlock> block(std::uint64_t height) const = 0;
  virtual std::optional<std::uint64_t> height_of(const Digest& block_hash) const = 0;

  // Takes a transaction in and returns at once; ask status() of its id for what became of it.
  // TOO_LARGE, BAD_ENCODING, POOL_FULL ... when it is refused before any check of signatures.
  // The same bytes again are harmless and answer with the first outcome.
  virtual Result<Digest> submit(Bytes transaction) = 0;
  virtual TransactionStatus status_of(const Digest& transaction) const = 0;
  virtual TransactionStatus status_of(const PartyId& party, const Idem& idem) const = 0;

  // What the API itself remembers between calls, on the one thread that calls dispatch().
  PageBook& pages() { return pages_; }
  EventCache& events() { return events_; }
  WaitingRoom& waiting() { return waiting_; }

 private:
  PageBook pages_;
  EventCache events_;
  WaitingRoom waiting_;
};

}  // namespace allonge::api
