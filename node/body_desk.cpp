#include "node/body_desk.h"

#include <algorithm>

#include "ledger/digest.h"

namespace allonge::node {

BodyDesk::BodyDesk(Network& network, SignatureWorker& signatures, Lookup known, Complete complete)
    : network_(network), signatures_(signatures), known_(std::move(known)), complete_(std::move(complete)) {}

const BodyDesk::Body& BodyDesk::want(const consensus::JudgePayload& order, std::uint64_t now_ms) {
  const auto found = bodies_.find(order.block);
  if (found != bodies_.end()) {
    found->second.order = order;
    return found->second;
  }
  while (bodies_.size() >= most_blocks) {
    const auto oldest = std::min_element(bodies_.begin(), bodies_.end(), [](const auto& a, const auto& b) {
      return a.second.order.header.view < b.second.order.header.view;
    });
    forget(oldest->first);
  }

  Body body;
  body.order = order;
  const std::vector<Digest>& ids = order.payload.wire_ids;
  body.transactions.resize(ids.size());
  std::vector<Bytes> to_check;
  std::vector<Digest> to_check_ids;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    body.transactions[i] = known_(ids[i]);
    if (body.transactions[i]) continue;
    ++body.missing;
    wishes_.emplace(ids[i], Wish{order.block, i});
    if (i < order.payload.transactions.size() && !in_check_.contains(ids[i])) {
      to_check.push_back(order.payload.transactions[i].bytes);
      to_check_ids.push_back(ids[i]);
    }
  }
  body.ask_at_ms = now_ms + patience_ms;
  const Body& kept = bodies_.emplace(order.block, std::move(body)).first->second;
  // What came inline under a name that is not its own is treated as missing.
  std::vector<Bytes> honest;
  std::vector<Digest> honest_ids;
  for (std::size_t i = 0; i < to_check.size(); ++i)
    if (digest("allonge/wire/v1", to_check[i]) == to_check_ids[i]) {
      honest.push_back(std::move(to_check[i]));
      honest_ids.push_back(to_check_ids[i]);
    }
  verify(std::move(honest), std::move(honest_ids));
  return kept;
}

const BodyDesk::Body* BodyDesk::find(const Digest& block) const {
  const auto found = bodies_.find(block);
  return found == bodies_.end() ? nullptr : &found->second;
}

void BodyDesk::forget(const Digest& block) {
  const auto found = bodies_.find(block);
  if (found == bodies_.end()) return;
  const std::vector<Digest>& ids = found->second.order.payload.wire_ids;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (found->second.transactions[i]) continue;
    const auto [from, to] = wishes_.equal_range(ids[i]);
    for (auto wish = from; wish != to;) wish = wish->second.block == block ? wishes_.erase(wish) : std::next(wish);
  }
  bodies_.erase(found);
}

void BodyDesk::forget_through(std::uint64_t view) {
  std::vector<Digest> past;
  for (const auto& [hash, body] : bodies_)
    if (body.order.header.view <= view) past.push_back(hash);
  for (const Digest& hash : past) forget(hash);
}

void BodyDesk::arrived(const TransactionPtr& transaction) { settle(transaction->wire_id, transaction); }

void BodyDesk::settle(const Digest& wire_id, const TransactionPtr& transaction) {
  if (wishes_.empty()) return;
  const auto [from, to] = wishes_.equal_range(wire_id);
  if (from == to) return;
  std::vector<Wish> granted;
  for (auto wish = from; wish != to; ++wish) granted.push_back(wish->second);
  wishes_.erase(from, to);
  std::vector<Digest> done;
  for (const Wish& wish : granted) {
    Body& body = bodies_.at(wish.block);
    if (transaction) {
      body.transactions[wish.place] = transaction;
      --body.missing;
    } else {
      body.bad = true;
    }
    if (body.missing == 0 || body.bad) done.push_back(wish.block);
  }
  for (const Digest& block : done) complete_(block);
}

void BodyDesk::verify(std::vector<Bytes> transactions, std::vector<Digest> wire_ids) {
  if (transactions.empty()) return;
  for (const Digest& id : wire_ids) in_check_.insert(id);
  signatures_.check(std::move(transactions), SignatureWorker::Use::body, [this, ids = std::move(wire_ids)](std::vector<Checked> checked) {
    for (std::size_t i = 0; i < ids.size() && i < checked.size(); ++i) {
      in_check_.erase(ids[i]);
      // A full worker is not the transaction's fault: it is asked for again.
      if (!checked[i].verdict && checked[i].verdict.reason() == Reason::pool_full) continue;
      settle(ids[i], checked[i].verdict ? checked[i].transaction : nullptr);
    }
  });
}

void BodyDesk::take(std::uint32_t, BodyAnswer answer) {
  const auto found = bodies_.find(answer.block);
  if (found == bodies_.end() || answer.places.size() != answer.transactions.size()) return;
  const Body& body = found->second;
  std::vector<Bytes> to_check;
  std::vector<Digest> ids;
  for (std::size_t i = 0; i < answer.places.size(); ++i) {
    const std::size_t place = answer.places[i];
    if (place >= body.transactions.size() || body.transactions[place]) continue;
    const Digest& wanted = body.order.payload.wire_ids[place];
    Bytes& bytes = answer.transactions[i].bytes;
    // Its bytes decide what it is, not the sender.
    if (in_check_.contains(wanted) || digest("allonge/wire/v1", bytes) != wanted) continue;
    to_check.push_back(std::move(bytes));
    ids.push_back(wanted);
  }
  verify(std::move(to_check), std::move(ids));
}

std::optional<std::uint64_t> BodyDesk::ask(std::uint64_t now_ms) {
  std::optional<std::uint64_t> next;
  for (auto& [hash, body] : bodies_) {
    if (body.missing == 0 || body.bad) continue;
    if (body.ask_at_ms <= now_ms) {
      const std::vector<std::uint32_t>& holders = body.order.holders;
      if (!holders.empty()) {
        BodyRequest request{hash, {}};
        for (std::size_t i = 0; i < body.transactions.size(); ++i)
          if (!body.transactions[i] && !in_check_.contains(body.order.payload.wire_ids[i]))
            request.places.push_back(std::uint32_t(i));
        const std::uint32_t holder = holders[body.next_holder++ % holders.size()];
        if (!request.places.empty()) network_.send(holder, Lane::bulk, encode(NodeMessage(std::move(request))));
      }
      body.ask_at_ms = now_ms + retry_ms;
    }
    if (!next || body.ask_at_ms < *next) next = body.ask_at_ms;
  }
  return next;
}

}  // namespace allonge::node
