// node_status, node_peers: how this node is doing.
#pragma once

#include "api/method.h"
#include "contracts/testnet/calendar.h"

namespace allonge::api {

struct NodeStatusReply {
  std::string node;
  std::string network;
  NetworkKind kind = NetworkKind::test;
  Digest chain;
  std::string version;
  std::uint64_t height = 0;
  std::uint64_t view = 0;
  std::uint64_t block_age_ms = 0;
  Time time;
  Date business_date;
  bool syncing = false;
  std::uint64_t pool_transactions = 0;
  std::uint64_t nullified_views = 0;
  std::uint32_t quorum_have = 0;
  std::uint32_t quorum_need = 0;
  bool voting = false;

  static constexpr auto fields() {
    using T = NodeStatusReply;
    return std::tuple{Field{1, "node", &T::node, "name of the validator", 40},
                      Field{2, "network", &T::network, "name of the network", 40},
                      Field{3, "kind", &T::kind, "test or production"},
                      Field{4, "chain", &T::chain, "genesis hash"},
                      Field{5, "version", &T::version, "of the program", 40},
                      Field{6, "height", &T::height, "of the last final block"},
                      Field{7, "view", &T::view, "view in which consensus is now"},
                      Field{8, "block_age_ms", &T::block_age_ms, "since the last final block"},
                      Field{9, "time", &T::time, "the ledger's time now"},
                      Field{10, "business_date", &T::business_date, "its day in the profiles' zone"},
                      Field{11, "syncing", &T::syncing, "whether the node is catching up"},
                      Field{12, "pool_transactions", &T::pool_transactions, "checked transactions that wait"},
                      Field{13, "nullified_views", &T::nullified_views, "views without a block so far"},
                      Field{14, "quorum_have", &T::quorum_have, "validators that say they sign, as heard within 10 s; this one if it does"},
                      Field{15, "quorum_need", &T::quorum_need, "validators a block needs"},
                      Field{16, "voting", &T::voting, "whether this validator signs votes now; not while it abstains or catches up"}};
  }
};

struct NodeStatusMethod {
  static constexpr MethodCard card{"node_status", "How this node is doing: chain, height, quorum, pool.", Scope::read_public, 1};
  struct Params {
    static constexpr auto fields() { return std::tuple{}; }
  };
  using Reply = NodeStatusReply;
  static constexpr auto& reasons = no_reasons;
  static constexpr Example example{
      "{}",
      R"({"node":"taihe","network":"demo","kind":"test","chain":"8d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d78d1102fe5a90c3d7","version":"0.1.0","height":12371,"view":12380,"block_age_ms":640,"time":"2027-03-02T02:14:07.112Z","business_date":"2027-03-02","syncing":false,"pool_transactions":0,"nullified_views":3,"quorum_have":4,"quorum_need":3,"voting":true})"};
};
Result<NodeStatusReply> answer(const NodeStatusMethod::Params& params, Call& call);

struct PeerReply {
  std::string name;
  bool up = false;
  std::uint64_t height = 0;
  std::uint64_t behind = 0;
  std::uint64_t heard_ms = 0;
  bool voting = false;
  static constexpr auto fields() {
    using T = PeerReply;
    return std::tuple{Field{1, "name", &T::name, "of the validator", 40},
                      Field{2, "up", &T::up, "whether the link stands"},
                      Field{3, "height", &T::height, "last final height it reported"},
                      Field{4, "behind", &T::behind, "blocks it is behind this node"},
                      Field{5, "heard_ms", &T::heard_ms, "since its last message"},
                      Field{6, "voting", &T::voting, "whether it says that it signs, and is not far behind"}};
  }
};
struct NodePeersReply {
  std::vector<PeerReply> peers;
  static constexpr auto fields() {
    return std::tuple{Field{1, "peers", &NodePeersReply::peers, "the other validators", 100}};
  }
};

struct NodePeers {
  static constexpr MethodCard card{"node_peers", "The other validators as this node sees them.", Scope::admin, 1};
  struct Params {
    static constexpr auto fields() { return std::tuple{}; }
  };
  using Reply = NodePeersReply;
  static constexpr auto& reasons = no_reasons;
  static constexpr Example example{
      "{}", R"({"peers":[{"name":"jianghai","up":true,"height":12371,"behind":0,"heard_ms":12,"voting":true}]})"};
};
Result<NodePeersReply> answer(const NodePeers::Params& params, Call& call);

}  // namespace allonge::api
