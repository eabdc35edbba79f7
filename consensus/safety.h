// The vote guard: may this be signed? (consensus.md 5.1 and 5.2.) It is the only code that decides,
// and what it remembers is the only thing that must survive a crash. The replica asks it before it
// wishes for a signature; the key keeper asks its own, rebuilt from the log, before it uses the key.
// Both are this class, so a bug in the replica alone cannot make a validator contradict itself.
//
// For each view above the floor it knows what was signed. Rules, in this order:
//
//   below_floor      nothing in a view at or below the last final one, or one abstained from; after a
//                      restart also that of the highest finalize certificate in the log
//   (the very same statement again is always allowed: it is sent again)
//   other_vote       one statement of each kind in a view
//   nullified        no NOTARIZE and no FINALIZE in a view that was nullified
//   finalized        no NULLIFY in a view in which FINALIZE was signed
//   not_entered      NOTARIZE, NULLIFY: only in the current view, and the certificate that let us into
//   view_left          it is in the log, or in the same append
//   body_not_kept    NOTARIZE, FINALIZE: header and body of the block are in the log or the same append
//   not_notarized    FINALIZE: so is a notarize certificate for exactly this view and block
//
// Why the entry certificate: without it a power cut of all can leave nobody able to show how the
// votes' view was reached, and the chain halts for ever (consensus.md 1.8a).
#pragma once

#include "consensus/electorate.h"
#include "consensus/events.h"

namespace allonge::consensus {

enum class Objection : std::uint8_t {
  none,
  below_floor,
  other_vote,
  nullified,
  finalized,
  not_entered,
  view_left,
  body_not_kept,
  not_notarized,
  bad_record,  // a certificate that does not hold, or a block whose hash is another
};
std::string_view sentence_of(Objection objection);

class Safety {
 public:
  // With an electorate, certificates in records are verified signature by signature; the replica,
  // which verified them when they came, passes none.
  explicit Safety(const Electorate* electorate = nullptr) : electorate_(electorate) {}

  // Takes in what the log holds, in any order, and the floor. After recall() the guard is as strict
  // as it was before the crash.
  void recall(const Recovered& recovered);

  // The first objection to an append of these records and statements, all or nothing; const.
  Objection object_to(const Sign& sign) const;
  // Remembers them. REQUIRES: object_to() said none.
  void record(const Sign& sign);

  // The view of the last final block, durable; never moves back. What was known below is dropped.
  void raise_floor(std::uint64_t view);
  void abstain_through(std::uint64_t view);

  std::uint64_t floor() const { return floor_; }
  std::uint64_t abstained_through() const { return abstained_through_; }
  // The view in which NOTARIZE and NULLIFY may be signed, going by what is recorded.
  std::uint64_t entered_view() const { return entered_view_; }
  bool has_signed(const Statement& statement) const;
  bool has_signed(VoteKind kind, std::uint64_t view) const;
  bool keeps(const Digest& block) const { return kept_.contains(block); }
  bool holds_certificate(VoteKind kind, std::uint64_t view) const;

 private:
  struct View {
    std::optional<Digest> notarized, finalized;
    bool nullified = false;
    std::optional<Digest> notarization;  // block of the notarize certificate in the log
    bool nullification = false;
    bool finalization = false;
  };

  Objection object_to(const Statement& statement) const;
  const View* find(std::uint64_t view) const;
  void take(const Certificate& certificate);
  void take(const Statement& statement);
  void take_block(const Digest& hash, std::uint64_t view);

  const Electorate* electorate_;
  std::uint64_t floor_ = 0;
  std::uint64_t abstained_through_ = 0;
  std::uint64_t entered_view_ = 1;
  std::map<std::uint64_t, View> views_;        // above the floor
  std::map<Digest, std::uint64_t> kept_;       // block -> its view, above the floor
};

}  // namespace allonge::consensus
