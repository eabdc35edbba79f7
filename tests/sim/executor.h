// A stand-in for contracts: transactions are short byte strings, the state is a chain of digests over
// the wire ids. Real enough for consensus: blocks must be executed on their parent, bodies may be
// missing, a wrong header is refused, and nothing is known after a restart that the disk does not hold.
#pragma once

#include <set>

#include "consensus/events.h"
#include "ledger/digest.h"
#include "ledger/merkle.h"

namespace allonge::sim {

inline Digest wire_id_of(BytesView transaction) { return digest("allonge/wire/v1", transaction); }

class Executor {
 public:
  static constexpr std::size_t block_transactions = 20;

  struct Tip {  // the last final block, or the root
    std::uint64_t height = 0;
    std::uint64_t view = 0;
    Digest hash;
    Time time;
    Digest state;
    std::uint64_t events = 0;
  };

  explicit Executor(const Digest& root) { tip_.hash = root; }

  // -- transactions
  bool learn(Bytes transaction) {
    const Digest id = wire_id_of(transaction);
    return bodies_.try_emplace(id, std::move(transaction)).second;
  }
  void await(const Digest& id) {
    if (!final_.contains(id) && waiting_set_.insert(id).second) waiting_.push_back(id);
  }
  const Bytes* body(const Digest& id) const {
    const auto found = bodies_.find(id);
    return found == bodies_.end() ? nullptr : &found->second;
  }
  bool has_work() const { return !waiting_.empty(); }
  const std::vector<Digest>& waiting() const { return waiting_; }
  bool is_final(const Digest& id) const { return final_.contains(id); }

  // -- blocks
  const Tip& tip() const { return tip_; }

  // A block on the frame's parent; nothing if there is nothing to put into it and none is wanted.
  std::optional<std::pair<Header, consensus::Payload>> build(const consensus::BuildPayload& ask, std::uint64_t wall_ms) {
    const auto parent = state_of(ask.frame.parent);
    if (!parent) return std::nullopt;
    const auto before = ids_since_final(ask.frame.parent);
    std::vector<Digest> ids;
    for (const Digest& id : waiting_)
      if (!ask.empty_only && ids.size() < block_transactions && !before.contains(id)) ids.push_back(id);
    if (ids.empty() && !ask.must && !ask.empty_only) return std::nullopt;
    Header header = ask.frame;
    header.time.ms = std::max(parent->time.ms + 1, wall_ms);
    fill(header, *parent, ids);
    consensus::Payload payload{ids, {}};
    if (ids.size() <= 2)
      for (const Digest& id : ids) payload.transactions.push_back(RawMessage{*body(id)});
    overlays_[hash_of(header)] = Overlay{header, ids};
    return std::pair{header, payload};
  }

  std::vector<Digest> missing(const std::vector<Digest>& ids) const {
    std::vector<Digest> out;
    for (const Digest& id : ids)
      if (!bodies_.contains(id)) out.push_back(id);
    return out;
  }

  consensus::Verdict judge(const consensus::JudgePayload& ask, std::uint64_t wall_ms) {
    for (const RawMessage& transaction : ask.payload.transactions) learn(transaction.bytes);
    if (overlays_.contains(ask.block)) return consensus::Verdict::valid;
    const auto parent = state_of(ask.header.parent);
    if (!parent || !missing(ask.payload.wire_ids).empty()) return consensus::Verdict::not_yet;
    if (ask.check_time) {
      if (ask.header.time.ms > wall_ms + limits::clock_drift_ms) return consensus::Verdict::not_yet;
      if (ask.header.time.ms + 10 * ask.delta_ms + 1000 < wall_ms) return consensus::Verdict::too_old;
    }
    const auto before = ids_since_final(ask.header.parent);
    for (const Digest& id : ask.payload.wire_ids)
      if (before.contains(id) || final_.contains(id)) return consensus::Verdict::invalid;
    Header expected = ask.header;
    fill(expected, *parent, ask.payload.wire_ids);
    if (expected != ask.header) return consensus::Verdict::invalid;
    overlays_[ask.block] = Overlay{ask.header, ask.payload.wire_ids};
    return consensus::Verdict::valid;
  }

  const std::vector<Digest>* ids_of(const Digest& block) const {
    const auto found = overlays_.find(block);
    return found == overlays_.end() ? nullptr : &found->second.ids;
  }
  const Header* header_of(const Digest& block) const {
    const auto found = overlays_.find(block);
    return found == overlays_.end() ? nullptr : &found->second.header;
  }

  // The block becomes final; it must be a child of the tip.
  void apply(const Digest& hash, const Header& header, const std::vector<Digest>& ids) {
    ensure(header.parent == tip_.hash && header.height == tip_.height + 1, "blocks are applied in order");
    tip_ = Tip{header.height, header.view, hash, header.time, header.state_root, header.event_count};
    for (const Digest& id : ids) {
      final_.insert(id);
      if (waiting_set_.erase(id) != 0) std::erase(waiting_, id);
    }
  }
  void drop_overlays_through(std::uint64_t view) {
    std::erase_if(overlays_, [view](const auto& entry) { return entry.second.header.view <= view; });
  }
  // Does this header follow from the tip? (A joiner executes what it fetched.)
  bool follows_tip(const Header& header, const std::vector<Digest>& ids) const {
    Header expected = header;
    fill(expected, tip_, ids);
    return header.parent == tip_.hash && header.height == tip_.height + 1 && expected == header;
  }

 private:
  struct Overlay {
    Header header;
    std::vector<Digest> ids;
  };

  static void fill(Header& header, const Tip& parent, const std::vector<Digest>& ids) {
    std::vector<Digest> leaves;
    Bytes listed = copy_of(parent.state);
    for (const Digest& id : ids) leaves.push_back(merkle_leaf(id)), append(listed, id);
    header.transaction_count = std::uint32_t(ids.size());
    header.transaction_root = merkle_root(leaves);
    header.state_root = digest("allonge/sim-state/v1", listed);
    header.event_count = parent.events + ids.size();
  }
  std::optional<Tip> state_of(const Digest& block) const {
    if (block == tip_.hash) return tip_;
    const Header* header = header_of(block);
    if (header == nullptr) return std::nullopt;
    return Tip{header->height, header->view, block, header->time, header->state_root, header->event_count};
  }
  std::set<Digest> ids_since_final(Digest block) const {
    std::set<Digest> out;
    while (block != tip_.hash) {
      const auto found = overlays_.find(block);
      if (found == overlays_.end()) break;
      out.insert(found->second.ids.begin(), found->second.ids.end());
      block = found->second.header.parent;
    }
    return out;
  }

  Tip tip_;
  std::map<Digest, Bytes> bodies_;
  std::vector<Digest> waiting_;  // not final, in the order they came
  std::set<Digest> waiting_set_;
  std::set<Digest> final_;
  std::map<Digest, Overlay> overlays_;
};

}  // namespace allonge::sim
