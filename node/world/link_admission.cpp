#include "node/world/link_admission.h"

#include <algorithm>
#include <tuple>

namespace allonge::node {

namespace {

// Accepted and not up yet. Whoever comes when all places are taken gets the place of the one that has
// proved least for longest; one host alone cannot take them all.
constexpr std::size_t half_open_limit = 64;
constexpr std::size_t half_open_of_a_host = 32;

}  // namespace

std::string host_of(const asio::ip::address& address) {
  if (!address.is_v6()) return address.to_string();
  auto bytes = address.to_v6().to_bytes();
  if (address.to_v6().is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return asio::ip::address_v6(bytes).to_string() + "/64";
}

bool LinkAdmission::Allowance::take(std::uint64_t now_ms) {
  tokens_milli = std::min<std::uint64_t>(accepts_burst * 1'000, tokens_at(now_ms));
  at_ms = now_ms;
  if (tokens_milli < 1'000) return false;
  tokens_milli -= 1'000;
  return true;
}

bool LinkAdmission::may_enter(const std::string& host, bool is_of_a_member, std::uint64_t now_ms) {
  const bool own = allowances_.contains(host) || allowances_.size() < hosts_limit || is_of_a_member;
  return (own ? allowances_[host] : shared_).take(now_ms);
}

void LinkAdmission::forget_the_quiet(std::uint64_t now_ms) {
  std::erase_if(allowances_, [&](const auto& one) { return one.second.tokens_at(now_ms) >= accepts_burst * 1'000; });
}

// Strangers before the hosts of members, silent ones before those in their handshake, the oldest first.
// Whoever has shown a member's key goes last: of each member there is one (PeerLinks, link_known).
std::shared_ptr<Link> LinkAdmission::in_the_way_of(const std::string& host, const Links& links,
                                                   const std::function<bool(const std::string& host)>& is_of_a_member) {
  std::vector<std::shared_ptr<Link>> all, of_host;
  for (const auto& link : links) {
    if (!link->is_half_open()) continue;
    all.push_back(link);
    if (link->host() == host) of_host.push_back(link);
  }
  const bool host_is_full = of_host.size() >= half_open_of_a_host;
  if (!host_is_full && all.size() < half_open_limit) return nullptr;
  const auto& some = host_is_full ? of_host : all;
  const auto rank = [&](const std::shared_ptr<Link>& link) {
    return std::tuple(link->place().has_value(), is_of_a_member(link->host()), !link->is_silent(), link->begun_ms());
  };
  return *std::min_element(some.begin(), some.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

}  // namespace allonge::node
