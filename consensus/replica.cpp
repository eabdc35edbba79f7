#include "consensus/replica.h"

#include <algorithm>

namespace allonge::consensus {

namespace {

constexpr std::uint64_t status_every_ms = 1'000;
constexpr std::uint64_t silence_ms = 10'000;         // after it a leader counts as inactive (7.3)
constexpr std::uint64_t help_every_ms = 100;         // per peer (R8)
constexpr std::uint64_t answer_every_ms = 20;        // certificate requests, per peer
constexpr std::uint64_t tail_pause_limit_ms = 10'000;
constexpr std::uint64_t never = ~std::uint64_t{0};

}  // namespace

Replica::Replica(const Settings& settings, const VoteVerifier& verifier)
    : settings_(settings),
      committee_hash_(settings.committee.hash()),
      electorate_(settings.committee.size(), settings.epoch,
                  epoch_id(settings.chain, settings.epoch, settings.root, committee_hash_, settings.recovery), verifier),
      order_(electorate_.epoch_id(), electorate_.size()),
      peers_(electorate_.size()) {
  ensure(settings.me < electorate_.size(), "a replica is a member of its committee");
}

Effects Replica::step(const Input& input) {
  if (halted_) return {};
  ensure(started_ != std::holds_alternative<Start>(input), "Start is the first input, exactly once");
  started_ = true;
  std::visit([this](const auto& in) { now_ms_ = std::max(now_ms_, in.now_ms); }, input);
  std::visit([this](const auto& in) { take(in); }, input);
  if (!halted_) settle();

  Effects out = std::move(sends_);
  sends_ = {};
  if (!halted_)
    for (Sign& sign : signs_) out.push_back(std::move(sign));
  signs_.clear();
  for (auto* bucket : {&commits_, &asks_, &reports_}) {
    for (Effect& effect : *bucket) out.push_back(std::move(effect));
    bucket->clear();
  }
  if (!halted_) {
    const std::uint64_t wake = next_wake();
    // A timer that is set earlier fires earlier and finds nothing due: no need to set it again.
    if (wake != never && (timer_at_ms_ <= now_ms_ || wake < timer_at_ms_)) {
      timer_at_ms_ = wake;
      out.push_back(SetTimer{timer_at_ms_});
    }
  }
  return out;
}

// Order inside one event (consensus.md 6): certificates were applied as they came; now blocks,
// finality, votes, a proposal; the one append and the sends follow in step().
void Replica::settle() {
  leave_abstention();
  if (now_ms_ >= judge_at_ms_) judge_again_ = true;
  if (need_blocks_ms_ != 0 && now_ms_ >= need_blocks_ms_) need_blocks_ms_ = 0, commit_again_ = true;
  bool again = true;
  while (again && !halted_) {
    again = false;
    const std::uint64_t view = view_;
    const std::uint64_t height = final_.height;
    if (commit_again_) try_commit();
    if (judge_again_) judge_ready();
    if (halted_) return;
    act_in_view();
    again = view != view_ || height != final_.height || commit_again_ || judge_again_;
  }
  run_clock();
}

// ---- start and links

void Replica::take(const Start& start) {
  const Recovered& recovered = start.recovered;
  final_ = recovered.last_final;
  view_ = final_.view + 1;
  safety_.recall(recovered);
  logged_certificate_view_ = logged_final_view_ = final_.view;
  abstaining_ = start.lost_log;

  for (const Certificate& certificate : recovered.certificates) {
    if (certificate.view <= final_.view || electorate_.signers(certificate).empty()) continue;
    logged_certificate_view_ = std::max(logged_certificate_view_, certificate.view);
    if (certificate.kind == VoteKind::finalize) logged_final_view_ = std::max(logged_final_view_, certificate.view);
    View& view = at(certificate.view);
    if (certificate.kind == VoteKind::notarize) view.notarization = certificate;
    if (certificate.kind == VoteKind::nullify) view.nullification = certificate;
    if (certificate.kind == VoteKind::finalize) view.finalization = certificate;
    view_ = std::max(view_, certificate.view + 1);
  }
  for (const Statement& vote : recovered.votes)
    if (vote.kind != VoteKind::finalize) view_ = std::max(view_, vote.view);

  // Logged blocks count as executed only after they were executed again (5.3).
  for (const RecoveredBlock& block : recovered.blocks) {
    if (block.header.view <= final_.view) continue;
    const Digest hash = hash_of(block.header);
    TreeBlock& kept = tree_.add(hash, block.header, Payload{block.wire_ids, {}});
    kept.voted = safety_.has_signed(Statement{VoteKind::notarize, block.header.view, hash});
    View& view = at(block.header.view);
    if (kept.voted) view.proposal = hash;
  }
  for (auto& [number, view] : views_)
    if (const Digest* block = view.block()) certified(*block, number);

  // Own votes are signed again and sent again: all of the current view, and FINALIZE above the floor.
  Sign again;
  for (const Statement& vote : recovered.votes) {
    if (vote.view <= final_.view || vote.view <= safety_.abstained_through() || !safety_.has_signed(vote)) continue;
    if (vote.kind != VoteKind::finalize && vote.view < view_) continue;
    if (std::find(again.statements.begin(), again.statements.end(), vote) != again.statements.end()) continue;
    again.statements.push_back(vote);
    again.highest_view = std::max(again.highest_view, vote.view);
  }
  if (!abstaining_ && !again.statements.empty()) signs_.push_back(std::move(again));

  std::uint32_t failures = 0;
  for (std::uint64_t v = view_ - 1; failures < failures_that_count && v > final_.view; --v, ++failures) {
    const View* below = find(v);
    if (below == nullptr || !below->nullification || below->block() != nullptr) break;
  }
  clock_.enter(now_ms_, delta_ms(failures));
  // A vote of ours in this view means that somebody wanted a block; its retry must run again (5.3).
  wanted_by_others_ = safety_.has_signed(VoteKind::notarize, view_) || safety_.has_signed(VoteKind::nullify, view_);
  judge_again_ = commit_again_ = true;
  status_at_ms_ = now_ms_;
  note_tail();
}

void Replica::take(const LinkChanged& link) {
  ensure(link.peer < peers_.size() && link.peer != settings_.me, "a link leads to another member");
  Peer& peer = peers_[link.peer];
  const bool came_up = link.up && !peer.up;
  peer.up = link.up;
  if (came_up) peer.heard_ms = now_ms_, greet(link.peer);
}

void Replica::take(const WorkChanged& work) {
  has_work_ = work.has_work;
  if (has_work_) nothing_view_ = 0;
}

void Replica::take(const Received& received) {
  ensure(received.peer < peers_.size() && received.peer != settings_.me, "messages come from other members");
  peers_[received.peer].heard_ms = now_ms_;
  std::visit([&](const auto& message) { hear(received.peer, message); }, received.message);
}

Status Replica::status() const {
  return Status{settings_.epoch, view_, final_.height, final_.view, final_.block, has_work_, abstains()};
}

// Everything a peer needs that heard nothing from us so far: where we stand, how we got there, and
// our own votes that may still matter.
void Replica::greet(std::uint32_t peer) {
  send(peer, status());
  if (const Certificate* entry = entry_certificate()) send(peer, CertificateNotice{*entry});
  std::uint32_t sent = 0;
  for (auto place = views_.rbegin(); place != views_.rend() && sent < certificates_per_message; ++place) {
    const auto& [number, view] = *place;
    if (number == view_) {
      if (const auto proposal = proposal_of(number)) send(peer, *proposal), ++sent;
      for (const auto& vote : view.own)
        if (vote) send(peer, *vote), ++sent;
    } else if (const auto& vote = view.own[std::size_t(VoteKind::finalize) - 1]) {
      send(peer, *vote), ++sent;
    }
  }
}

// ---- messages about where peers stand

void Replica::hear(std::uint32_t peer, const Status& status) {
  if (status.epoch != settings_.epoch) return;
  Peer& from = peers_[peer];
  from.view = std::max(from.view, status.view);
  // A view is proven to us when we hold a certificate of the one before, that is, when we are in it or
  // past it.
  if (status.view <= view_) from.proven_view = std::max(from.proven_view, status.view);
  help(peer, status.view, status.final_view);
}

// R8. A peer that is behind gets the certificate that lets it into our view, and the one that proves
// our last final block. At most one round of help per peer and 100 ms.
void Replica::help(std::uint32_t peer, std::uint64_t its_view, std::uint64_t its_final_view) {
  Peer& to = peers_[peer];
  if (its_view >= view_ && its_final_view >= final_.view) return;
  if (to.helped_ms != 0 && now_ms_ < to.helped_ms + help_every_ms) return;
  to.helped_ms = now_ms_;
  const Certificate* entry = its_view < view_ ? entry_certificate() : nullptr;
  if (entry != nullptr) send(peer, CertificateNotice{*entry});
  if (its_final_view < final_.view && final_.certificate && (entry == nullptr || *entry != *final_.certificate))
    send(peer, CertificateNotice{*final_.certificate});
}

void Replica::hear(std::uint32_t peer, const CertificateRequest& request) {
  Peer& from = peers_[peer];
  if (from.answered_ms != 0 && now_ms_ < from.answered_ms + answer_every_ms) return;
  from.answered_ms = now_ms_;
  CertificateAnswer answer;
  for (const CertificateName& name : request.wanted) {
    if (name.view == final_.view && name.kind != VoteKind::nullify && final_.certificate) {
      answer.certificates.push_back(*final_.certificate);
      continue;
    }
    const View* view = find(name.view);
    if (view == nullptr) continue;
    if (name.kind == VoteKind::nullify && view->nullification) answer.certificates.push_back(*view->nullification);
    if (name.kind == VoteKind::notarize && view->notarization) answer.certificates.push_back(*view->notarization);
    // A finalized view is as good as a notarized one, to build on and to enter by.
    if (name.kind != VoteKind::nullify && view->finalization &&
        (name.kind == VoteKind::finalize || !view->notarization))
      answer.certificates.push_back(*view->finalization);
  }
  if (!answer.certificates.empty()) send(peer, std::move(answer));
}

void Replica::hear(std::uint32_t peer, const CertificateAnswer& answer) {
  for (const Certificate& certificate : answer.certificates)
    if (!learn(certificate, peer)) return;
}

void Replica::hear(std::uint32_t peer, const CertificateNotice& notice) {
  peers_[peer].view = std::max(peers_[peer].view, notice.certificate.view + 1);
  learn(notice.certificate, peer);
}

void Replica::hear(std::uint32_t peer, const Evidence& evidence) {
  if (evidence.first.epoch != settings_.epoch || evidence.first.view <= final_.view) return;
  if (evidence.first.signer >= electorate_.size() || evidence_.is_full()) return;
  if (evidence_.knows(evidence.first.view, evidence.first.signer)) return;
  if (!verify(electorate_, evidence)) return report(PeerFault{peer, "evidence that does not hold"});
  evidence_.remember(evidence.first.view, evidence.first.signer);
  report(evidence);
}

// ---- time

bool Replica::work() const { return has_work_ || tail_is_old(); }

bool Replica::tail_is_old() const { return tail_since_ms_ && now_ms_ >= *tail_since_ms_ + tail_age_ms; }

bool Replica::is_active(std::uint32_t peer) const {
  return peer == settings_.me || (peers_[peer].up && now_ms_ < peers_[peer].heard_ms + silence_ms);
}

// 7.3: local, and touches nothing but our own NULLIFY. Without a quorum of active members nullifying
// would lead nowhere, so the ordinary timers decide.
bool Replica::leader_is_inactive() const {
  const std::uint32_t leader = order_.leader(view_);
  if (is_active(leader)) return false;
  std::uint32_t active = 0;
  for (std::uint32_t peer = 0; peer < electorate_.size(); ++peer) active += is_active(peer) ? 1 : 0;
  return active >= electorate_.quorum();
}

// Everything a view may ask of us: vote for its proposal, make one, or give it up (R1, R2, R6).
void Replica::act_in_view() {
  View& view = at(view_);
  const bool voted = safety_.has_signed(VoteKind::notarize, view_);
  if (safety_.has_signed(VoteKind::nullify, view_)) return clock_.arm(now_ms_);
  // Work that went away before anybody acted on it leaves the view open.
  if (work() || wanted_by_others_)
    clock_.arm(now_ms_);
  else
    clock_.disarm();

  if (leader_gave_up_view_ == view_) return nullify("its leader gave it up");
  if (view.proposal) {
    TreeBlock* block = tree_.find(*view.proposal);
    if (block != nullptr && !voted) {
      if (block->state == TreeBlock::State::valid) say(VoteKind::notarize, view_, block->hash);
      if (block->state == TreeBlock::State::invalid) return nullify("its proposal is invalid");
      if (block->state == TreeBlock::State::too_old) return nullify("its proposal is too old");
    }
  } else if (clock_.armed() && leader_is_inactive()) {
    return nullify("its leader is inactive");
  } else if (order_.leader(view_) == settings_.me && !voted) {
    try_propose();
  }
  if (!clock_.armed()) return;
  if (!view.proposal && now_ms_ >= clock_.lead_at()) return nullify("no proposal in time");
  if (now_ms_ >= clock_.certify_at()) return nullify("no certificate in time");
}

void Replica::run_clock() {
  if (clock_.armed() && now_ms_ >= clock_.retry_at()) {
    clock_.retried(now_ms_);
    if (!safety_.has_signed(VoteKind::nullify, view_)) nullify("no certificate in time");
    resend_in_view();
  }
  if (relay_at_ms_ && now_ms_ >= *relay_at_ms_) {  // R7
    relay_at_ms_.reset();
    if (const Certificate* entry = entry_certificate())
      for (std::uint32_t peer = 0; peer < peers_.size(); ++peer)
        if (peers_[peer].up && peers_[peer].view < view_) send(peer, CertificateNotice{*entry});
  }
  if (tail_since_ms_ && now_ms_ >= tail_resend_ms_) {  // R9
    tail_pause_ms_ = std::min(2 * tail_pause_ms_, tail_pause_limit_ms);
    tail_resend_ms_ = now_ms_ + tail_pause_ms_;
    resend_tail();
  }
  if (electorate_.size() > 1 && now_ms_ >= status_at_ms_) {
    status_at_ms_ = now_ms_ + status_every_ms;
    broadcast(status());
  }
  wanted_.ask_due(now_ms_, [this](const Digest& block, const std::vector<std::uint32_t>& holders) {
    asks_.push_back(FetchBlock{block, holders});
  });
}

std::uint64_t Replica::next_wake() const {
  std::uint64_t wake = electorate_.size() > 1 ? status_at_ms_ : never;
  // What is due already was done in this step, or waits for something else than time.
  const auto at_latest = [&](std::uint64_t moment) {
    if (moment > now_ms_) wake = std::min(wake, moment);
  };
  if (clock_.armed()) {
    const View* view = find(view_);
    const bool proposed = view != nullptr && view->proposal.has_value();
    if (!safety_.has_signed(VoteKind::nullify, view_)) at_latest(proposed ? clock_.certify_at() : clock_.lead_at());
    at_latest(clock_.retry_at());
  }
  if (relay_at_ms_) at_latest(*relay_at_ms_);
  if (tail_since_ms_) at_latest(tail_is_old() ? tail_resend_ms_ : *tail_since_ms_ + tail_age_ms);
  if (parent_wait_ms_) at_latest(*parent_wait_ms_);
  at_latest(wanted_.next_ms());
  at_latest(judge_at_ms_);
  at_latest(need_blocks_ms_);
  return wake;
}

// What peers may have missed of this view: our votes, how we got here, and our proposal.
void Replica::resend_in_view() {
  if (const Certificate* entry = entry_certificate()) broadcast(CertificateNotice{*entry});
  if (auto proposal = proposal_of(view_)) broadcast(std::move(*proposal));
  if (const View* view = find(view_))
    for (const auto& vote : view->own)
      if (vote) broadcast(*vote);
}

// R9: the newest notarized block is not final for too long.
void Replica::resend_tail() {
  std::uint32_t sent = 0;
  for (auto place = views_.rbegin(); place != views_.rend() && sent < limits::overlay_depth; ++place) {
    const View& view = place->second;
    if (!view.notarization) continue;
    if (sent == 0) broadcast(CertificateNotice{*view.notarization});
    if (const auto& vote = view.own[std::size_t(VoteKind::finalize) - 1]) broadcast(*vote);
    ++sent;
  }
}

// 7.5: without its log a validator may have voted in any view up to one past the highest that a
// quorum of others can prove. From there on it votes again.
void Replica::leave_abstention() {
  if (!abstaining_) return;
  std::uint32_t proven = 0;
  for (const Peer& peer : peers_) proven += peer.proven_view > 0 ? 1 : 0;
  if (electorate_.size() == 1 || proven < std::min(electorate_.quorum(), electorate_.size() - 1)) return;
  abstaining_ = false;
  abstention_unlogged_ = true;
  safety_.abstain_through(view_ + 1);  // our view is proven by certificate: at least as high as theirs
}

std::string Replica::picture() const {
  std::string out;
  for (const auto& [number, view] : views_) {
    out += " view=" + std::to_string(number) + " votes=" + std::to_string(view.tally.count(VoteKind::notarize)) + "/" +
           std::to_string(view.tally.count(VoteKind::nullify)) + "/" +
           std::to_string(view.tally.count(VoteKind::finalize)) + (view.notarization ? " notarized" : "") +
           (view.nullification ? " nullified" : "") + (view.finalization ? " finalized" : "") +
           (safety_.has_signed(VoteKind::notarize, number) ? " +notarize" : "") +
           (safety_.has_signed(VoteKind::nullify, number) ? " +nullify" : "") +
           (safety_.has_signed(VoteKind::finalize, number) ? " +finalize" : "");
    const TreeBlock* block = view.block() != nullptr ? tree_.find(*view.block())
                             : view.proposal         ? tree_.find(*view.proposal)
                                                     : nullptr;
    if (block != nullptr)
      out += " block=" + block->hash.hex().substr(0, 8) + " parent_view=" + std::to_string(block->header.parent_view) +
             " height=" + std::to_string(block->header.height) + " state=" + std::to_string(int(block->state)) +
             (block->certified ? " certified" : "");
    out += "\n";
  }
  return out;
}

void Replica::send(std::uint32_t peer, Message message) { sends_.push_back(Send{peer, std::move(message)}); }

void Replica::broadcast(Message message) {
  if (electorate_.size() > 1) sends_.push_back(Broadcast{std::move(message)});
}

}  // namespace allonge::consensus
