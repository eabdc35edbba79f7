#include "tests/model/trust_model.h"

#include <algorithm>

namespace allonge::test {

namespace {

const std::map<std::string, std::uint32_t> longest_days{{"LegalEntityKyc", 366}, {"SupplierQualification", 732}};
// Who may issue a type, the higher class first.
const std::map<std::string, std::vector<std::string>> classes{{"LegalEntityKyc", {"bank", "kyc_provider"}},
                                                              {"SupplierQualification", {"core_enterprise"}}};

std::size_t place_of_class(const std::string& type, const std::string& name) {
  const auto& list = classes.at(type);
  return std::size_t(std::find(list.begin(), list.end(), name) - list.begin());
}

std::uint64_t seconds(Time time) { return time.ms / 1000; }

}  // namespace

void TrustModel::council(const std::string& name, const std::vector<std::string>& types, Time since) {
  authorities_[name] = {{{since, Right::active, {"council", "", "", 0, 3}}}, {}, types};
}

void TrustModel::authority(const std::string& name, const Terms& terms, Time since) {
  authorities_[name] = {{{since, Right::active, terms}}, {}, {}};
}

const TrustModel::Chapter* TrustModel::chapter_at(const std::string& who, Time moment) const {
  const auto found = authorities_.find(who);
  if (found == authorities_.end() || (found->second.stolen && *found->second.stolen <= moment)) return nullptr;
  const Chapter* last = nullptr;
  for (const Chapter& chapter : found->second.chapters)
    if (chapter.since <= moment) last = &chapter;
  return last != nullptr && last->right == Right::active ? last : nullptr;
}

bool TrustModel::grants(const std::string& who, const std::string& type, Time moment) const {
  const Chapter* const chapter = chapter_at(who, moment);
  if (chapter == nullptr) return false;
  const auto& all = authorities_.at(who).all_types;
  return chapter->terms.type == type || std::find(all.begin(), all.end(), type) != all.end();
}

std::uint32_t TrustModel::life_of(const Authority& authority, const Terms& terms, const std::string& type) {
  return authority.all_types.empty() ? terms.life_days : longest_days.at(type);
}

// The issuer and everybody above it, each at that moment.
bool TrustModel::may_issue(const Paper& paper, Time moment) const {
  const std::uint64_t days = 86'400'000;
  std::string who = paper.issuer;
  for (std::uint32_t below = 0; below <= 3; ++below) {
    const Chapter* const chapter = chapter_at(who, moment);
    if (chapter == nullptr || !grants(who, paper.type, moment)) return false;
    if (below == 0 && place_of_class(paper.type, chapter->terms.authority_class) == classes.at(paper.type).size()) return false;
    if (paper.until.ms - paper.from.ms > life_of(authorities_.at(who), chapter->terms, paper.type) * days || chapter->terms.depth < below) return false;
    if (chapter->terms.parent.empty()) return true;
    who = chapter->terms.parent;
  }
  return false;
}

bool TrustModel::exceeds(const Terms& child) const {
  const Authority& above = authorities_.at(child.parent);
  const Terms& parent = above.chapters.back().terms;
  const bool has_type = parent.type == child.type ||
                        std::find(above.all_types.begin(), above.all_types.end(), child.type) != above.all_types.end();
  const auto known = classes.at(child.type).size();
  const std::size_t its = place_of_class(child.type, child.authority_class);
  const std::size_t parents = place_of_class(child.type, parent.authority_class);
  const bool is_above = its < known && parents < known && its < parents;
  return !has_type || child.depth >= parent.depth || child.life_days > life_of(above, parent, child.type) || is_above;
}

TrustModel::Answer TrustModel::say_over(const std::string& by, const std::string& parent, bool may_step_in, Time now) const {
  if (parent.empty()) return by == "operator" ? Answer() : Answer(Reason::role_forbidden);
  const bool orphan = !is_active(parent, now);
  if (orphan && may_step_in && by == "operator") return {};
  if (by != parent) return Reason::not_your_part;
  return orphan ? Answer(Reason::issuer_not_authorised) : Answer();
}

TrustModel::Answer TrustModel::grant(const std::string& by, const std::string& who, const Terms& terms, Time now) {
  const auto known = authorities_.find(who);
  Right right = Right::active;
  if (known != authorities_.end()) {
    const Chapter& last = known->second.chapters.back();
    if (last.terms.parent != terms.parent) return Reason::not_your_part;
    if (last.right == Right::withdrawn) return Reason::wrong_state;
    right = last.right;
  }
  if (const Answer no = say_over(by, terms.parent, false, now)) return no;
  if (exceeds(terms)) return Reason::authority_exceeded;
  authorities_[who].chapters.push_back({now, right, terms});
  return {};
}

TrustModel::Answer TrustModel::stop(const std::string& by, const std::string& who, Time now) {
  const auto known = authorities_.find(who);
  if (known == authorities_.end()) return Reason::not_found;
  Chapter next = known->second.chapters.back();
  if (next.right != Right::active) return Reason::wrong_state;
  if (const Answer no = say_over(by, next.terms.parent, true, now)) return no;
  next.since = now;
  next.right = Right::suspended;
  known->second.chapters.push_back(next);
  return {};
}

TrustModel::Answer TrustModel::resume(const std::string& by, const std::string& who, Time now) {
  const auto known = authorities_.find(who);
  if (known == authorities_.end()) return Reason::not_found;
  Chapter next = known->second.chapters.back();
  if (next.right != Right::suspended) return Reason::wrong_state;
  if (const Answer no = say_over(by, next.terms.parent, false, now)) return no;
  if (!next.terms.parent.empty() && exceeds(next.terms)) return Reason::authority_exceeded;
  next.since = now;
  next.right = Right::active;
  known->second.chapters.push_back(next);
  return {};
}

TrustModel::Answer TrustModel::withdraw(const std::string& by, const std::string& who,
                                        std::optional<Time> compromised_since, Time now) {
  const auto known = authorities_.find(who);
  if (known == authorities_.end()) return Reason::not_found;
  Authority& authority = known->second;
  Chapter next = authority.chapters.back();
  if (const Answer no = say_over(by, next.terms.parent, true, now)) return no;
  if (next.right == Right::withdrawn) {
    const bool is_news = compromised_since && (!authority.stolen || *compromised_since < *authority.stolen);
    if (!is_news) return Reason::wrong_state;
  }
  next.since = now;
  next.right = Right::withdrawn;
  authority.chapters.push_back(next);
  authority.stolen = compromised_since;
  return {};
}

bool TrustModel::is_suspended(std::size_t paper, Time now) const {
  const Paper& it = papers_[paper];
  return !it.revoked && it.stop && !(it.stop->until && *it.stop->until <= now);
}

bool TrustModel::is_parent_of_issuer(const Paper& paper, const std::string& by) const {
  const std::string& parent = authorities_.at(paper.issuer).chapters.back().terms.parent;
  return by == (parent.empty() ? "operator" : parent);
}

TrustModel::Answer TrustModel::issue(const std::string& by, const Paper& paper, std::optional<std::size_t> supersedes,
                                     Time now) {
  if (seconds(now) > seconds(paper.until)) return Reason::cred_expired;
  if (paper.until.ms - paper.from.ms > longest_days.at(paper.type) * std::uint64_t(86'400'000)) return Reason::issuer_not_authorised;
  if (!may_issue(paper, paper.created) || !may_issue(paper, now)) return Reason::issuer_not_authorised;
  for (std::size_t i = 0; i < papers_.size(); ++i) {
    const Paper& other = papers_[i];
    if (other.issuer == paper.issuer && other.subject == paper.subject && other.type == paper.type &&
        is_suspended(i, now) && other.stop->by != paper.issuer)
      return Reason::cred_suspended;
  }
  if (by != paper.issuer) return Reason::holder_mismatch;
  if (supersedes) {
    Paper& old = papers_[*supersedes];
    if (old.issuer != paper.issuer) return Reason::not_your_part;
    if (old.type != paper.type || old.subject != paper.subject || old.revoked) return Reason::wrong_state;
    old.revoked = true;
    old.stop.reset();
  }
  papers_.push_back(paper);
  return {};
}

TrustModel::Answer TrustModel::suspend(const std::string& by, std::size_t number, std::optional<Time> until, Time now) {
  Paper& paper = papers_[number];
  if (paper.revoked) return Reason::wrong_state;
  const bool is_above = is_parent_of_issuer(paper, by) || by == "regulator";
  const bool already = is_suspended(number, now);
  if (!is_above && (already || by != paper.issuer)) return Reason::not_your_part;
  if (until && *until <= now) return Reason::out_of_range;
  Paper::Stop next{by, by == "regulator" && by != paper.issuer, until};
  if (already) {  // taken over: the later end, and what is the regulator's stays the regulator's
    const Paper::Stop& old = *paper.stop;
    next.until = old.until && until ? std::optional(std::max(*old.until, *until)) : std::nullopt;
    if (old.by_regulator) next.by = old.by;
    next.by_regulator = next.by_regulator || old.by_regulator;
  }
  paper.stop = next;
  return {};
}

TrustModel::Answer TrustModel::lift(const std::string& by, std::size_t number, Time now) {
  if (!is_suspended(number, now)) return Reason::wrong_state;
  if (papers_[number].stop->by != by) return Reason::not_your_part;
  papers_[number].stop.reset();
  return {};
}

TrustModel::Answer TrustModel::revoke(const std::string& by, std::size_t number, Time) {
  Paper& paper = papers_[number];
  if (paper.revoked) return Reason::wrong_state;
  if (by != paper.issuer && !is_parent_of_issuer(paper, by)) return Reason::not_your_part;
  paper.revoked = true;
  paper.stop.reset();
  return {};
}

TrustModel::Answer TrustModel::standing(std::size_t number, bool issuer_must_be_current, Time now) const {
  const Paper& paper = papers_[number];
  if (seconds(now) < seconds(paper.from)) return Reason::cred_not_yet;
  if (seconds(now) > seconds(paper.until)) return Reason::cred_expired;
  if (!may_issue(paper, paper.created)) return Reason::issuer_not_authorised;
  if (issuer_must_be_current && !may_issue(paper, now)) return Reason::issuer_not_authorised;
  if (is_suspended(number, now)) return Reason::cred_suspended;
  return paper.revoked ? Answer(Reason::cred_revoked) : Answer();
}

}  // namespace allonge::test
