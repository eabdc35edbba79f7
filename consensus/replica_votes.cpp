// Votes and certificates (consensus.md 6: R0, R3, R4, R5) and the one place where the replica wishes
// for a signature.
#include <algorithm>

#include "consensus/replica.h"

namespace allonge::consensus {

const Certificate* Replica::View::any() const {
  if (finalization) return &*finalization;
  if (notarization) return &*notarization;
  return nullification ? &*nullification : nullptr;
}

const Digest* Replica::View::block() const {
  if (notarization) return &notarization->block;
  return finalization ? &finalization->block : nullptr;
}

const Replica::View* Replica::find(std::uint64_t view) const {
  const auto found = views_.find(view);
  return found == views_.end() ? nullptr : &found->second;
}

// What let us into the current view.
const Certificate* Replica::entry_certificate() const {
  if (view_ - 1 == final_.view) return final_.certificate ? &*final_.certificate : nullptr;
  const View* before = find(view_ - 1);
  return before == nullptr ? nullptr : before->any();
}

// ---- votes

void Replica::hear(std::uint32_t peer, const Vote& vote) {
  if (vote.epoch != settings_.epoch) return;
  if (vote.signer != peer) return report(PeerFault{peer, "a vote of another member"});
  // A peer that casts votes in a view is in it; FINALIZE may be for an older one.
  if (vote.kind != VoteKind::finalize) peers_[peer].view = std::max(peers_[peer].view, vote.view);

  // Late votes are ordinary for a moment after a quorum was reached; later they mean that the peer
  // missed a certificate (R8).
  const bool settled = now_ms_ >= clock_.entered_at() + clock_.delta() / 8;
  if (vote.view <= final_.view) {
    if (settled) help(peer, vote.kind == VoteKind::finalize ? view_ : vote.view, vote.view - 1);
    return;
  }
  if (vote.view > view_ + limits::views_ahead) return;

  View& view = at(vote.view);
  const auto heard = view.tally.add(electorate_, vote, false);
  if (heard == Tally::Heard::contradicts) note_contradiction(*view.tally.counted(vote.kind, peer), vote, false);
  if (heard == Tally::Heard::fresh && vote.kind != VoteKind::notarize) {
    const VoteKind other = vote.kind == VoteKind::nullify ? VoteKind::finalize : VoteKind::nullify;
    if (const Vote* counted = view.tally.counted(other, peer)) note_contradiction(*counted, vote, false);
  }
  if (vote.kind == VoteKind::nullify && vote.view == view_) {
    wanted_by_others_ = true;  // somebody sees work: without this nodes with different pools could wait for ever (7.4)
    if (peer == order_.leader(view_)) leader_gave_up_view_ = view_;
  }
  if (heard == Tally::Heard::fresh) try_certify(vote.kind, vote.view, vote.block);
  if (vote.kind != VoteKind::finalize && vote.view < view_ && (settled || vote.view + 1 < view_))
    help(peer, vote.view, final_.view);
}

// Evidence is reported once, and only when both signatures hold. One that does not is a fault of the
// peer, whose link goes: so nobody makes us check signatures for nothing again and again.
void Replica::note_contradiction(const Vote& first, const Vote& second, bool second_holds) {
  if (evidence_.knows(first.view, first.signer) || evidence_.is_full()) return;
  if (!electorate_.verify(first) || (!second_holds && !electorate_.verify(second)))
    return report(PeerFault{first.signer, "a vote whose signature does not hold"});
  evidence_.remember(first.view, first.signer);
  report(Evidence{first, second});
}

bool Replica::try_certify(VoteKind kind, std::uint64_t number, const Digest& block) {
  View& view = at(number);
  if (kind == VoteKind::notarize && view.notarization) return false;
  if (kind == VoteKind::nullify && view.nullification) return false;
  if (kind == VoteKind::finalize && view.finalization) return false;
  std::vector<std::uint32_t> liars;
  const auto certificate = view.tally.certify(electorate_, kind, block, liars);
  for (const std::uint32_t liar : liars) report(PeerFault{liar, "a vote whose signature does not hold"});
  if (certificate) store(*certificate);
  return certificate.has_value();
}

// ---- certificates

// Takes a certificate from outside if it is new and holds. False: it does not, and the peer is at fault.
bool Replica::learn(const Certificate& certificate, std::optional<std::uint32_t> from) {
  if (certificate.epoch != settings_.epoch || certificate.view <= final_.view) return true;
  const View* known = find(certificate.view);
  if (known != nullptr) {
    if (certificate.kind == VoteKind::notarize && known->notarization) return true;
    if (certificate.kind == VoteKind::nullify && known->nullification) return true;
    if (certificate.kind == VoteKind::finalize && known->finalization) return true;
  }
  const bool holds =
      known != nullptr ? known->tally.verify(electorate_, certificate) : electorate_.verify(certificate);
  if (!holds) {
    if (from) report(PeerFault{*from, "a certificate that does not hold"});
    return false;
  }
  store(certificate);
  return true;
}

// R0. REQUIRES: the certificate holds, and is of a view above the last final one.
void Replica::store(const Certificate& certificate) {
  View& view = at(certificate.view);
  // Two certificates for different blocks of one view need more than f liars; keep what we have.
  if (const Digest* block = view.block(); block != nullptr && certificate.kind != VoteKind::nullify &&
                                          *block != certificate.block)
    return;
  if (certificate.kind == VoteKind::notarize) view.notarization = certificate;
  if (certificate.kind == VoteKind::nullify) view.nullification = certificate;
  if (certificate.kind == VoteKind::finalize) view.finalization = certificate;

  if (certificate.kind != VoteKind::nullify) {
    if (!tail_since_ms_) start_tail();
    certified(certificate.block, certificate.view);
  }
  if (certificate.kind == VoteKind::finalize) commit_again_ = true;
  judge_again_ = true;
  if (certificate.view >= view_) enter(certificate.view + 1);
  if (certificate.kind != VoteKind::nullify) try_finalize(certificate.view);
}

void Replica::enter(std::uint64_t number) {
  view_ = number;
  std::uint32_t failures = 0;
  for (std::uint64_t v = view_ - 1; failures < failures_that_count && v > final_.view; --v, ++failures) {
    const View* below = find(v);
    if (below == nullptr || !below->nullification || below->block() != nullptr) break;
  }
  clock_.enter(now_ms_, delta_ms(failures));
  wanted_by_others_ = false;
  parent_wait_ms_.reset();
  request_at_ms_ = 0;
  judge_again_ = true;

  // What came early for this view.
  const View& view = at(view_);
  if (view.proposal || view.tally.count(VoteKind::nullify) > 0) wanted_by_others_ = true;
  if (view.tally.counted(VoteKind::nullify, order_.leader(view_)) != nullptr) leader_gave_up_view_ = view_;

  // R7. A view that failed is announced at once, so that all leave it together; after a notarized one
  // most assemble the certificate from the votes, and only stragglers need it.
  const Certificate* entry = entry_certificate();
  if (entry != nullptr && entry->kind == VoteKind::nullify && electorate_.size() <= 16)
    broadcast(CertificateNotice{*entry});
  else
    relay_at_ms_ = now_ms_ + clock_.delta() / 8;
  if (view_ > limits::views_ahead) tree_.drop_uncertified_below(view_ - limits::views_ahead);
}

// ---- own votes

// Wishes for a signature if the guard allows it, with everything that must be durable before it is
// sent (5.2). False: it was said before, or may not be said.
bool Replica::say(VoteKind kind, std::uint64_t view, const Digest& block) {
  if (abstaining_) return false;
  Sign wish;
  wish.statements.push_back(Statement{kind, view, block});
  if (safety_.has_signed(wish.statements.front())) return false;

  if (abstention_unlogged_) wish.records.push_back(AbstainedRecord{safety_.abstained_through()});
  // The last final block's certificate rides along, because the floor rests on it.
  const bool final_rides = final_.certificate && logged_final_view_ < final_.view;
  if (final_rides) wish.records.push_back(*final_.certificate);
  const bool entered_by_it = final_rides && view == final_.view + 1;
  if (kind != VoteKind::finalize && logged_certificate_view_ + 1 < view && !entered_by_it) {
    const Certificate* entry = entry_certificate();
    if (entry == nullptr) return false;
    wish.records.push_back(*entry);
  }
  if (kind == VoteKind::finalize && !safety_.holds_certificate(VoteKind::notarize, view))
    wish.records.push_back(*at(view).notarization);
  if (kind != VoteKind::nullify && !safety_.keeps(block)) {
    const TreeBlock* kept = tree_.find(block);
    if (kept == nullptr) return false;
    wish.records.push_back(BlockToKeep{block, kept->header, kept->payload.wire_ids});
  }
  if (safety_.object_to(wish) != Objection::none) return false;

  safety_.record(wish);
  abstention_unlogged_ = false;
  Sign& sign = append_for(wish);
  sign.highest_view = std::max(sign.highest_view, view);
  for (Record& record : wish.records) {
    if (const auto* certificate = std::get_if<Certificate>(&record)) {
      logged_certificate_view_ = std::max(logged_certificate_view_, certificate->view);
      if (certificate->kind == VoteKind::finalize)
        logged_final_view_ = std::max(logged_final_view_, certificate->view);
      sign.highest_view = std::max(sign.highest_view, certificate->view);
    }
    if (const auto* kept = std::get_if<BlockToKeep>(&record))
      sign.highest_view = std::max(sign.highest_view, kept->header.view);
    sign.records.push_back(std::move(record));
  }
  sign.statements.push_back(wish.statements.front());
  return true;
}

// One append for all that a step says, but one body in each: that bounds an append by a block.
Sign& Replica::append_for(const Sign& wish) {
  const auto has_body = [](const Sign& sign) {
    return std::any_of(sign.records.begin(), sign.records.end(),
                       [](const Record& record) { return std::holds_alternative<BlockToKeep>(record); });
  };
  if (signs_.empty() || (has_body(wish) && has_body(signs_.back()))) signs_.emplace_back();
  return signs_.back();
}

void Replica::nullify(const char* why) {
  if (say(VoteKind::nullify, view_, Digest{})) report(ViewSkipped{view_, order_.leader(view_), why});
}

// R3: the certified block was executed here with the same roots, and we did not nullify its view.
void Replica::try_finalize(std::uint64_t number) {
  const View* view = find(number);
  if (view == nullptr || !view->notarization) return;
  const TreeBlock* block = tree_.find(view->notarization->block);
  if (block != nullptr && block->state == TreeBlock::State::valid)
    say(VoteKind::finalize, number, block->hash);
}

// The log holds the statements: now the votes may leave.
void Replica::take(const Signed& votes) {
  for (const SignedVote& made : votes.votes) {
    const Statement& said = made.statement;
    const Vote vote{said.kind, settings_.epoch, said.view, said.block, settings_.me, made.signature};
    if (said.view <= final_.view) {
      // Final here by the others' votes; they may still need ours.
      if (said.kind == VoteKind::finalize) broadcast(vote);
      continue;
    }
    View& view = at(said.view);
    view.own[std::size_t(said.kind) - 1] = vote;
    view.tally.add(electorate_, vote, true);
    auto proposal = said.kind == VoteKind::notarize ? proposal_of(said.view) : std::nullopt;
    if (proposal)
      broadcast(std::move(*proposal));  // the leader's vote is in its proposal
    else
      broadcast(vote);
    try_certify(said.kind, said.view, said.block);
  }
}

}  // namespace allonge::consensus
