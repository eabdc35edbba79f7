#include "node/catch_up.h"

#include "ledger/digest.h"

namespace allonge::node {

void CatchUp::need(const consensus::NeedBlocks& order, std::uint64_t now_ms) {
  const bool was_active = active();
  target_height_ = std::max(target_height_, order.target.height);
  holders_ = order.holders;
  if (!was_active) {
    waiting_.clear();
    part_.clear();
    ask_at_ms_ = now_ms;
  }
}

void CatchUp::change_peer() {
  ++holder_;
  waiting_.clear();
  part_.clear();
}

void CatchUp::send_request() {
  for (std::size_t tried = 0; tried < holders_.size(); ++tried) {
    const std::uint32_t peer = holders_[holder_ % holders_.size()];
    if (network_.is_up(peer)) {
      // The chain may have gone on by itself meanwhile.
      while (!waiting_.empty() && waiting_.front().block.header.height <= executor_.final_height())
        waiting_.erase(waiting_.begin());
      const std::uint64_t next = executor_.final_height() + waiting_.size() + 1;
      network_.send(peer, Lane::bulk, encode(NodeMessage(RangeRequest{next, part_.size()})));
      return;
    }
    change_peer();
  }
}

std::optional<std::uint64_t> CatchUp::ask(std::uint64_t now_ms) {
  if (!active()) return std::nullopt;
  if (ask_at_ms_ <= now_ms) {
    send_request();
    ask_at_ms_ = now_ms + retry_ms;
    ++holder_;  // who does not answer in time is not asked next; an answer takes this back
  }
  return ask_at_ms_;
}

Result<CatchUp::Gain> CatchUp::take(std::uint32_t peer, RangeAnswer answer, std::uint64_t now_ms) {
  Gain gain;
  if (!active() || holders_.empty()) return gain;
  const auto refuse = [&](std::string what) {
    gain.trouble = {Reason::proof_invalid, std::move(what)};
    change_peer();
    ask_at_ms_ = now_ms;
  };
  while (!waiting_.empty() && waiting_.front().block.header.height <= executor_.final_height())
    waiting_.erase(waiting_.begin());

  bool progress = false;
  for (BlockPart& part : answer.parts) {
    const std::uint64_t next = executor_.final_height() + waiting_.size() + 1;
    if (part.height < next) continue;
    if (part.height > next || part.offset != part_.size()) break;  // an answer to an older request
    if (part.total > largest_block_bytes || part.offset + part.bytes.size() > part.total || part.bytes.empty()) {
      refuse("a part does not fit its block");
      return gain;
    }
    progress = true;
    append(part_, part.bytes);
    if (part_.size() < part.total) continue;

    auto block = decode<FinalBlock>(part_);
    part_.clear();
    if (!block) {
      refuse("a block is not in canonical form: " + block.error().detail);
      return gain;
    }
    const Digest parent = waiting_.empty() ? executor_.final_hash() : waiting_.back().hash;
    if (block->header.height != next || block->header.parent != parent) {
      refuse("a block does not follow from the one before it");
      return gain;
    }
    const Digest hash = hash_of(block->header);
    waiting_.push_back({*std::move(block), hash});
    const std::optional<Certificate>& certificate = waiting_.back().block.certificate;
    const bool certified = certificate && certificate->kind == VoteKind::finalize && certificate->block == hash &&
                           certificate->view == waiting_.back().block.header.view && electorate_.verify(*certificate);
    if (!certified) {
      if (certificate) {
        refuse("the certificate of a block does not hold");
        return gain;
      }
      if (waiting_.size() > most_without_certificate) {
        refuse("too many blocks without a certificate");
        return gain;
      }
      continue;
    }

    // A quorum signed these headers after executing them; f + 1 of it are honest and verified every
    // signature, so the transactions' own signatures are not checked a second time here. Their bytes
    // are bound by the header's roots.
    for (Fetched& fetched : waiting_) {
      const FinalBlock& one = fetched.block;
      std::vector<TransactionPtr> transactions;
      transactions.reserve(one.transactions.size());
      bool readable = true;
      for (const RawMessage& raw : one.transactions) {
        auto transaction = read_transaction(raw.bytes);
        if (!transaction) {
          readable = false;
          break;
        }
        transactions.push_back(std::make_shared<const Transaction>(*std::move(transaction)));
      }
      std::vector<Digest> leaves;
      for (const TransactionPtr& transaction : transactions) leaves.push_back(merkle_leaf(transaction->wire_id));
      if (!readable || merkle_root(leaves) != one.header.transaction_root) {
        refuse("the transactions of a block are not those its header names");
        return gain;
      }
      const auto executed = executor_.judge(Branch{}, one.header, transactions);
      if (!executed) {
        gain.diverged = true;
        gain.trouble = {executed.reason(), executed.error().detail};
        return gain;
      }
      TRY(ExecutedPtr final_block, executor_.finalize((*executed)->hash, one.certificate));
      if (final_block) gain.blocks.push_back(std::move(final_block));
    }
    gain.certificate = certificate;
    waiting_.clear();
  }

  if (progress) {
    if (!holders_.empty() && holder_ > 0) --holder_;  // this peer serves: stay with it
    for (std::size_t i = 0; i < holders_.size(); ++i)
      if (holders_[i] == peer) holder_ = i;
    ask_at_ms_ = now_ms;
  }
  return gain;
}

}  // namespace allonge::node
