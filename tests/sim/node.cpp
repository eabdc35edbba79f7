#include "tests/sim/node.h"

namespace allonge::sim {

using namespace consensus;

void Node::boot() {
  disk_.open();
  executor_ = std::make_unique<Executor>(chain_);
  Recovered recovered;
  recovered.last_final.block = chain_;
  for (const StoredBlock& block : disk_.blocks()) {
    std::vector<Digest> ids;
    for (const Bytes& transaction : block.transactions) {
      executor_->learn(transaction);
      ids.push_back(wire_id_of(transaction));
    }
    const Digest hash = hash_of(block.header);
    executor_->apply(hash, block.header, ids);
    if (is_honest())
      for (const Digest& id : ids) checkers_.told_final(id);  // a started node tells what its store holds
    if (block.certificate)
      recovered.last_final =
          LastFinal{block.header.height, block.header.view, hash, block.header.time, block.certificate};
  }
  for (const Append& append : disk_.log()) {
    for (const LogRecord& record : append.records) {
      if (RecordType(record.type) == RecordType::vote) {
        const auto statement = decode<Statement>(record.payload);
        if (options_.defect == Defect::votes_forgotten) continue;
        if (options_.defect == Defect::nullify_forgotten && statement->kind == VoteKind::nullify) continue;
      }
      ensure(recovered.take(record.type, record.payload).has_value(), "the log of a node can be read back");
      if (RecordType(record.type) != RecordType::block) continue;
      const auto block = decode<BlockRecord>(record.payload);
      for (const RawMessage& transaction : block->transactions) executor_->learn(transaction.bytes);
    }
  }
  Settings settings;
  settings.chain = settings.root = chain_;
  settings.committee = keys_.committee();
  settings.me = me_;
  electorate_.emplace(size(), 0, epoch_id(chain_, 0, chain_, keys_.committee().hash(), 0), keys_);
  keeper_ = std::make_unique<Safety>(&*electorate_);
  keeper_->recall(recovered);
  replica_ = std::make_unique<Replica>(settings, keys_);
  running_ = has_work_ = false;
  disk_free_ms_ = 0;
  signing_ = 0;
  if (mischief_) mischief_->booted(*this);
  feed(Start{std::move(recovered), disk_.log_was_lost(), outside_.now_ms()});
}

// One input after the other; what is answered within a step waits for its end.
void Node::feed(Input input) {
  if (!is_alive()) return;
  inbox_.push_back(std::move(input));
  if (running_) return;
  running_ = true;
  while (is_alive() && !inbox_.empty()) {
    const Input next = std::move(inbox_.front());
    inbox_.pop_front();
    for (const Effect& effect : replica_->step(next))
      if (!perform(effect)) break;
  }
  running_ = false;
}

bool Node::perform(const Effect& effect) {
  if (outside_.dies_here(me_, Boundary::effect)) return false;
  return std::visit([this](const auto& what) { return act(what); }, effect);
}

bool Node::act(const Sign& sign) {
  if (const Objection objection = keeper_->object_to(sign); objection != Objection::none) {
    if (is_honest()) checkers_.broken("guard", "node " + std::to_string(me_) + ": " + std::string(sentence_of(objection)));
    return true;
  }
  Append append{sign.highest_view, {}};
  for (const Record& record : sign.records) {
    if (const auto* certificate = std::get_if<Certificate>(&record)) {
      if (options_.defect != Defect::certificates_not_logged)
        append.records.push_back({std::uint8_t(RecordType::certificate), encode(*certificate)});
    } else if (const auto* block = std::get_if<BlockToKeep>(&record)) {
      BlockRecord kept{block->header, {}};
      for (const Digest& id : block->wire_ids) {
        const Bytes* body = executor_->body(id);
        ensure(body != nullptr, "a block that is kept was judged valid: its transactions are at hand");
        kept.transactions.push_back(RawMessage{*body});
      }
      if (options_.defect != Defect::bodies_not_logged)
        append.records.push_back({std::uint8_t(RecordType::block), encode(kept)});
    } else if (const auto* abstained = std::get_if<AbstainedRecord>(&record)) {
      append.records.push_back({std::uint8_t(RecordType::abstained), encode(*abstained)});
    }
  }
  for (const Statement& statement : sign.statements)
    if (!keeper_->has_signed(statement))
      append.records.push_back({std::uint8_t(RecordType::vote), encode(statement)});
  keeper_->record(sign);

  if (!append.records.empty()) disk_.append(std::move(append));
  if (outside_.dies_here(me_, Boundary::appended)) return false;
  const std::uint64_t delay = options_.disk_delay_ms == 0 ? 0 : random().delay(options_.disk_delay_ms);
  disk_free_ms_ = std::max(disk_free_ms_, outside_.now_ms()) + delay;
  const bool at_once = signing_ == 0 && disk_free_ms_ == outside_.now_ms();  // else behind those under way
  if (at_once || options_.defect == Defect::votes_not_synced) {
    if (options_.defect != Defect::votes_not_synced) disk_.sync_log();
    if (outside_.dies_here(me_, Boundary::synced)) return false;
    hand_out(sign.statements);
    return true;
  }
  ++signing_;
  outside_.later(me_, disk_free_ms_ - outside_.now_ms(), [this, statements = sign.statements] {
    --signing_;
    disk_.sync_log();
    hand_out(statements);
  });
  return true;
}

void Node::hand_out(const std::vector<Statement>& statements) {
  Signed made;
  made.now_ms = outside_.now_ms();
  for (const Statement& statement : statements) made.votes.push_back({statement, sign(statement)});
  feed(std::move(made));
}

bool Node::out(std::optional<std::uint32_t> to, const Message& message) {
  if (mischief_) return mischief_->send(*this, to, message), true;
  if (const auto* sent = std::get_if<Vote>(&message)) checkers_.vote_leaves(me_, *sent, disk_);
  if (const auto* proposal = std::get_if<Proposal>(&message))
    checkers_.vote_leaves(me_,
                          Vote{VoteKind::notarize, 0, proposal->header.view, hash_of(proposal->header), me_,
                               proposal->leader_signature},
                          disk_);
  const Bytes bytes = encode(message);
  for (std::uint32_t peer = 0; peer < size(); ++peer)
    if (peer != me_ && (!to || *to == peer)) outside_.transmit(me_, peer, bytes);
  return true;
}

bool Node::act(const SetTimer& timer) {
  const std::uint64_t mine = ++timer_;
  const std::uint64_t now = outside_.now_ms();
  outside_.later(me_, timer.at_ms > now ? timer.at_ms - now : 0, [this, mine] {
    if (mine == timer_) feed(TimerFired{outside_.now_ms()});
  });
  return true;
}

bool Node::act(const BuildPayload& build) {
  outside_.later(me_, random().delay(options_.executor_delay_ms), [this, build] {
    auto made = executor_->build(build, outside_.wall_ms(me_));
    if (made)
      feed(PayloadReady{made->first, made->second, outside_.now_ms()});
    else
      feed(PayloadMissing{build.frame.view, false, outside_.now_ms()});
  });
  return true;
}

bool Node::act(const JudgePayload& judge) {
  outside_.later(me_, random().delay(options_.executor_delay_ms), [this, judge] {
    const Verdict verdict = executor_->judge(judge, outside_.wall_ms(me_));
    const auto missing = executor_->missing(judge.payload.wire_ids);
    if (!missing.empty() && !judge.holders.empty())
      outside_.transmit(me_, random().pick(judge.holders), AskTransactions{missing});
    feed(PayloadJudged{judge.block, verdict, outside_.now_ms()});
  });
  return true;
}

bool Node::act(const FetchBlock& fetch) {
  if (!fetch.holders.empty()) outside_.transmit(me_, random().pick(fetch.holders), AskBlock{fetch.block});
  return true;
}

bool Node::act(const NeedBlocks& need) {
  if (!need.holders.empty()) outside_.transmit(me_, random().pick(need.holders), AskChain{executor_->tip().height + 1});
  return true;
}

bool Node::act(const Report& report) {
  if (std::holds_alternative<ViewSkipped>(report.what)) ++skipped_;
  if (std::holds_alternative<Evidence>(report.what)) ++evidence_;
  if (std::holds_alternative<PeerFault>(report.what)) ++faults_;
  if (std::holds_alternative<Divergence>(report.what) && is_honest())
    checkers_.broken("divergence", "node " + std::to_string(me_) + " cannot reproduce a certified block");
  return true;
}

bool Node::act(const Commit& commit) {
  if (is_honest() && !electorate_->verify(commit.certificate)) checkers_.broken("certificate", "committed without a quorum");
  for (std::size_t i = 0; i < commit.blocks.size(); ++i) {
    const Digest& hash = commit.blocks[i];
    const Header* known = executor_->header_of(hash);
    if (known == nullptr) {  // fetched and applied by a joiner's way meanwhile
      if (i + 1 == commit.blocks.size() && commit.last.height > executor_->tip().height)
        checkers_.broken("in order", "a block is committed that was never executed");
      continue;
    }
    const Header header = *known;
    if (header.height <= executor_->tip().height) continue;
    const std::vector<Digest> ids = *executor_->ids_of(hash);
    const bool last = i + 1 == commit.blocks.size();
    store(hash, header, ids, last ? std::optional(commit.certificate) : std::nullopt);
    for (const Digest& id : ids) {
      if (commit.body_in_log[i] && is_honest())
        checkers_.told_final(id);
      else
        untold_.push_back(id);
    }
  }
  executor_->drop_overlays_through(commit.last.view);
  work_changed();
  // The store is synced now and then; only then may the log be cut and the keeper's floor rise.
  if (random().chance(200)) {
    if (outside_.dies_here(me_, Boundary::committed)) return false;
    sync_blocks();
  }
  return true;
}

void Node::store(const Digest& hash, const Header& header, const std::vector<Digest>& ids,
                 std::optional<Certificate> certificate) {
  if (header.parent != executor_->tip().hash || header.height != executor_->tip().height + 1)
    return checkers_.broken("in order", "node " + std::to_string(me_) + " committed out of order");
  StoredBlock block{header, {}, std::move(certificate)};
  for (const Digest& id : ids) {
    const Bytes* body = executor_->body(id);
    ensure(body != nullptr, "an executed block's transactions are at hand");
    block.transactions.push_back(*body);
  }
  executor_->apply(hash, header, ids);
  disk_.append_block(std::move(block));
  if (is_honest()) checkers_.final_block(me_, header.height, hash);
}

void Node::sync_blocks() {
  disk_.sync_blocks();
  if (is_honest())
    for (const Digest& id : untold_) checkers_.told_final(id);
  untold_.clear();
  if (disk_.blocks().empty() || !disk_.blocks().back().certificate) return;
  const std::uint64_t view = disk_.blocks().back().header.view;
  keeper_->raise_floor(view);
  if (disk_.log_synced() == disk_.log().size()) disk_.release_through(view);
}

void Node::work_changed() {
  const bool work = executor_->has_work();
  if (work || work != has_work_) feed(WorkChanged{work, outside_.now_ms()});
  has_work_ = work;
}

void Node::submit(const Bytes& transaction) {
  if (!is_alive()) return;
  executor_->learn(transaction);
  executor_->await(wire_id_of(transaction));
  for (std::uint32_t peer = 0; peer < size(); ++peer)
    if (peer != me_) outside_.transmit(me_, peer, Push{{transaction}});
  work_changed();
}

void Node::gossip() {
  if (!is_alive() || executor_->waiting().empty()) return;
  Push push;
  for (const Digest& id : executor_->waiting())
    if (push.transactions.size() < 50) push.transactions.push_back(*executor_->body(id));
  for (std::uint32_t peer = 0; peer < size(); ++peer)
    if (peer != me_) outside_.transmit(me_, peer, push);
}

void Node::receive(std::uint32_t from, const Wire& wire) {
  if (!is_alive()) return;
  if (mischief_ && !mischief_->answers(*this, from, wire)) return;
  if (const auto* bytes = std::get_if<Bytes>(&wire)) {
    auto message = read_message(*bytes);
    if (message) feed(Received{from, std::move(*message), outside_.now_ms()});
  } else if (const auto* push = std::get_if<Push>(&wire)) {
    for (const Bytes& transaction : push->transactions) {
      executor_->learn(transaction);
      executor_->await(wire_id_of(transaction));
    }
    work_changed();
  } else if (const auto* ask = std::get_if<AskTransactions>(&wire)) {
    Push answer;
    for (const Digest& id : ask->ids)
      if (const Bytes* body = executor_->body(id)) answer.transactions.push_back(*body);
    if (!answer.transactions.empty()) outside_.transmit(me_, from, std::move(answer));
  } else if (const auto* wanted = std::get_if<AskBlock>(&wire)) {
    if (const Header* header = executor_->header_of(wanted->block)) {
      outside_.transmit(me_, from, GiveBlock{*header, *executor_->ids_of(wanted->block)});
      return;
    }
    for (auto block = disk_.blocks().rbegin(); block != disk_.blocks().rend(); ++block) {
      if (hash_of(block->header) != wanted->block) continue;
      GiveBlock give{block->header, {}};
      for (const Bytes& transaction : block->transactions) give.wire_ids.push_back(wire_id_of(transaction));
      outside_.transmit(me_, from, std::move(give));
      return;
    }
  } else if (const auto* block = std::get_if<GiveBlock>(&wire)) {
    feed(BlockArrived{block->header, block->wire_ids, outside_.now_ms()});
  } else if (const auto* chain = std::get_if<AskChain>(&wire)) {
    GiveChain give;
    std::size_t whole = 0;  // up to the last block with a certificate of its own
    for (std::size_t i = std::size_t(chain->from_height - 1); i < disk_.blocks().size(); ++i) {
      if (give.blocks.size() >= 16 && whole > 0) break;
      give.blocks.push_back(disk_.blocks()[i]);
      if (disk_.blocks()[i].certificate) whole = give.blocks.size();
    }
    give.blocks.resize(whole);
    if (whole > 0) outside_.transmit(me_, from, std::move(give));
  } else if (const auto* given = std::get_if<GiveChain>(&wire)) {
    take_chain(*given);
  }
}

void Node::take_chain(const GiveChain& given) {
  if (given.blocks.empty() || !given.blocks.back().certificate) return;
  const Header& last = given.blocks.back().header;
  const Certificate& certificate = *given.blocks.back().certificate;
  if (certificate.kind != VoteKind::finalize || certificate.block != hash_of(last) || !electorate_->verify(certificate)) return;
  std::vector<Digest> hashes;
  for (const StoredBlock& block : given.blocks) hashes.push_back(hash_of(block.header));
  for (std::size_t i = 1; i < given.blocks.size(); ++i)  // links, backwards from the certificate
    if (given.blocks[i].header.parent != hashes[i - 1]) return;
  for (std::size_t i = 0; i < given.blocks.size(); ++i) {
    const StoredBlock& block = given.blocks[i];
    if (block.header.height <= executor_->tip().height) continue;
    std::vector<Digest> ids;
    for (const Bytes& transaction : block.transactions) {
      executor_->learn(transaction);
      ids.push_back(wire_id_of(transaction));
    }
    if (!executor_->follows_tip(block.header, ids)) return;
    store(hashes[i], block.header, ids, block.certificate);
    untold_.insert(untold_.end(), ids.begin(), ids.end());
  }
  if (executor_->tip().hash != hashes.back()) return;
  executor_->drop_overlays_through(last.view);
  work_changed();
  feed(ChainExtended{last, certificate, outside_.now_ms()});
}

}  // namespace allonge::sim
