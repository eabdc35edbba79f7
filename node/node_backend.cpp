#include "node/node_backend.h"

#include "contracts/testnet/calendar.h"

namespace allonge::node {

api::NodeStatus NodeBackend::status() const {
  const auto news = node_.board().read();
  api::NodeStatus out = news->status;
  const std::uint64_t now = clock_.steady_ms();
  out.block_age_ms = now > news->last_block_steady_ms ? now - news->last_block_steady_ms : 0;
  out.time = this->now();
  return out;
}

Time NodeBackend::now() const {
  return calendar_time(node_.board().read()->snapshot->state(), clock_.wall_ms());
}

Result<FinalBlock> NodeBackend::block(std::uint64_t height) const {
  // Only what was published is final for clients, though the store may be a moment ahead.
  if (height == 0 || height > node_.board().read()->snapshot->header().height)
    return Refusal{Reason::height_unavailable, "height " + std::to_string(height) + " is not final here"};
  TRY(const Bytes blob, blocks_.read(height));
  return decode<FinalBlock>(blob);
}

std::optional<std::uint64_t> NodeBackend::height_of(const Digest& block_hash) const {
  return node_.board().read()->snapshot->height_of(block_hash);
}

Result<Digest> NodeBackend::submit(Bytes bytes) {
  TRY(Transaction transaction, read_transaction(std::move(bytes)));
  const Digest id = transaction.id;
  const api::TransactionStatus known = status_of(id);
  if (known.phase != api::Phase::unknown && known.phase != api::Phase::rejected) return id;
  // Room that is left is for blocks (interfaces.md C15).
  if (disk_is_low_()) return Refusal{Reason::disk_trouble, "too little of the node's disk is free to take in new transactions"};
  const auto news = node_.board().read();
  if (news->pool_nearly_full) return Refusal{Reason::pool_full, "four fifths of the pool are in use"};

  api::TransactionStatus status;
  status.phase = api::Phase::checking;
  status.id = id;
  status.party = transaction.body.party;
  status.idem = transaction.body.idem;
  status.submitted_steady_ms = clock_.steady_ms();
  outcomes_.note({&status, 1});
  node_.submit(std::make_shared<const Transaction>(std::move(transaction)), status.submitted_steady_ms);
  return id;
}

api::TransactionStatus NodeBackend::status_of(const Digest& id) const {
  api::TransactionStatus out = outcomes_.find(id).value_or(api::TransactionStatus{});
  out.id = id;
  if (out.phase == api::Phase::committed) return out;
  if (const auto place = node_.board().read()->snapshot->place_of(id)) {
    out.phase = api::Phase::committed;
    out.height = place->height;
    out.leaf = place->leaf;
    out.ok = place->ok;
    out.reason = place->reason;
    out.operation = place->operation;
  }
  return out;
}

api::TransactionStatus NodeBackend::status_of(const PartyId& party, const Idem& idem) const {
  api::TransactionStatus out;
  const auto committed = node_.board().read()->snapshot->transaction_of(party, idem);
  if (committed) out = status_of(*committed);
  else if (const auto lately = outcomes_.find(party, idem)) out = *lately;
  out.party = party;
  out.idem = idem;
  return out;
}

}  // namespace allonge::node
