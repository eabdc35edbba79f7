// Lets a line through once a minute for each name, so that a peer that tries ten times a second does
// not fill the log. Remembers 256 names; while all of them are fresh, new ones are not let through.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace allonge::node {

class OnceAMinute {
 public:
  static constexpr std::uint64_t minute_ms = 60'000;
  static constexpr std::size_t names_limit = 256;

  bool lets_through(const std::string& name, std::uint64_t now_ms) {
    if (const auto found = told_ms_.find(name); found != told_ms_.end()) {
      if (now_ms - found->second < minute_ms) return false;
      found->second = now_ms;
      return true;
    }
    if (told_ms_.size() >= names_limit) std::erase_if(told_ms_, [&](const auto& one) { return now_ms - one.second >= minute_ms; });
    if (told_ms_.size() >= names_limit) return false;
    told_ms_.emplace(name, now_ms);
    return true;
  }

 private:
  std::map<std::string, std::uint64_t> told_ms_;
};

}  // namespace allonge::node
