// The slow registry: who may vouch, what was vouched for, and what it is worth, worked out anew from everything
// that ever happened. It knows nothing of records and keys; a walk compares it with the real contracts.
// Every act answers the reason that the ledger should give, nothing where it should be done, and then has
// happened here too.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contracts/credential/authority.h"
#include "contracts/credential/cause.h"
#include "ledger/reason.h"

namespace allonge::test {

class TrustModel {
 public:
  using Answer = std::optional<Reason>;

  enum class Right { active, suspended, withdrawn };
  // What one authority was allowed from a moment on. Terms of one type, everywhere.
  struct Terms {
    std::string authority_class, parent, type;
    std::uint32_t life_days = 0, depth = 0;
  };
  struct Chapter {
    Time since;
    Right right = Right::active;
    Terms terms;
  };
  struct Paper {
    std::string issuer, subject, type;
    Time from, until, created;
    bool revoked = false;
    struct Stop {
      std::string by;
      bool by_regulator = false;
      std::optional<Time> until;
    };
    std::optional<Stop> stop;
  };

  // The council's root with every type, for ever.
  void council(const std::string& name, const std::vector<std::string>& types, Time since);
  void authority(const std::string& name, const Terms& terms, Time since);  // of genesis

  Answer grant(const std::string& by, const std::string& who, const Terms& terms, Time now);
  Answer stop(const std::string& by, const std::string& who, Time now);
  Answer resume(const std::string& by, const std::string& who, Time now);
  Answer withdraw(const std::string& by, const std::string& who, std::optional<Time> compromised_since, Time now);

  // `by` brings it; the paper's place among all is its number.
  Answer issue(const std::string& by, const Paper& paper, std::optional<std::size_t> supersedes, Time now);
  Answer suspend(const std::string& by, std::size_t paper, std::optional<Time> until, Time now);
  Answer lift(const std::string& by, std::size_t paper, Time now);
  Answer revoke(const std::string& by, std::size_t paper, Time now);

  // What a gate would be told of it; nothing: it stands.
  Answer standing(std::size_t paper, bool issuer_must_be_current, Time now) const;
  const std::vector<Paper>& papers() const { return papers_; }
  bool is_suspended(std::size_t paper, Time now) const;
  bool grants(const std::string& who, const std::string& type, Time moment) const;  // whether its own right holds then

 private:
  struct Authority {
    std::vector<Chapter> chapters;
    std::optional<Time> stolen;  // since when nothing of it counts
    std::vector<std::string> all_types;  // of the council: each for the type's longest life
  };
  static std::uint32_t life_of(const Authority& authority, const Terms& terms, const std::string& type);
  const Chapter* chapter_at(const std::string& who, Time moment) const;  // of an active right
  bool is_active(const std::string& who, Time moment) const { return chapter_at(who, moment) != nullptr; }
  bool may_issue(const Paper& paper, Time moment) const;
  bool exceeds(const Terms& child) const;
  // Whose say it is: nothing when `by` may.
  Answer say_over(const std::string& by, const std::string& parent, bool may_step_in, Time now) const;
  bool is_parent_of_issuer(const Paper& paper, const std::string& by) const;

  std::map<std::string, Authority> authorities_;
  std::vector<Paper> papers_;
};

}  // namespace allonge::test
