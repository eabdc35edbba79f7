#include "wallet/testnet_status.h"

#include "wallet/columns.h"
#include "wallet/show.h"

namespace allonge::wallet {

namespace {

// A validator that abstains says so itself: without its log it may have voted already, and waits until it
// cannot contradict that (consensus.md 7.5).
std::string state_of(const api::NodeStatusReply& status) {
  if (status.syncing) return "catching up";
  return status.voting ? "signing" : "waiting";
}

// "dongfang is down, regulator is waiting"
std::string missing_ones(const TestnetStatus& status) {
  std::string out;
  for (const NodeLine& line : status.nodes)
    if (line.state != "signing") out += (out.empty() ? "" : ", ") + line.node + " is " + line.state;
  return out;
}

std::string count_text(const TestnetStatus& status) {
  return std::to_string(status.signing) + " of " + std::to_string(status.nodes.size()) + " signing, needs " + std::to_string(status.needed);
}

}  // namespace

TestnetStatus look(const TestnetFolder& folder, const TestnetFile& file) {
  TestnetStatus out;
  out.needed = quorum_of(std::uint32_t(file.nodes.size()));
  for (const TestnetNode& node : file.nodes) {
    NodeLine line{node.name, node.url(), node.peer_port, node.metrics_port, std::nullopt, "down"};
    if (folder.running(node.name)) {
      const auto status = node_status(node, 2'000);
      line.state = status ? state_of(*status) : "silent";
      if (status) {
        ++out.up;
        out.signing += line.state == "signing" ? 1 : 0;
        line.height = status->height;
        if (status->height >= out.height) {
          out.height = status->height;
          out.block_age_ms = status->block_age_ms;
          out.business_date = status->business_date;
        }
      }
    }
    out.nodes.push_back(line);
  }
  return out;
}

std::string table_of(const TestnetStatus& status, bool plain) {
  Columns table({"NODE", "RPC", "P2P", "METRICS", "HEIGHT", "STATE"});
  for (const NodeLine& line : status.nodes)
    table.row({line.node, line.rpc, std::to_string(line.p2p), std::to_string(line.metrics),
               line.height ? std::to_string(*line.height) : "-", line.state});
  return plain ? table.tab_separated() : table.text(2);
}

std::string quorum_line(const Session& session, const TestnetStatus& status) {
  const Terminal& terminal = session.terminal;
  if (status.has_quorum())
    return terminal.paint(Colour::green, terminal.symbols().done) + " quorum " + std::to_string(status.signing) + " of " +
           std::to_string(status.nodes.size()) + " (needs " + std::to_string(status.needed) + "), height " +
           std::to_string(status.height) + ", last block " + age_text(status.block_age_ms) + " ago, business date " +
           status.business_date.text() + "\n";
  const std::uint32_t more = status.needed - status.signing;
  return terminal.paint(Colour::red, terminal.symbols().refused) + " " + count_text(status) + "; " + std::to_string(more) +
         " more node" + (more == 1 ? " is" : "s are") + " required: " + missing_ones(status) +
         (status.up > 0 ? "; last block " + age_text(status.block_age_ms) + " ago" : "") + "\n";
}

Result<void> need_quorum(const TestnetStatus& status) {
  if (status.has_quorum()) return done();
  bool is_one_down = false;
  for (const NodeLine& line : status.nodes) is_one_down = is_one_down || line.state == "down";
  return Refusal{Reason::no_quorum, count_text(status) + ": " + missing_ones(status) +
                                        (is_one_down ? "\nallonge testnet up starts what is down" : "\nwhat waits or catches up signs again by itself")};
}

Result<TestnetStatus> wait_for_quorum(const TestnetFolder& folder, const TestnetFile& file, std::uint64_t timeout_ms) {
  const std::uint64_t start = steady_ms();
  while (true) {
    TestnetStatus out = look(folder, file);
    if (out.has_quorum()) return out;
    if (steady_ms() - start > timeout_ms) return need_quorum(out).error();
    sleep_ms(100);
  }
}

}  // namespace allonge::wallet
