// testnet: a consortium on this machine. Demo parties, demo keys, a calendar that can be moved.
#include <signal.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "api/methods/party.h"
#include "wallet/act.h"
#include "wallet/columns.h"
#include "wallet/command.h"
#include "wallet/demo_consortium.h"
#include "wallet/files.h"
#include "wallet/testnet_nodes.h"

namespace allonge::wallet {

namespace {

constexpr const char* demo_date = "2027-03-02";  // a Tuesday (interfaces.md 7)

struct NodeLine {
  std::string node;
  std::string rpc;
  std::uint32_t p2p = 0;
  std::uint32_t metrics = 0;
  std::uint64_t height = 0;
  std::string state;
  static constexpr auto fields() {
    using T = NodeLine;
    return std::tuple{Field{1, "node", &T::node, "validator", 32},  Field{2, "rpc", &T::rpc, "its address for wallets", 80},
                      Field{3, "p2p", &T::p2p, "port for validators"}, Field{4, "metrics", &T::metrics, "port for Prometheus"},
                      Field{5, "height", &T::height, "last final block"}, Field{6, "state", &T::state, "signing, behind, silent, down", 20}};
  }
};
struct StatusReply {
  std::vector<NodeLine> nodes;
  std::uint32_t up = 0;
  std::uint32_t needed = 0;
  std::uint64_t height = 0;
  std::uint64_t block_age_ms = 0;
  Date business_date;
  static constexpr auto fields() {
    using T = StatusReply;
    return std::tuple{Field{1, "nodes", &T::nodes, "validators", 100},       Field{2, "up", &T::up, "validators that answer"},
                      Field{3, "needed", &T::needed, "validators a block needs"}, Field{4, "height", &T::height, "last final block"},
                      Field{5, "block_age_ms", &T::block_age_ms, "its age"},      Field{6, "business_date", &T::business_date, "of the calendar"}};
  }
};

std::string seconds_text(std::uint64_t ms) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", double(ms) / 1000.0);
  return text;
}

StatusReply look(const TestnetFolder& folder, const TestnetFile& file) {
  StatusReply out;
  out.needed = quorum_of(std::uint32_t(file.nodes.size()));
  for (const TestnetNode& node : file.nodes) {
    NodeLine line{node.name, node.url(), node.peer_port, node.metrics_port, 0, "down"};
    if (folder.running(node.name)) {
      const auto status = node_status(node, 2'000);
      line.state = status ? (status->syncing ? "catching up" : "signing") : "silent";
      if (status) {
        ++out.up;
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

std::string table_of(const StatusReply& status, bool plain) {
  Columns table({"NODE", "RPC", "P2P", "METRICS", "HEIGHT", "STATE"});
  for (const NodeLine& line : status.nodes)
    table.row({line.node, line.rpc, std::to_string(line.p2p), std::to_string(line.metrics), std::to_string(line.height), line.state});
  return plain ? table.tab_separated() : table.text(2);
}

std::string quorum_line(const Session& session, const StatusReply& status) {
  const std::size_t all = status.nodes.size();
  const Terminal& terminal = session.terminal;
  if (status.up >= status.needed)
    return terminal.paint(Colour::green, terminal.symbols().done) + " quorum " + std::to_string(status.up) + " of " +
           std::to_string(all) + " (needs " + std::to_string(status.needed) + "), height " + std::to_string(status.height) +
           ", last block " + seconds_text(status.block_age_ms) + " ago, business date " + status.business_date.text() + "\n";
  return terminal.paint(Colour::red, terminal.symbols().refused) + " " + std::to_string(status.up) + " of " + std::to_string(all) +
         " signing, needs " + std::to_string(status.needed) + "; " + std::to_string(status.needed - status.up) +
         " more node" + (status.needed - status.up == 1 ? " is" : "s are") + " required" +
         (status.up > 0 ? "; last block " + seconds_text(status.block_age_ms) + " ago" : "") + "\n";
}

// Demo parties that the ledger does not know yet are admitted by the operator, in one batch.
Result<std::size_t> admit_parties(Session& session) {
  TRY(Client* const node, session.client());
  std::vector<std::string> known;
  api::PartyList::Params page;
  page.limit = limits::largest_page;
  while (true) {
    TRY(const api::PartyListReply reply, ask<api::PartyList>(*node, page));
    for (const Party& party : reply.parties) known.emplace_back(party.id.text());
    if (!reply.next) break;
    page.next = reply.next;
  }
  const std::vector<Operation> batch = admission_batch(known);
  if (batch.empty()) return std::size_t(0);
  TRY(const PartyId party, session.party());
  TRY(Proposal proposal, propose(session, party, batch));
  TRY(const Keyring keyring, read_keyring(session.testnet().keyring()));
  TRY(const Network network, session.network());
  CHECK(may_use(keyring, network.is_test, network.chain));
  TRY(const std::vector<Signer> signers, signers_of(keyring, demo_operator));
  for (const Signer& signer : signers) CHECK(proposal.prepared.add(signer.key));
  TRY(const Outcome outcome, send(session, proposal.prepared, "admission of the demo parties"));
  if (!outcome.status.ok.value_or(false))
    return Refusal{Reason::testnet_trouble, "the demo parties were not admitted: " +
                                                (outcome.status.refusal ? outcome.status.refusal->reason + " " + outcome.status.refusal->detail.value_or("") : "")};
  return batch.size();
}

Settings as_operator(const Session& session) {
  Settings out = session.settings;
  out.who = demo_operator;
  out.testnet_only = true;
  out.idem.clear();
  out.out.clear();
  out.wait = "committed";
  out.timeout_ms = std::max<std::uint64_t>(out.timeout_ms, 30'000);
  return out;
}

Result<Exit> up(Session& session, const FlagValues& flags) {
  const TestnetFolder folder = session.testnet();
  const std::uint64_t start = steady_ms();
  const auto passed = [&] { return seconds_text(steady_ms() - start); };
  const std::string tick = session.terminal.paint(Colour::green, session.terminal.symbols().done) + " ";
  const bool is_new = !folder.exists();
  if (is_new) {
    if (const auto others = folder.others(); !others.empty())
      return Refusal{Reason::bad_file, folder.root().string() + " holds " + others.front() +
                                           " and no test network; name a new folder with --dir"};
    TRY(const Date day, Date::parse(flags.has("date") ? flags.one("date") : demo_date));
    std::uint32_t validators = 4;
    if (flags.has("nodes")) CHECK(read_typed(shape_of<std::uint32_t>, 0, &validators, flags.one("nodes")));
    CHECK(make_testnet(folder, validators, day));
  } else if (flags.has("date") || flags.has("nodes")) {
    session.say("! the network in " + folder.root().string() + " exists; --date and -n count only for a new one\n");
  }
  TRY(const Started started, start_nodes(folder, {}));
  if (started.ports_moved) session.say("! ports in use by other programs were left out; the network moved to free ones\n");
  const std::size_t all = started.file.nodes.size();
  session.say(tick + (started.names.empty() ? std::to_string(all) + " validators run already"
                                            : std::to_string(started.names.size()) + " validator" + (started.names.size() == 1 ? "" : "s") + " started on 127.0.0.1") +
              ", data in " + folder.root().string() + "   " + passed() + "\n");
  CHECK(wait_for_height(folder, started.file.nodes, 1, 120'000));
  session.say(tick + "quorum " + std::to_string(all) + " of " + std::to_string(all) + " (needs " +
              std::to_string(quorum_of(std::uint32_t(all))) + "), block 1 committed on all nodes   " + passed() + "\n");
  Session by_operator(as_operator(session));
  TRY(const std::size_t admitted, admit_parties(by_operator));
  std::string names;
  for (const DemoParty& party : demo_parties())
    if (party.name.size() != 3) names += " " + party.name;  // s01 to s25 are summed up
  session.say(tick + (admitted > 0 ? "demo parties admitted in one transaction:" : "demo parties are there:") + names + " s01..s25   " + passed() + "\n");

  const StatusReply status = look(folder, started.file);
  if (session.settings.json) {
    session.print("{\"v\":1,\"data\":" + api::to_json(status) + "}\n");
    return Exit::done;
  }
  session.print(table_of(status, session.settings.plain));
  session.say("  Business date " + status.business_date.text() + "\n");
  session.say(session.terminal.paint(Colour::yellow, session.terminal.symbols().attention) +
              " Test network: fixed keys, ledger time can be moved. Never use for real claims.\n");
  session.say("→ testnet/demo                   the whole story of a receivable, every figure checked\n"
              "→ allonge testnet status         how the nodes are doing\n"
              "→ allonge testnet down           stop, keep data\n");
  return Exit::done;
}

Result<Exit> down(Session& session, const FlagValues& flags) {
  const TestnetFolder folder = session.testnet();
  if (!folder.exists()) {
    // A network whose making was interrupted has no description and no processes.
    std::error_code error;
    if (flags.has("wipe") && std::filesystem::exists(folder.genesis(), error)) CHECK(folder.wipe());
    session.say("✓ no test network in " + folder.root().string() + "\n");
    return Exit::done;
  }
  TRY(const TestnetFile file, folder.read());
  std::size_t stopped = 0;
  // All are asked before any is waited for.
  for (const TestnetNode& node : file.nodes)
    if (const auto mark = folder.running(node.name)) stopped += signal_process(*mark, SIGTERM) ? 1u : 0u;
  for (const TestnetNode& node : file.nodes) stop_node(folder, node.name);
  session.say("✓ " + std::to_string(stopped) + " validator" + (stopped == 1 ? "" : "s") + " stopped");
  if (flags.has("wipe")) {
    CHECK(folder.wipe());
    session.say(", data removed\n");
    const std::vector<std::string> others = folder.others();
    if (!others.empty())
      session.say("! " + folder.root().string() + " stays: " + others.front() + " in it is not the network's\n");
  } else {
    session.say(", data kept in " + folder.root().string() + "\n→ allonge testnet up             go on where it stopped\n");
  }
  return Exit::done;
}

Result<Exit> status(Session& session, const FlagValues& flags) {
  const TestnetFolder folder = session.testnet();
  TRY(const TestnetFile file, folder.read());
  while (true) {
    const StatusReply status = look(folder, file);
    if (session.settings.json) session.print("{\"v\":1,\"data\":" + api::to_json(status) + "}\n");
    else session.print(table_of(status, session.settings.plain) + quorum_line(session, status));
    std::fflush(stdout);
    if (!flags.has("watch")) return status.up >= status.needed ? Exit::done : Exit::unreachable;
    sleep_ms(1'000);
  }
}

Result<std::string> known_node(const TestnetFolder& folder, const std::string& name) {
  TRY(const TestnetFile file, folder.read());
  for (const TestnetNode& node : file.nodes)
    if (node.name == name) return name;
  return Refusal{Reason::not_found, "no validator \"" + name + "\" in " + folder.root().string()};
}

Result<Exit> start(Session& session, const FlagValues& flags) {
  const TestnetFolder folder = session.testnet();
  TRY(const std::string name, known_node(folder, flags.one("name")));
  TRY(const Started started, start_nodes(folder, {name}));
  for (const TestnetNode& node : started.file.nodes) {
    if (node.name != name) continue;
    const std::uint64_t begin = steady_ms();
    while (!node_status(node, 1'000)) {
      if (!folder.running(name) || steady_ms() - begin > 30'000)
        return Refusal{Reason::testnet_trouble, name + " does not answer; the last lines of its log:\n" + last_lines(folder.log(name), 8)};
      sleep_ms(50);
    }
  }
  session.say(started.names.empty() ? "✓ " + name + " runs already\n" : "✓ " + name + " started\n");
  return Exit::done;
}

Result<Exit> stop(Session& session, const FlagValues& flags) {
  const TestnetFolder folder = session.testnet();
  TRY(const std::string name, known_node(folder, flags.one("name")));
  session.say(stop_node(folder, name) ? "✓ " + name + " stopped\n" : "✓ " + name + " was down\n");
  return Exit::done;
}

Result<Exit> kill(Session& session, const FlagValues& flags) {
  const TestnetFolder folder = session.testnet();
  TRY(const std::string name, known_node(folder, flags.one("name")));
  session.say(kill_node(folder, name) ? "✓ " + name + " killed\n" : "✓ " + name + " was down\n");
  TRY(const TestnetFile file, folder.read());
  session.say(quorum_line(session, look(folder, file)));
  session.say("→ allonge testnet start " + name + "\n");
  return Exit::done;
}

Result<Exit> logs(Session& session, const FlagValues& flags) {
  const TestnetFolder folder = session.testnet();
  TRY(const std::string name, known_node(folder, flags.one("name")));
  std::uint32_t lines = 40;
  if (flags.has("lines")) CHECK(read_typed(shape_of<std::uint32_t>, 0, &lines, flags.one("lines")));
  session.print(last_lines(folder.log(name), lines));
  std::error_code error;
  std::uintmax_t seen = std::filesystem::file_size(folder.log(name), error);
  while (flags.has("follow")) {
    sleep_ms(200);
    TRY(const std::string text, read_file(folder.log(name), 256 << 20));
    if (text.size() > seen) session.print(text.substr(seen));
    std::fflush(stdout);
    seen = text.size();
  }
  return Exit::done;
}

// New data with the same number of validators and, unless told otherwise, the demo date.
Result<Exit> reset(Session& session, const FlagValues& flags) {
  FlagValues again = flags;
  const TestnetFolder folder = session.testnet();
  if (const auto file = folder.read(); file && !flags.has("nodes")) again.add("nodes", std::to_string(file->nodes.size()));
  FlagValues wipe;
  wipe.add("wipe", "true");
  TRY([[maybe_unused]] const Exit gone, down(session, wipe));
  return up(session, again);
}

// "+1d", "+90m", "+2h" from now, or a day at 09:00 +08:00.
Result<Time> target_time(const FlagValues& flags, Time now) {
  if (flags.has("to")) {
    TRY(const Date day, Date::parse(flags.one("to")));
    return Time{start_of(day, business_zone_minutes).ms + 9 * 3'600'000};
  }
  const std::string step = flags.one("step");
  std::uint64_t count = 0;
  const auto refuse = Refusal{Reason::bad_text, "write +1d, +2h or +30m, or --to YYYY-MM-DD"};
  if (step.size() < 3 || step.front() != '+') return refuse;
  const auto [end, error] = std::from_chars(step.data() + 1, step.data() + step.size() - 1, count);
  if (error != std::errc() || end != step.data() + step.size() - 1 || count > 100'000) return refuse;
  const std::uint64_t unit = step.back() == 'd' ? ms_per_day : step.back() == 'h' ? 3'600'000 : step.back() == 'm' ? 60'000 : 0;
  if (unit == 0) return refuse;
  return Time{now.ms + count * unit};
}

Result<Exit> move_time(Session& session, const FlagValues& flags) {
  Settings settings = as_operator(session);
  if (!session.settings.who.empty()) settings.who = session.settings.who;
  Session by_operator(std::move(settings));
  TRY(const api::NodeStatusReply before, by_operator.status());
  TRY(const Time to, target_time(flags, before.time));
  TRY(const PartyId party, by_operator.party());
  // The body is valid until a moment of block time, which is about to jump: as far behind it as usual.
  TRY(Proposal proposal, propose(by_operator, party, {testnet::AdvanceTime{to}}));
  TRY([[maybe_unused]] const bool enough, sign(by_operator, proposal, false));
  TRY(const Outcome outcome, send(by_operator, proposal.prepared, "testnet time"));
  if (!outcome.status.ok.value_or(false)) return report(by_operator, outcome, "testnet time");

  // What falls due happens in the next blocks: give it a moment, so that who looks next sees it.
  TRY(Client* const node, by_operator.client());
  const std::uint64_t begin = steady_ms();
  api::NodeStatusReply now = before;
  std::uint64_t quiet_since = begin;
  while (steady_ms() - begin < 5'000) {
    TRY(const api::NodeStatusReply reply, ask<api::NodeStatusMethod>(*node, {}));
    if (reply.height != now.height) quiet_since = steady_ms();
    now = reply;
    if (now.time >= to && steady_ms() - quiet_since > 400) break;
    sleep_ms(50);
  }
  session.say("✓ business date " + now.business_date.text() + " (was " + before.business_date.text() + ")\n");
  if (session.settings.json) session.print("{\"v\":1,\"data\":" + api::to_json(now) + "}\n");
  return Exit::done;
}

}  // namespace

void add_testnet_commands(Commands& commands) {
  const FlagSpec name = typed_first(required_flag("name", "NAME", "validator"));
  const std::vector<FlagSpec> make{optional_flag("date", "YYYY-MM-DD", "first day of the calendar, 2027-03-02 unless given"),
                                   lettered("n", optional_flag("nodes", "N", "validators, 4 unless given"))};
  add(commands, {"testnet", "up", "Make or start a test network here; does nothing where it runs.", "allonge testnet up --date 2026-03-02", make, up});
  add(commands, {"testnet", "down", "Stop the network's own processes.", "", {switch_flag("wipe", "remove its data too")}, down});
  add(commands, {"testnet", "status", "How the nodes are doing; exit 8 without a quorum.", "", {lettered("w", switch_flag("watch", "again every second"))}, status});
  add(commands, {"testnet", "start", "Start one validator.", "", {name}, start});
  add(commands, {"testnet", "stop", "Stop one validator.", "", {name}, stop});
  add(commands, {"testnet", "kill", "Kill one validator, as a crash would.", "allonge testnet kill dongfang", {name}, kill});
  add(commands, {"testnet", "logs", "What a validator wrote.", "", {name, optional_flag("lines", "N", "how many, 40 unless given"), lettered("f", switch_flag("follow", "and go on"))}, logs});
  add(commands, {"testnet", "reset", "Remove everything and begin again.", "", make, reset});
  add(commands, {"testnet", "time", "Move the calendar forward, as operator.", "allonge testnet time --to 2027-05-31",
                 {typed_first(optional_flag("step", "+1d", "by days d, hours h or minutes m")), optional_flag("to", "YYYY-MM-DD", "or to a day, 09:00 +08:00")}, move_time});
}

}  // namespace allonge::wallet
