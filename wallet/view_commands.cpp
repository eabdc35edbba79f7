// What everyday questions need more than a method's plain answer for: the health of a node in one
// line, the picture of a certificate's ranges, its partition as lines.
#include "wallet/columns.h"
#include "wallet/command.h"

namespace allonge::wallet {

namespace {

Result<Exit> node_health(Session& session, const FlagValues&) {
  TRY(const api::NodeStatusReply facts, session.status());
  if (session.settings.json) {
    session.print("{\"v\":1,\"data\":" + api::to_json(facts) + "}\n");
    return Exit::done;
  }
  const bool healthy = !facts.syncing && facts.quorum_have >= facts.quorum_need;
  const Terminal& terminal = session.terminal;
  session.print(healthy ? terminal.paint(Colour::green, terminal.symbols().done) + " healthy: "
                        : terminal.paint(Colour::red, terminal.symbols().refused) + " not healthy: ");
  session.print(std::to_string(facts.quorum_have) + " validators answer (needs " + std::to_string(facts.quorum_need) + "), height " +
                std::to_string(facts.height) + ", last block " + std::to_string(facts.block_age_ms) + " ms ago" +
                (facts.syncing ? ", catching up" : "") + "\n");
  session.print(name_value_lines({{"node", facts.node + " at " + (*session.client())->endpoint().text()},
                                  {"network", facts.network + (facts.kind == NetworkKind::test ? " (TEST)" : "")},
                                  {"chain", facts.chain.hex()},
                                  {"business date", facts.business_date.text()},
                                  {"version", facts.version}}, 2));
  return healthy ? Exit::done : Exit::unreachable;
}

}  // namespace

void add_view_commands(Commands& commands) {
  add(commands, {"", "status", "How the node is doing; exit 8 when it cannot go on.", "", {}, node_health});
}

}  // namespace allonge::wallet
