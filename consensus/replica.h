// One validator's part in consensus: step takes an input and answers with effects (events.h holds
// the contract). It holds no key and decides no vote by itself: safety.h does. Files, in reading order:
//
//   replica.cpp         step; start, links, time, helping peers that lag
//   replica_votes.cpp   votes and certificates: R0 enter, R3 notarized, R4 nullified, R5 finalized
//   replica_blocks.cpp  blocks: R1 propose, R2 a proposal, judging, fetching, committing
//
// The rules R0 to R10 are those of consensus.md 6.
#pragma once

#include "consensus/block_tree.h"
#include "consensus/catch_up.h"
#include "consensus/evidence.h"
#include "consensus/events.h"
#include "consensus/safety.h"
#include "consensus/tally.h"
#include "consensus/views.h"

namespace allonge::consensus {

struct Settings {
  Digest chain;  // genesis hash
  std::uint64_t epoch = 0;
  Digest root;   // block the epoch grows from; the genesis hash in epoch 0
  std::uint32_t recovery = 0;
  Committee committee;
  std::uint32_t me = 0;  // own place in the committee
};

class Replica {
 public:
  // `verifier` outlives the replica.
  Replica(const Settings& settings, const VoteVerifier& verifier);

  Effects step(const Input& input);

  // For status pages and tests.
  std::uint64_t view() const { return view_; }
  std::uint32_t leader() const { return order_.leader(view_); }
  std::uint32_t leader_of(std::uint64_t view) const { return order_.leader(view); }
  const LastFinal& last_final() const { return final_; }
  const Safety& safety() const { return safety_; }
  bool abstains() const { return abstaining_ || view_ <= safety_.abstained_through(); }
  bool is_halted() const { return halted_; }
  bool timers_run() const { return clock_.armed(); }
  std::size_t views_kept() const { return views_.size(); }
  std::size_t blocks_kept() const { return tree_.size(); }
  std::string picture() const;  // views and blocks that are kept, for people

 private:
  // What is known of one view above the last final one.
  struct View {
    Tally tally;
    std::optional<Certificate> notarization, nullification, finalization;
    std::optional<Digest> proposal;               // the first one the leader signed
    std::array<std::optional<Vote>, 3> own;       // signed votes, by kind, to send again

    const Certificate* any() const;
    // The certified block, if the view has one.
    const Digest* block() const;
  };
  struct Peer {
    bool up = false;
    std::uint64_t heard_ms = 0;
    std::uint64_t view = 0;        // the highest in which it was seen
    std::uint64_t helped_ms = 0;   // last certificate sent because it lagged
    std::uint64_t answered_ms = 0;
    std::uint64_t proven_view = 0;  // by a Status, when we hold the certificate before it (7.5)
  };

  // -- inputs (replica.cpp, replica_votes.cpp, replica_blocks.cpp)
  void take(const Start& start);
  void take(const Received& received);
  void take(const LinkChanged& link);
  void take(const TimerFired&) { timer_at_ms_ = 0; }  // however early it came: another is set
  void take(const WorkChanged& work);
  void take(const Signed& votes);
  void take(const PayloadReady& ready);
  void take(const PayloadMissing& missing);
  void take(const PayloadJudged& judged);
  void take(const BlockArrived& arrived);
  void take(const ChainExtended& extended);

  // -- messages
  void hear(std::uint32_t peer, const Vote& vote);
  void hear(std::uint32_t peer, const Proposal& proposal);
  void hear(std::uint32_t peer, const CertificateNotice& notice);
  void hear(std::uint32_t peer, const Status& status);
  void hear(std::uint32_t peer, const CertificateRequest& request);
  void hear(std::uint32_t peer, const CertificateAnswer& answer);
  void hear(std::uint32_t peer, const Evidence& evidence);

  // -- after every input: whatever became possible or due
  void settle();
  void act_in_view();
  void run_clock();
  std::uint64_t next_wake() const;

  // -- time, peers (replica.cpp)
  bool work() const;
  bool tail_is_old() const;
  bool is_active(std::uint32_t peer) const;
  bool leader_is_inactive() const;
  void help(std::uint32_t peer, std::uint64_t its_view, std::uint64_t its_final_view);
  void greet(std::uint32_t peer);
  void resend_in_view();
  void resend_tail();
  void leave_abstention();
  Status status() const;

  // -- votes and certificates (replica_votes.cpp)
  View& at(std::uint64_t view) { return views_[view]; }
  const View* find(std::uint64_t view) const;
  bool learn(const Certificate& certificate, std::optional<std::uint32_t> from);
  void store(const Certificate& certificate);
  void enter(std::uint64_t view);
  bool try_certify(VoteKind kind, std::uint64_t view, const Digest& block);
  void note_contradiction(const Vote& first, const Vote& second, bool second_holds);
  bool say(VoteKind kind, std::uint64_t view, const Digest& block);
  Sign& append_for(const Sign& wish);
  void nullify(const char* why);
  void try_finalize(std::uint64_t view);
  const Certificate* entry_certificate() const;

  // -- blocks (replica_blocks.cpp)
  bool frame_holds(const Header& header) const;
  bool fits_parent(const TreeBlock& block, const char** why) const;
  bool is_justified(TreeBlock& block);
  void certified(const Digest& block, std::uint64_t view);
  void want_parent_of(const TreeBlock& block);
  void want_certified_blocks();
  void judge_ready();
  void try_commit();
  void commit(const TreeBlock& last, const Certificate& certificate);
  void note_tail();
  void start_tail();
  void diverge(const TreeBlock& block);
  void advance_final(const LastFinal& final);
  void try_propose();
  void request_certificates(std::optional<std::uint32_t> peer, std::vector<CertificateName> wanted);
  std::optional<Proposal> proposal_of(std::uint64_t view) const;
  std::vector<std::uint32_t> holders_of(const TreeBlock& block) const;
  bool is_out_of_reach(const TreeBlock& target) const;
  bool is_behind() const;

  void send(std::uint32_t peer, Message message);
  void broadcast(Message message);
  template <class What>
  void report(What what) {
    reports_.push_back(Report{std::move(what)});
  }

  Settings settings_;
  Digest committee_hash_;
  Electorate electorate_;
  LeaderOrder order_;
  Safety safety_;

  bool started_ = false;
  bool halted_ = false;
  std::uint64_t now_ms_ = 0;

  std::uint64_t view_ = 1;
  ViewClock clock_;
  LastFinal final_;
  std::map<std::uint64_t, View> views_;  // above the last final view
  BlockTree tree_;
  WantedBlocks wanted_;
  EvidenceDesk evidence_;
  std::vector<Peer> peers_;

  bool has_work_ = false;
  bool wanted_by_others_ = false;     // in this view somebody voted NULLIFY or the leader proposed
  std::uint64_t building_view_ = 0;   // the executor builds for this view
  std::uint64_t nothing_view_ = 0;    // it found nothing to propose in this view
  std::uint64_t leader_gave_up_view_ = 0;

  // What the log holds, beside what safety_ knows.
  std::uint64_t logged_certificate_view_ = 0;  // highest view of any certificate
  std::uint64_t logged_final_view_ = 0;        // highest view of a finalize certificate

  // Lost log (7.5).
  bool abstaining_ = false;
  bool abstention_unlogged_ = false;

  // Unfinalized tail (R9): since when there is one without progress.
  static constexpr std::uint64_t tail_age_ms = 1'000;
  std::optional<std::uint64_t> tail_since_ms_;
  std::uint64_t tail_resend_ms_ = 0;
  std::uint64_t tail_pause_ms_ = 0;

  std::uint64_t status_at_ms_ = 0;
  std::optional<std::uint64_t> relay_at_ms_;
  std::uint64_t request_at_ms_ = 0;     // certificates missing for a proposal or a parent
  std::uint64_t need_blocks_ms_ = 0;    // next time NeedBlocks may be said
  std::optional<std::uint64_t> parent_wait_ms_;  // until when the leader waits for its parent's body
  std::uint64_t timer_at_ms_ = 0;       // 0: none set

  std::uint64_t judge_at_ms_ = ~std::uint64_t{0};  // next time a block is given to the executor again
  bool judge_again_ = false;            // something changed that may let a block be judged
  bool commit_again_ = false;

  // Effects of the step under way, in the order they are performed.
  std::vector<Effect> sends_;
  std::vector<Sign> signs_;
  std::vector<Effect> commits_;
  std::vector<Effect> asks_;
  std::vector<Effect> reports_;
};

}  // namespace allonge::consensus
