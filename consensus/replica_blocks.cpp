// Blocks (consensus.md 6: R1, R2, R5, R10, and 7.6): a proposal heard or made, judged by the executor,
// fetched when it is certified and missing, committed in order.
#include <algorithm>

#include "consensus/replica.h"
#include "ledger/merkle.h"

namespace allonge::consensus {

namespace {

constexpr std::uint64_t judge_again_ms = 100;      // after "not yet"
constexpr std::uint64_t judge_answer_ms = 5'000;   // without an answer
constexpr std::uint64_t need_blocks_every_ms = 1'000;

bool payload_fits(const Header& header, const std::vector<Digest>& wire_ids) {
  if (header.transaction_count != wire_ids.size()) return false;
  std::vector<Digest> leaves;
  leaves.reserve(wire_ids.size());
  for (const Digest& wire_id : wire_ids) leaves.push_back(merkle_leaf(wire_id));
  return merkle_root(leaves) == header.transaction_root;
}

}  // namespace

// ---- a proposal (R2)

void Replica::hear(std::uint32_t peer, const Proposal& proposal) {
  const Header& header = proposal.header;
  if (header.epoch != settings_.epoch || header.epoch_id != electorate_.epoch_id()) return;
  if (order_.leader(header.view) != peer || header.proposer != peer)
    return report(PeerFault{peer, "a proposal in another member's view"});
  peers_[peer].view = std::max(peers_[peer].view, header.view);
  if (header.view <= final_.view) return;

  const Digest hash = hash_of(header);
  const View* known = find(header.view);
  const bool repeated = known != nullptr && known->proposal == hash;
  const Vote vote{VoteKind::notarize, settings_.epoch, header.view, hash, peer, proposal.leader_signature};
  if (!repeated) {
    if (!electorate_.verify(vote)) return report(PeerFault{peer, "a proposal whose signature does not hold"});
    if (proposal.parent && proposal.parent->block != header.parent)
      return report(PeerFault{peer, "a proposal with the certificate of another parent"});
    if (!payload_fits(header, proposal.payload.wire_ids))
      return report(PeerFault{peer, "a proposal whose transactions are not its header's"});
  }
  // Its certificates count whatever becomes of the block: they may let us into its view.
  if (proposal.parent && !learn(*proposal.parent, peer)) return;
  for (const Certificate& skip : proposal.skips)
    if (!learn(skip, peer)) return;
  if (repeated || header.view <= final_.view || header.view > view_ + limits::views_ahead) return;

  View& view = at(header.view);
  if (view.tally.add(electorate_, vote, true) == Tally::Heard::contradicts)
    return note_contradiction(*view.tally.counted(VoteKind::notarize, peer), vote, true);
  if (view.proposal) return;
  view.proposal = hash;
  TreeBlock& block = tree_.add(hash, header, proposal.payload);
  wanted_.arrived(hash);
  if (!frame_holds(header)) {
    block.state = TreeBlock::State::invalid;
    report(LeaderFault{header, "a header that is not of this chain, epoch or committee"});
  }
  if (const Digest* chosen = view.block(); chosen != nullptr && *chosen == hash) certified(hash, header.view);
  if (header.view == view_) wanted_by_others_ = true;  // its leader wants a block
  judge_again_ = true;
  try_certify(VoteKind::notarize, header.view, hash);
}

bool Replica::frame_holds(const Header& header) const {
  return header.version == 1 && header.chain == settings_.chain && header.epoch == settings_.epoch &&
         header.epoch_id == electorate_.epoch_id() && header.committee == committee_hash_ && header.flags == 0 &&
         header.next_committee.is_zero() && header.parent_view < header.view &&
         header.proposer == order_.leader(header.view);
}

// REQUIRES: the parent is the last final block or in the tree.
bool Replica::fits_parent(const TreeBlock& block, const char** why) const {
  const Header& header = block.header;
  const TreeBlock* above_final = header.parent == final_.block ? nullptr : tree_.find(header.parent);
  const std::uint64_t height = above_final != nullptr ? above_final->header.height : final_.height;
  const std::uint64_t view = above_final != nullptr ? above_final->header.view : final_.view;
  const Time time = above_final != nullptr ? above_final->header.time : final_.time;
  *why = header.height != height + 1      ? "its height does not follow its parent's"
         : header.parent_view != view     ? "its parent is of another view"
         : header.time.ms <= time.ms      ? "its time is not later than its parent's"
                                          : nullptr;
  return *why == nullptr;
}

// May this block be voted for: is its parent certified, and was every view in between nullified?
// What is missing is asked of its leader, who had to hold it all.
bool Replica::is_justified(TreeBlock& block) {
  if (block.justified) return true;
  const Header& header = block.header;
  if (header.parent_view < final_.view) return false;  // what is final excludes it
  std::vector<CertificateName> missing;
  const Digest* parent = &final_.block;
  if (header.parent_view > final_.view) {
    const View* view = find(header.parent_view);
    parent = view == nullptr ? nullptr : view->block();
    if (parent == nullptr) missing.push_back(CertificateName{VoteKind::notarize, header.parent_view});
  }
  if (parent != nullptr && *parent != header.parent) {
    block.state = TreeBlock::State::invalid;
    report(LeaderFault{header, "its parent is not the certified block of the parent's view"});
    return false;
  }
  auto next = views_.upper_bound(header.parent_view);
  for (std::uint64_t v = header.parent_view + 1; v < header.view && missing.size() < certificates_per_message; ++v) {
    while (next != views_.end() && next->first < v) ++next;
    const bool held = next != views_.end() && next->first == v && next->second.nullification.has_value();
    if (!held) missing.push_back(CertificateName{VoteKind::nullify, v});
  }
  block.justified = missing.empty();
  if (!block.justified) request_certificates(header.proposer, std::move(missing));
  return block.justified;
}

void Replica::request_certificates(std::optional<std::uint32_t> peer, std::vector<CertificateName> wanted) {
  if (now_ms_ < request_at_ms_) return;
  request_at_ms_ = now_ms_ + clock_.delta() / 2;
  if (peer && *peer != settings_.me)
    send(*peer, CertificateRequest{std::move(wanted)});
  else
    broadcast(CertificateRequest{std::move(wanted)});
}

// ---- judging

void Replica::judge_ready() {
  judge_again_ = false;
  judge_at_ms_ = ~std::uint64_t{0};
  using State = TreeBlock::State;
  for (auto& [hash, block] : tree_) {
    if (block.state == State::valid || block.state == State::invalid) continue;
    if (block.state == State::too_old && !block.certified) continue;
    if (now_ms_ < block.ask_at_ms) {
      judge_at_ms_ = std::min(judge_at_ms_, block.ask_at_ms);
      continue;
    }
    if (!block.certified && !block.voted) {
      const View* view = find(block.header.view);
      const bool current = block.header.view == view_ && view != nullptr && view->proposal == hash;
      if (!current || !is_justified(block)) continue;
    }
    if (block.header.parent != final_.block) {
      const TreeBlock* parent = tree_.find(block.header.parent);
      if (parent == nullptr || parent->state != State::valid) continue;
    }
    if (const char* why = nullptr; !fits_parent(block, &why)) {
      block.state = State::invalid;
      if (block.certified) return diverge(block);
      report(LeaderFault{block.header, why});
      continue;
    }
    block.state = State::judging;
    block.ask_at_ms = now_ms_ + judge_answer_ms;
    judge_at_ms_ = std::min(judge_at_ms_, block.ask_at_ms);
    asks_.push_back(JudgePayload{hash, block.header, block.payload, !block.certified && !block.voted, clock_.delta(),
                                 holders_of(block)});
  }
}

void Replica::take(const PayloadJudged& judged) {
  using State = TreeBlock::State;
  TreeBlock* block = tree_.find(judged.block);
  if (block == nullptr || block->state != State::judging) return;
  block->ask_at_ms = 0;
  switch (judged.verdict) {
    case Verdict::valid:
      block->state = State::valid;
      commit_again_ = judge_again_ = true;
      if (!tail_since_ms_ && block->header.transaction_count > 0) start_tail();
      try_finalize(block->header.view);
      return;
    case Verdict::invalid:
      block->state = State::invalid;
      if (block->certified) return diverge(*block);
      return report(LeaderFault{block->header, "its execution here gives another result"});
    case Verdict::too_old:
      block->state = State::too_old;
      judge_again_ = true;  // certified in the meantime, it is judged without the clock
      return;
    case Verdict::not_yet:
      block->state = State::unjudged;
      block->ask_at_ms = now_ms_ + judge_again_ms;
      judge_again_ = true;
      return;
  }
}

// R5: a quorum holds what we cannot reproduce. Never vote again until an operator has looked.
void Replica::diverge(const TreeBlock& block) {
  halted_ = true;
  report(Divergence{block.hash, block.header});
}

// Who can hand out its transactions: its leader, then the signers of its certificate. An ancestor of
// a certified block whose own certificate we never saw may be anywhere.
std::vector<std::uint32_t> Replica::holders_of(const TreeBlock& block) const {
  std::vector<std::uint32_t> out;
  const auto add = [&](std::uint32_t place) {
    if (place != settings_.me && (out.empty() || place != block.header.proposer)) out.push_back(place);
  };
  if (block.header.proposer < electorate_.size()) add(block.header.proposer);
  const View* view = find(block.header.view);
  if (view != nullptr && view->block() != nullptr && *view->block() == block.hash) {
    for (const std::uint32_t place :
         signers_of(view->notarization ? *view->notarization : *view->finalization, electorate_.size()))
      add(place);
  } else if (block.certified) {
    for (std::uint32_t place = 0; place < electorate_.size(); ++place) add(place);
  }
  return out;
}

// ---- what is certified and missing (7.6)

// A certificate names this block. Our own judgement of its time does not matter any more.
void Replica::certified(const Digest& hash, std::uint64_t number) {
  if (TreeBlock* block = tree_.find(hash)) {
    const bool news = !block->certified;
    block->certified = true;
    if (news && block->state == TreeBlock::State::invalid) return diverge(*block);
    if (news) want_parent_of(*block);
    judge_again_ = true;
    return;
  }
  const View* view = find(number);
  if (view == nullptr || (!view->finalization && is_behind())) return;  // first what is final
  const Certificate& certificate = view->notarization ? *view->notarization : *view->finalization;
  std::vector<std::uint32_t> holders;
  for (const std::uint32_t place : signers_of(certificate, electorate_.size()))
    if (place != settings_.me) holders.push_back(place);
  // The votes may have overtaken the proposal: give it a moment.
  const bool recent = number + 1 >= view_ && !view->finalization;
  wanted_.want(hash, number, std::move(holders), recent ? now_ms_ + clock_.delta() / 8 : now_ms_);
}

// The ancestors of a certified block are certified too; those that are missing are fetched one by
// one, unless they are so many that NeedBlocks gets them.
void Replica::want_parent_of(const TreeBlock& child) {
  const TreeBlock* block = &child;
  while (block->header.parent != final_.block) {
    if (block->header.height <= final_.height + 1) return diverge(*block);  // a fork below what is final
    TreeBlock* parent = tree_.find(block->header.parent);
    if (parent == nullptr) {
      if (block->header.height <= final_.height + 1 + limits::overlay_depth)
        wanted_.want(block->header.parent, block->header.parent_view, holders_of(*block), now_ms_);
      return;
    }
    // On to the last one that is here, also past ancestors that are known to be certified: what was
    // out of reach when they came may have come into reach.
    if (!parent->certified && parent->state == TreeBlock::State::invalid) return diverge(*parent);
    parent->certified = true;
    block = parent;
  }
}

void Replica::want_certified_blocks() {
  for (auto place = views_.rbegin(); place != views_.rend(); ++place) {
    if (!place->second.finalization) continue;
    if (tree_.find(place->second.finalization->block) == nullptr)
      certified(place->second.finalization->block, place->first);
    break;
  }
  if (is_behind()) return;
  for (const auto& [number, view] : views_) {
    const Digest* block = view.block();
    if (block == nullptr) continue;
    if (const TreeBlock* held = tree_.find(*block))
      want_parent_of(*held);
    else
      certified(*block, number);
    if (halted_) return;
  }
}

// Further ahead than we fetch one by one, and not connected to what is final by blocks that we have.
bool Replica::is_out_of_reach(const TreeBlock& target) const {
  if (target.header.height <= final_.height + limits::overlay_depth) return false;
  const TreeBlock* block = &target;
  while (block != nullptr && block->header.parent != final_.block) block = tree_.find(block->header.parent);
  return block == nullptr;
}

// Is a block final of which we lack the header, or which is out of reach?
bool Replica::is_behind() const {
  for (auto place = views_.rbegin(); place != views_.rend(); ++place) {
    if (!place->second.finalization) continue;
    const TreeBlock* block = tree_.find(place->second.finalization->block);
    return block == nullptr || is_out_of_reach(*block);
  }
  return false;
}

void Replica::take(const BlockArrived& arrived) {
  const Digest hash = hash_of(arrived.header);
  if (!wanted_.wants(hash) || !payload_fits(arrived.header, arrived.wire_ids)) return;
  wanted_.arrived(hash);
  TreeBlock& block = tree_.add(hash, arrived.header, Payload{arrived.wire_ids, {}});
  block.certified = true;
  if (!frame_holds(arrived.header)) return diverge(block);
  want_parent_of(block);
  judge_again_ = commit_again_ = true;
}

void Replica::take(const ChainExtended& extended) {
  const Header& header = extended.header;
  if (header.height <= final_.height) return;
  const Certificate& certificate = extended.certificate;
  ensure(certificate.kind == VoteKind::finalize && certificate.view == header.view &&
             certificate.block == hash_of(header) && header.view > final_.view,
         "a chain is extended up to a block with a finalize certificate of its own");
  ensure(electorate_.verify(certificate), "a chain is extended only by verified certificates");
  advance_final(LastFinal{header.height, header.view, certificate.block, header.time, certificate});
}

// ---- finality (R5)

void Replica::try_commit() {
  commit_again_ = false;
  std::uint64_t far = 0;  // view of the highest final block we have, if it is out of reach
  bool is_highest = true;
  for (auto place = views_.rbegin(); place != views_.rend(); ++place) {
    if (!place->second.finalization) continue;
    const Certificate& certificate = *place->second.finalization;
    const TreeBlock* last = tree_.find(certificate.block);
    if (last == nullptr) continue;
    if (last->state == TreeBlock::State::valid) return commit(*last, certificate);
    if (is_highest && is_out_of_reach(*last)) {
      far = place->first;
      if (now_ms_ >= need_blocks_ms_) {
        need_blocks_ms_ = now_ms_ + need_blocks_every_ms;
        asks_.push_back(NeedBlocks{final_.height + 1, last->header, certificate, holders_of(*last)});
      }
    }
    is_highest = false;
  }
  // What lies below a final block so far ahead will come with it: nothing of it is kept meanwhile.
  if (far == 0) return;
  views_.erase(views_.begin(), views_.lower_bound(far));
  tree_.drop_through(far - 1);
  wanted_.forget_through(far - 1);
}

// REQUIRES: `last` is valid, so its ancestors down to the last final block are too.
void Replica::commit(const TreeBlock& last, const Certificate& certificate) {
  std::vector<const TreeBlock*> chain;
  for (const TreeBlock* block = &last;; block = tree_.find(block->header.parent)) {
    ensure(block != nullptr && block->state == TreeBlock::State::valid, "a valid block stands on valid blocks");
    chain.push_back(block);
    if (block->header.parent == final_.block) break;
  }
  Commit out{{}, {}, last.header, certificate};
  for (auto block = chain.rbegin(); block != chain.rend(); ++block) {
    out.blocks.push_back((*block)->hash);
    out.body_in_log.push_back(safety_.keeps((*block)->hash));
  }
  commits_.push_back(std::move(out));
  advance_final(LastFinal{last.header.height, last.header.view, last.hash, last.header.time, certificate});
}

void Replica::advance_final(const LastFinal& final) {
  final_ = final;
  safety_.raise_floor(final_.view);
  views_.erase(views_.begin(), views_.upper_bound(final_.view));
  tree_.drop_through(final_.view);
  wanted_.forget_through(final_.view);
  evidence_.forget_through(final_.view);
  note_tail();
  if (view_ <= final_.view) enter(final_.view + 1);
  want_certified_blocks();
  judge_again_ = commit_again_ = true;
}

// The tail is whatever was begun above the last final block: notarized blocks, and executed proposals
// with transactions, also of views that failed. Their transactions are no longer waiting anywhere
// else, so they are work until something becomes final. Its age counts from the last progress.
void Replica::note_tail() {
  tail_since_ms_.reset();
  bool begun = false;
  for (auto place = views_.rbegin(); place != views_.rend() && !begun; ++place) begun = place->second.block() != nullptr;
  for (auto place = tree_.begin(); place != tree_.end() && !begun; ++place)
    begun = place->second.state == TreeBlock::State::valid && place->second.header.transaction_count > 0;
  if (begun) start_tail();
}

void Replica::start_tail() {
  tail_since_ms_ = now_ms_;
  tail_resend_ms_ = now_ms_ + tail_age_ms;
  tail_pause_ms_ = tail_age_ms / 2;
}

// ---- our own proposal (R1, R10)

void Replica::try_propose() {
  if (!work() || building_view_ == view_ || nothing_view_ == view_) return;
  if (abstaining_ || view_ <= safety_.abstained_through()) return;

  // The highest certified block below, if every view since was nullified.
  std::uint64_t parent_view = view_ - 1;
  const TreeBlock* parent = nullptr;
  std::vector<CertificateName> missing;
  for (; parent_view > final_.view; --parent_view) {
    const View* view = find(parent_view);
    if (view != nullptr && view->block() != nullptr) {
      parent = tree_.find(*view->block());
      if (parent != nullptr && parent->state == TreeBlock::State::valid) break;
      parent = nullptr;
      if (!parent_wait_ms_) parent_wait_ms_ = now_ms_ + clock_.delta() / 2;
      if (now_ms_ < *parent_wait_ms_) return;
      if (!view->nullification) return nullify("the body of its parent is missing here");
      continue;
    }
    if (view != nullptr && view->nullification) continue;
    missing.push_back(CertificateName{VoteKind::nullify, parent_view});
    if (missing.size() < certificates_per_message)
      missing.push_back(CertificateName{VoteKind::notarize, parent_view});
    if (missing.size() == certificates_per_message) break;
  }
  if (!missing.empty()) return request_certificates(std::nullopt, std::move(missing));
  parent_wait_ms_.reset();

  const std::uint64_t height = parent != nullptr ? parent->header.height : final_.height;
  BuildPayload build;
  Header& frame = build.frame;
  frame.chain = settings_.chain;
  frame.epoch = settings_.epoch;
  frame.epoch_id = electorate_.epoch_id();
  frame.view = view_;
  frame.height = height + 1;
  frame.parent = parent != nullptr ? parent->hash : final_.block;
  frame.parent_view = parent != nullptr ? parent->header.view : final_.view;
  frame.proposer = settings_.me;
  frame.committee = committee_hash_;
  build.must = tail_is_old();
  build.empty_only = height >= final_.height + limits::overlay_depth;
  build.deadline_ms = now_ms_ + clock_.delta() / 2;
  building_view_ = view_;
  asks_.push_back(std::move(build));
}

void Replica::take(const PayloadReady& ready) {
  const Header& header = ready.header;
  if (building_view_ != header.view) return;
  building_view_ = 0;
  if (header.view != view_ || safety_.has_signed(VoteKind::nullify, view_)) return;
  View& view = at(view_);
  if (view.proposal || header.parent_view < final_.view) return;
  ensure(frame_holds(header) && header.proposer == settings_.me, "the executor keeps the frame it was given");
  TreeBlock& block = tree_.add(hash_of(header), header, ready.payload);
  block.state = TreeBlock::State::valid;
  view.proposal = block.hash;
  if (!tail_since_ms_ && header.transaction_count > 0) start_tail();
}

void Replica::take(const PayloadMissing& missing) {
  if (building_view_ != missing.view) return;
  building_view_ = 0;
  if (missing.view != view_) return;
  if (missing.failed)
    nullify("our own block could not be built");
  else
    nothing_view_ = view_;
}

// The signed proposal of ours in this view, with its justification as we hold it now.
std::optional<Proposal> Replica::proposal_of(std::uint64_t number) const {
  const View* view = find(number);
  if (view == nullptr || !view->proposal || order_.leader(number) != settings_.me) return std::nullopt;
  const auto& vote = view->own[std::size_t(VoteKind::notarize) - 1];
  const TreeBlock* block = tree_.find(*view->proposal);
  if (!vote || block == nullptr || vote->block != block->hash) return std::nullopt;

  Proposal out{block->header, block->payload, vote->signature, std::nullopt, {}};
  const std::uint64_t parent_view = block->header.parent_view;
  if (parent_view < final_.view) return std::nullopt;
  if (parent_view == final_.view) {
    out.parent = final_.certificate;
  } else if (const View* parent = find(parent_view); parent != nullptr && parent->block() != nullptr) {
    out.parent = parent->notarization ? parent->notarization : parent->finalization;
  }
  const std::uint64_t first =
      std::max(parent_view + 1, number > certificates_per_message ? number - certificates_per_message : 1);
  for (std::uint64_t v = first; v < number; ++v)
    if (const View* skipped = find(v); skipped != nullptr && skipped->nullification)
      out.skips.push_back(*skipped->nullification);
  return out;
}

}  // namespace allonge::consensus
