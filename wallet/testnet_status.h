// How the validators of a test network are doing, each in its own words: who signs, who only answers, and
// whether those who sign are enough for a block.
#pragma once

#include "wallet/session.h"
#include "wallet/testnet_nodes.h"

namespace allonge::wallet {

struct NodeLine {
  std::string node;
  std::string rpc;
  std::uint32_t p2p = 0;
  std::uint32_t metrics = 0;
  std::optional<std::uint64_t> height;  // absent: it does not answer
  std::string state;
  static constexpr auto fields() {
    using T = NodeLine;
    return std::tuple{Field{1, "node", &T::node, "validator", 32},  Field{2, "rpc", &T::rpc, "its address for wallets", 80},
                      Field{3, "p2p", &T::p2p, "port for validators"}, Field{4, "metrics", &T::metrics, "port for Prometheus"},
                      Field{5, "height", &T::height, "last final block; absent where it does not answer"},
                      Field{6, "state", &T::state, "signing, waiting, catching up, silent, down", 20}};
  }
};
struct TestnetStatus {
  std::vector<NodeLine> nodes;
  std::uint32_t up = 0;
  std::uint32_t needed = 0;
  std::uint64_t height = 0;
  std::uint64_t block_age_ms = 0;
  Date business_date;
  std::uint32_t signing = 0;
  static constexpr auto fields() {
    using T = TestnetStatus;
    return std::tuple{Field{1, "nodes", &T::nodes, "validators", 100},       Field{2, "up", &T::up, "validators that answer"},
                      Field{3, "needed", &T::needed, "validators that must sign a block"}, Field{4, "height", &T::height, "last final block"},
                      Field{5, "block_age_ms", &T::block_age_ms, "its age"},      Field{6, "business_date", &T::business_date, "of the calendar"},
                      Field{7, "signing", &T::signing, "validators that sign"}};
  }
  bool has_quorum() const { return signing >= needed; }
};

TestnetStatus look(const TestnetFolder& folder, const TestnetFile& file);

std::string table_of(const TestnetStatus& status, bool plain);
// One line, with what is missing where there is no quorum.
std::string quorum_line(const Session& session, const TestnetStatus& status);
// NO_QUORUM with what is missing, and what to do about it.
Result<void> need_quorum(const TestnetStatus& status);
// Until enough sign, or time is up: NO_QUORUM.
Result<TestnetStatus> wait_for_quorum(const TestnetFolder& folder, const TestnetFile& file, std::uint64_t timeout_ms);

}  // namespace allonge::wallet
