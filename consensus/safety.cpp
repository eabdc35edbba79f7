#include "consensus/safety.h"

namespace allonge::consensus {

std::string_view sentence_of(Objection objection) {
  switch (objection) {
    case Objection::none: return "nothing speaks against it";
    case Objection::below_floor: return "the view is final, or abstained from";
    case Objection::other_vote: return "another vote of this kind was signed in this view";
    case Objection::nullified: return "the view was nullified";
    case Objection::finalized: return "a finalize vote was signed in this view";
    case Objection::not_entered: return "the certificate that lets us into the view is not in the log";
    case Objection::view_left: return "the view was left";
    case Objection::body_not_kept: return "the block's body is not in the log";
    case Objection::not_notarized: return "no notarize certificate for this block is in the log";
    case Objection::bad_record: return "a record does not hold";
  }
  return "";
}

Objection Safety::object_to(const Sign& sign) const {
  // On a copy that already has the records, because they become durable in the same append.
  Safety after = *this;
  for (const Record& record : sign.records) {
    if (const auto* certificate = std::get_if<Certificate>(&record)) {
      if (electorate_ != nullptr && !electorate_->verify(*certificate)) return Objection::bad_record;
      after.take(*certificate);
    } else if (const auto* block = std::get_if<BlockToKeep>(&record)) {
      if (hash_of(block->header) != block->hash) return Objection::bad_record;
      after.take_block(block->hash, block->header.view);
    } else if (const auto* abstained = std::get_if<AbstainedRecord>(&record)) {
      after.abstain_through(abstained->through_view);
    }
  }
  for (const Statement& statement : sign.statements) {
    const Objection objection = after.object_to(statement);
    if (objection != Objection::none) return objection;
    after.take(statement);
  }
  return Objection::none;
}

Objection Safety::object_to(const Statement& statement) const {
  if (statement.view <= floor_ || statement.view <= abstained_through_) return Objection::below_floor;
  if (has_signed(statement)) return Objection::none;
  if (has_signed(statement.kind, statement.view)) return Objection::other_vote;

  const View* view = find(statement.view);
  const bool nullified = view != nullptr && view->nullified;
  const bool finalized = view != nullptr && view->finalized.has_value();
  if (statement.kind != VoteKind::nullify && nullified) return Objection::nullified;
  if (statement.kind == VoteKind::nullify && finalized) return Objection::finalized;

  if (statement.kind != VoteKind::finalize) {
    if (statement.view > entered_view_) return Objection::not_entered;
    if (statement.view < entered_view_) return Objection::view_left;
  }
  if (statement.kind != VoteKind::nullify && !keeps(statement.block)) return Objection::body_not_kept;
  if (statement.kind == VoteKind::finalize) {
    if (view == nullptr || view->notarization != statement.block) return Objection::not_notarized;
  }
  return Objection::none;
}

void Safety::record(const Sign& sign) {
  for (const Record& record : sign.records) {
    if (const auto* certificate = std::get_if<Certificate>(&record)) take(*certificate);
    if (const auto* block = std::get_if<BlockToKeep>(&record)) take_block(block->hash, block->header.view);
    if (const auto* abstained = std::get_if<AbstainedRecord>(&record)) abstain_through(abstained->through_view);
  }
  for (const Statement& statement : sign.statements) take(statement);
}

void Safety::recall(const Recovered& recovered) {
  raise_floor(recovered.last_final.view);
  abstain_through(recovered.abstained_through);
  // What is final is voted for no more, even where the blocks themselves were lost: segments whose views
  // are final were recycled, and with them what was said there.
  for (const Certificate& certificate : recovered.certificates) {
    take(certificate);
    if (certificate.kind == VoteKind::finalize) abstain_through(certificate.view);
  }
  for (const RecoveredBlock& block : recovered.blocks) take_block(hash_of(block.header), block.header.view);
  for (const Statement& statement : recovered.votes) take(statement);
}

void Safety::raise_floor(std::uint64_t view) {
  if (view <= floor_) return;
  floor_ = view;
  entered_view_ = std::max(entered_view_, view + 1);
  views_.erase(views_.begin(), views_.upper_bound(view));
  std::erase_if(kept_, [view](const auto& entry) { return entry.second <= view; });
}

void Safety::abstain_through(std::uint64_t view) { abstained_through_ = std::max(abstained_through_, view); }

bool Safety::has_signed(const Statement& statement) const {
  const View* view = find(statement.view);
  if (view == nullptr) return false;
  switch (statement.kind) {
    case VoteKind::notarize: return view->notarized == statement.block;
    case VoteKind::nullify: return view->nullified;
    case VoteKind::finalize: return view->finalized == statement.block;
  }
  return false;
}

bool Safety::has_signed(VoteKind kind, std::uint64_t number) const {
  const View* view = find(number);
  if (view == nullptr) return false;
  switch (kind) {
    case VoteKind::notarize: return view->notarized.has_value();
    case VoteKind::nullify: return view->nullified;
    case VoteKind::finalize: return view->finalized.has_value();
  }
  return false;
}

bool Safety::holds_certificate(VoteKind kind, std::uint64_t number) const {
  const View* view = find(number);
  if (view == nullptr) return false;
  switch (kind) {
    case VoteKind::notarize: return view->notarization.has_value();
    case VoteKind::nullify: return view->nullification;
    case VoteKind::finalize: return view->finalization;
  }
  return false;
}

const Safety::View* Safety::find(std::uint64_t view) const {
  const auto found = views_.find(view);
  return found == views_.end() ? nullptr : &found->second;
}

// A certificate of an old view says nothing new, and views at or below the floor are not kept. The
// first statement of a kind stays: a log with two would be another's, and the first binds.
void Safety::take(const Certificate& certificate) {
  if (certificate.view <= floor_) return;
  entered_view_ = std::max(entered_view_, certificate.view + 1);
  View& view = views_[certificate.view];
  if (certificate.kind == VoteKind::notarize) view.notarization = certificate.block;
  if (certificate.kind == VoteKind::nullify) view.nullification = true;
  if (certificate.kind == VoteKind::finalize) view.finalization = true;
}

void Safety::take(const Statement& statement) {
  if (statement.view <= floor_) return;
  View& view = views_[statement.view];
  if (statement.kind == VoteKind::notarize && !view.notarized) view.notarized = statement.block;
  if (statement.kind == VoteKind::finalize && !view.finalized) view.finalized = statement.block;
  if (statement.kind == VoteKind::nullify) view.nullified = true;
  if (statement.kind != VoteKind::finalize) entered_view_ = std::max(entered_view_, statement.view);
}

void Safety::take_block(const Digest& hash, std::uint64_t view) {
  if (view > floor_) kept_.emplace(hash, view);
}

}  // namespace allonge::consensus
