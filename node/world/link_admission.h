// Which connections of strangers a node takes on. Each host has an allowance, a crowd of hosts shares one
// more; of those that are not up yet few are kept, and whoever has proved least for longest goes.
// Internal to node/world: includes Asio and OpenSSL.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "node/world/link.h"

namespace allonge::node {

// Whom an address stands for when connections are counted. Whoever has one address of IPv6 has its
// whole /64.
std::string host_of(const asio::ip::address& address);

class LinkAdmission {
 public:
  // A crowd of strangers uses up what strangers share, not what a member's host has.
  bool may_enter(const std::string& host, bool is_of_a_member, std::uint64_t now_ms);
  void forget_the_quiet(std::uint64_t now_ms);

  // The link that must make room for another one from `host`; null when there is room.
  using Links = std::set<std::shared_ptr<Link>>;
  static std::shared_ptr<Link> in_the_way_of(const std::string& host, const Links& links,
                                             const std::function<bool(const std::string& host)>& is_of_a_member);

 private:
  // Several validators may stand behind one host, as on a test network: wider than five a second.
  static constexpr std::uint64_t accepts_per_second = 20;
  static constexpr std::uint64_t accepts_burst = 40;
  static constexpr std::size_t hosts_limit = 1'024;  // with an allowance of their own; the others share one

  // How many connections a host may still begin: a bucket of tokens, full at first.
  struct Allowance {
    std::uint64_t tokens_milli = accepts_burst * 1'000;
    std::uint64_t at_ms = 0;
    bool take(std::uint64_t now_ms);
    std::uint64_t tokens_at(std::uint64_t now_ms) const { return tokens_milli + (now_ms - at_ms) * accepts_per_second; }
  };

  std::map<std::string, Allowance> allowances_;  // of hosts that used some of theirs
  Allowance shared_;
};

}  // namespace allonge::node
