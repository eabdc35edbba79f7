#include "node/catch_up.h"

#include "ledger/digest.h"

namespace allonge::node {

namespace {

// The header names these transactions, by their bytes.
bool names(const Header& header, const std::vector<RawMessage>& transactions) {
  std::vector<Digest> leaves;
  leaves.reserve(transactions.size());
  for (const RawMessage& raw : transactions) leaves.push_back(merkle_leaf(digest("allonge/wire/v1", raw.bytes)));
  return merkle_root(leaves) == header.transaction_root;
}

}  // namespace

// ---- asking

void CatchUp::need(const consensus::NeedBlocks& order, std::uint64_t now_ms) {
  const bool was_active = active();
  target_height_ = std::max(target_height_, order.target.height);
  holders_ = order.holders;
  if (was_active) return;
  drop_waiting();
  asked_.reset();
  ask_at_ms_ = now_ms;
  patience_ms_ = retry_ms;
  turn_ends_ms_ = now_ms + turn_retries * patience_ms_;
  turn_gained_ = false;
}

std::optional<std::uint64_t> CatchUp::ask(std::uint64_t now_ms) {
  if (!active()) return std::nullopt;
  if (ask_at_ms_ <= now_ms) {
    if (asked_) end_turn(now_ms);  // it did not answer in time
    send_request(now_ms);
    ask_at_ms_ = now_ms + patience_ms_;
  }
  return ask_at_ms_;
}

void CatchUp::send_request(std::uint64_t now_ms) {
  asked_.reset();
  for (std::size_t tried = 0; tried < holders_.size(); ++tried) {
    const std::uint32_t peer = holders_[holder_ % holders_.size()];
    if (network_.is_up(peer)) {
      if (peer != source_) drop_waiting();
      source_ = peer;
      drop_what_became_final();
      network_.send(peer, Lane::bulk, encode(NodeMessage(RangeRequest{next_height(), part_.size()})));
      asked_ = peer;
      return;
    }
    ++holder_;
    turn_ends_ms_ = now_ms + turn_retries * patience_ms_;
    turn_gained_ = false;
  }
}

// What a peer sent is of no use to the next one: even the same block has other bytes there, because
// it may stand under another certificate.
void CatchUp::end_turn(std::uint64_t now_ms) {
  if (!turn_gained_) patience_ms_ = std::min(2 * patience_ms_, longest_retry_ms);
  ++holder_;
  turn_ends_ms_ = now_ms + turn_retries * patience_ms_;
  turn_gained_ = false;
  drop_waiting();
}

void CatchUp::drop_waiting() {
  waiting_.clear();
  waiting_bytes_ = 0;
  part_.clear();
}

// The chain may have gone on by itself meanwhile.
void CatchUp::drop_what_became_final() {
  while (!waiting_.empty() && waiting_.front().header.height <= executor_.final_height()) {
    waiting_bytes_ -= waiting_.front().bytes;
    waiting_.erase(waiting_.begin());
  }
  if (part_height_ != next_height()) part_.clear();
}

// ---- answers

Result<CatchUp::Gain> CatchUp::take(std::uint32_t peer, RangeAnswer answer, std::uint64_t now_ms) {
  Gain gain;
  if (!active() || asked_ != peer) return gain;
  asked_.reset();
  drop_what_became_final();
  const auto refuse = [&](std::string what) {
    gain.trouble = {Reason::proof_invalid, std::move(what)};
    end_turn(now_ms);
    ask_at_ms_ = now_ms;
    return gain;
  };

  bool progress = false, too_much = false;
  for (BlockPart& part : answer.parts) {
    const std::uint64_t next = next_height();
    if (part.height < next) continue;
    if (part.height > next || part.offset != part_.size()) break;  // an answer to an older request
    if (part.total > largest_block_bytes || part.offset + part.bytes.size() > part.total || part.bytes.empty())
      return refuse("a part does not fit its block");
    too_much = waiting_bytes_ + part.total > most_bytes || waiting_.size() > most_without_certificate;
    if (too_much) break;
    progress = true;
    part_height_ = next;
    append(part_, part.bytes);
    if (part_.size() < part.total) continue;

    auto block = decode<FinalBlock>(std::exchange(part_, {}));
    if (!block) return refuse("a block is not in canonical form: " + block.error().detail);
    const Digest parent = waiting_.empty() ? executor_.final_hash() : waiting_.back().hash;
    if (block->header.height != next || block->header.parent != parent)
      return refuse("a block does not follow from the one before it");
    // Before anything is believed: nothing becomes final above which something does not fit.
    if (!names(block->header, block->transactions))
      return refuse("the transactions of a block are not those its header names");

    Fetched fetched{block->header, hash_of(block->header), std::move(block->transactions), sizeof(Fetched)};
    for (const RawMessage& raw : fetched.transactions) fetched.bytes += raw.bytes.size() + sizeof(RawMessage);
    const std::optional<Certificate>& certificate = block->certificate;
    if (certificate && !(certificate->kind == VoteKind::finalize && certificate->block == fetched.hash &&
                         certificate->view == fetched.header.view && electorate_.verify(*certificate)))
      return refuse("the certificate of a block does not hold");
    waiting_bytes_ += fetched.bytes;
    waiting_.push_back(std::move(fetched));
    if (!certificate) continue;
    CHECK(make_final(*certificate, gain));
    if (gain.diverged) return gain;
  }

  if (!gain.blocks.empty()) {
    turn_gained_ = true;
    patience_ms_ = std::max(patience_ms_ / 2, retry_ms);
  }
  if (too_much || !progress || now_ms >= turn_ends_ms_) end_turn(now_ms);
  if (progress && !too_much) ask_at_ms_ = now_ms;  // otherwise they would be asked round and round
  return gain;
}

// A quorum signed these headers after executing them; f + 1 of it are honest and verified every
// signature, so the transactions' own signatures are not checked a second time here. Their bytes are
// bound by the header's root: what is not readable or executes to something else is divergence.
Result<void> CatchUp::make_final(const Certificate& certificate, Gain& gain) {
  const std::vector<Fetched> blocks = std::exchange(waiting_, {});
  waiting_bytes_ = 0;
  const auto diverged = [&](const Refusal& refusal) {
    gain.diverged = true;
    gain.trouble = refusal;
    return done();
  };
  for (const Fetched& one : blocks) {
    std::vector<TransactionPtr> transactions;
    transactions.reserve(one.transactions.size());
    for (const RawMessage& raw : one.transactions) {
      auto transaction = read_transaction(raw.bytes);
      if (!transaction) return diverged(transaction.error());
      transactions.push_back(std::make_shared<const Transaction>(*std::move(transaction)));
    }
    const auto executed = executor_.judge(Branch{}, one.header, transactions);
    if (!executed) return diverged(executed.error());
    const bool is_last = one.hash == certificate.block;
    TRY(ExecutedPtr final_block, executor_.finalize(one.hash, is_last ? std::optional(certificate) : std::nullopt));
    if (final_block) gain.blocks.push_back(std::move(final_block));
  }
  gain.certificate = certificate;
  return done();
}

}  // namespace allonge::node
