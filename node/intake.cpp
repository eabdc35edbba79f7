#include "node/intake.h"

#include "ledger/digest.h"

namespace allonge::node {

void Intake::submit(TransactionPtr transaction, std::uint64_t submitted_ms) {
  // The same bytes again, while they are still on their way, change nothing.
  if (local_.contains(transaction->id)) return;
  local_.emplace(transaction->id, Local{submitted_ms, transaction->body.party, transaction->body.idem,
                                        transaction->body.valid_until});
  local_by_expiry_.emplace(transaction->body.valid_until, transaction->id);
  // It may have come by gossip before.
  if (parts_.pool.find(transaction->wire_id)) {
    note(transaction->id, local_.at(transaction->id), api::Phase::pending);
    parts_.changed();
    return;
  }
  submitted_.push_back(std::move(transaction));
}

void Intake::verify_submitted() {
  std::vector<TransactionPtr> all = std::exchange(submitted_, {});
  for (std::size_t begin = 0; begin < all.size(); begin += batch_transactions) {
    const std::size_t end = std::min(begin + batch_transactions, all.size());
    std::vector<TransactionPtr> piece(all.begin() + std::ptrdiff_t(begin), all.begin() + std::ptrdiff_t(end));
    for (const TransactionPtr& transaction : piece) in_check_.insert(transaction->wire_id);
    // A refused one comes back without its transaction's name only if it could not be read: these were.
    parts_.signatures.verify(piece, [this, piece](std::vector<Checked> checked) {
      for (std::size_t i = 0; i < piece.size() && i < checked.size(); ++i) {
        in_check_.erase(piece[i]->wire_id);
        checked[i].transaction = piece[i];
      }
      admit(std::move(checked), std::nullopt);
    });
  }
}

void Intake::take(std::uint32_t peer, TransactionPush push) {
  std::vector<Bytes> unknown;
  std::vector<Digest> ids;
  for (RawMessage& raw : push.transactions) {
    const Digest wire_id = digest("allonge/wire/v1", raw.bytes);
    if (in_check_.contains(wire_id) || parts_.pool.find(wire_id)) continue;
    in_check_.insert(wire_id);
    ids.push_back(wire_id);
    unknown.push_back(std::move(raw.bytes));
  }
  if (unknown.empty()) return;
  parts_.signatures.check(std::move(unknown), {SignatureWorker::Use::pool, peer}, [this, peer, ids = std::move(ids)](std::vector<Checked> checked) {
    for (const Digest& id : ids) in_check_.erase(id);
    admit(std::move(checked), peer);
  });
}

void Intake::admit(std::vector<Checked> checked, std::optional<std::uint32_t> peer) {
  // Blocks that wait for one of these are executed first; then the tip is asked.
  for (const Checked& one : checked)
    if (one.verdict) parts_.bodies.arrived(one.transaction);
  const Branch tip = parts_.executor.tip();
  const Time now = parts_.executor.next_time(tip, parts_.clock.wall_ms());
  bool grew = false, told = false;
  for (Checked& one : checked) {
    const TransactionPtr& transaction = one.transaction;
    Result<void> verdict = std::move(one.verdict);
    if (peer && !verdict && verdict.reason() != Reason::pool_full) {
      // A validator must verify before it passes anything on (consensus.md 8). Whatever depends on where
      // it stands in the chain is judged below and is nobody's fault.
      parts_.fault(*peer, "passed on a bad transaction: " + std::string(name_of(verdict.reason())));
      continue;
    }
    if (verdict) verdict = parts_.executor.admissible(tip, now, *transaction);
    // Late at the tip may be in time on the chain: a move of the calendar that waits there may never
    // become final. When it does, expire() tells.
    if (!verdict && verdict.reason() == Reason::tx_expired && transaction && !tip.empty())
      verdict = parts_.executor.admissible({}, parts_.executor.next_time({}, parts_.clock.wall_ms()), *transaction);
    if (verdict) verdict = parts_.pool.add(transaction, parts_.clock.steady_ms());
    if (verdict) {
      grew = true;
      if (!peer) {
        outgoing_bytes_ += transaction->bytes.size();
        outgoing_.push_back(transaction);
      }
    }
    const auto local = transaction ? local_.find(transaction->id) : local_.end();
    if (local == local_.end()) continue;
    told = true;
    if (verdict || verdict.reason() == Reason::already_known) {
      note(transaction->id, local->second, api::Phase::pending);
    } else {
      note(transaction->id, local->second, api::Phase::rejected, verdict.error());
      local_by_expiry_.erase({local->second.valid_until, local->first});
      local_.erase(local);
    }
  }
  if (grew) parts_.admitted();
  if (told) parts_.changed();
}

void Intake::note(const Digest& id, const Local& local, api::Phase phase, Refusal refusal) {
  api::TransactionStatus status;
  status.phase = phase;
  status.id = id;
  status.party = local.party;
  status.idem = local.idem;
  status.refusal = std::move(refusal);
  status.submitted_steady_ms = local.submitted_ms;
  parts_.outcomes.note({&status, 1});
}

void Intake::link_up(std::uint32_t peer) {
  std::vector<BytesView> piece;
  std::size_t bytes = 0;
  const auto all = parts_.pool.oldest([](const Digest&) { return false; }, {greeting_transactions, 4 * batch_bytes});
  for (std::size_t i = 0; i < all.size(); ++i) {
    piece.push_back(all[i]->bytes);
    bytes += all[i]->bytes.size();
    if (piece.size() == push_transactions || bytes >= batch_bytes || i + 1 == all.size()) {
      parts_.network.send(peer, Lane::gossip, push_bytes(piece));
      piece.clear();
      bytes = 0;
    }
  }
}

std::optional<std::uint64_t> Intake::gossip(std::uint64_t now_ms) {
  // A lone transaction goes at once; in a stream they wait for company.
  while (!outgoing_.empty()) {
    const bool full = outgoing_.size() >= batch_transactions || outgoing_bytes_ >= batch_bytes;
    if (!full && now_ms < sent_at_ms_ + batch_wait_ms) return sent_at_ms_ + batch_wait_ms;
    std::vector<BytesView> piece;
    std::size_t bytes = 0;
    for (const TransactionPtr& transaction : outgoing_) {
      if (piece.size() == push_transactions || (bytes > 0 && bytes + transaction->bytes.size() > batch_bytes)) break;
      piece.push_back(transaction->bytes);
      bytes += transaction->bytes.size();
    }
    parts_.network.broadcast(Lane::gossip, push_bytes(piece));
    outgoing_.erase(outgoing_.begin(), outgoing_.begin() + std::ptrdiff_t(piece.size()));
    outgoing_bytes_ -= bytes;
    sent_at_ms_ = now_ms;
  }
  return std::nullopt;
}

std::optional<Intake::Local> Intake::committed(const Digest& id) {
  const auto local = local_.find(id);
  if (local == local_.end()) return std::nullopt;
  const Local out = local->second;
  local_by_expiry_.erase({out.valid_until, id});
  local_.erase(local);
  return out;
}

void Intake::dropped(const Transaction& transaction, const Refusal& refusal) {
  parts_.pool.remove(transaction.wire_id);
  // Known already: its block decides. Expired: told when the chain's time says so.
  if (refusal.reason == Reason::already_known || refusal.reason == Reason::tx_expired) return;
  const auto local = local_.find(transaction.id);
  if (local == local_.end()) return;
  note(transaction.id, local->second, api::Phase::rejected, refusal);
  local_by_expiry_.erase({local->second.valid_until, local->first});
  local_.erase(local);
  parts_.changed();
}

void Intake::expire(Time final_time) {
  parts_.pool.take_expired(final_time);
  bool told = false;
  while (!local_by_expiry_.empty() && local_by_expiry_.begin()->first < final_time) {
    const Digest id = local_by_expiry_.begin()->second;
    note(id, local_.at(id), api::Phase::expired);
    local_by_expiry_.erase(local_by_expiry_.begin());
    local_.erase(id);
    told = true;
  }
  if (told) parts_.changed();
}

}  // namespace allonge::node
