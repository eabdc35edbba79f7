// testnet: a consortium on this machine. Demo parties, demo keys, a calendar that can be moved.
#include <signal.h>

#include <algorithm>
#include <cstdio>

#include "wallet/command.h"
#include "wallet/files.h"
#include "wallet/show.h"
#include "wallet/testnet_operator.h"
#include "wallet/testnet_parties.h"
#include "wallet/testnet_status.h"
#include "wallet/testnet_time.h"

namespace allonge::wallet {

namespace {

constexpr const char* demo_date = "2027-03-02";  // a Tuesday (interfaces.md 7)

std::string counted(std::size_t count, const char* one) { return std::to_string(count) + " " + one + (count == 1 ? "" : "s"); }

Result<Exit> up(Session& session, const FlagValues& flags) {
  const TestnetFolder folder = session.testnet();
  const std::uint64_t start = steady_ms();
  const auto passed = [&] { return age_text(steady_ms() - start); };
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
  for (const std::string& one : started.moved) session.say("! " + one + "\n");
  const std::size_t all = started.file.nodes.size();
  session.say(tick + (started.names.empty() ? counted(all, "validator") + (all == 1 ? " runs already" : " run already")
                                            : counted(started.names.size(), "validator") + " started on 127.0.0.1") +
              ", data in " + folder.root().string() + "   " + passed() + "\n");
  CHECK(wait_for_height(folder, started.file.nodes, 1, 120'000));
  TRY(const TestnetStatus begun, wait_for_quorum(folder, started.file, 60'000));
  session.say(tick + "quorum " + std::to_string(begun.signing) + " of " + std::to_string(all) + " (needs " + std::to_string(begun.needed) +
              "), " + (is_new ? "block 1 committed on all nodes" : "height " + std::to_string(begun.height)) + "   " + passed() + "\n");
  // A network that has just come up may be busy for longer than an act takes.
  Settings settings = as_operator(session);
  settings.timeout_ms = std::max<std::uint64_t>(settings.timeout_ms, 30'000);
  Session by_operator(std::move(settings));
  const auto progress = [&](const std::string& what) { session.say("  " + what + "   " + passed() + "\n"); };
  TRY(const Introduced introduced, introduce_demo_parties(by_operator, progress));
  std::string names;
  for (const DemoParty& party : demo_parties())
    if (party.name.size() != 3) names += " " + party.name;  // s01 to s25 are summed up
  session.say(tick + "demo parties are there:" + names + " s01..s25   " + passed() + "\n");
  session.say(tick + (introduced.credentials > 0 ? counted(introduced.credentials, "credential") + " recorded: "
                                                 : std::string("their credentials are recorded: ")) +
              "licences, KYC, qualifications, authorised signers   " + passed() + "\n");

  const TestnetStatus status = look(folder, started.file);
  if (session.settings.json) {
    session.print("{\"v\":1,\"data\":" + api::to_json(status) + "}\n");
    return Exit::done;
  }
  session.print(table_of(status, session.settings.plain));
  session.say("  Business date " + status.business_date.text() + "\n");
  session.say(session.terminal.paint(Colour::yellow, session.terminal.symbols().attention) +
              " Test network: fixed keys, ledger time can be moved. Never use for real claims.\n");
  session.say("→ testnet/demo                   the whole story of a receivable and of its financing, every figure checked\n"
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
  session.say("✓ " + counted(stopped, "validator") + " stopped");
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
    const TestnetStatus status = look(folder, file);
    if (session.settings.json) session.print("{\"v\":1,\"data\":" + api::to_json(status) + "}\n");
    else session.print(table_of(status, session.settings.plain) + quorum_line(session, status));
    std::fflush(stdout);
    if (!flags.has("watch")) return status.has_quorum() ? Exit::done : Exit::unreachable;
    sleep_ms(1'000);
  }
}

Result<std::string> known_node(const TestnetFolder& folder, const std::string& name) {
  TRY(const TestnetFile file, folder.read());
  std::string names;
  for (const TestnetNode& node : file.nodes) {
    if (node.name == name) return name;
    names += (names.empty() ? "" : ", ") + node.name;
  }
  return Refusal{Reason::not_found, "no validator \"" + name + "\" in " + folder.root().string() + "; there are " + names};
}

Result<Exit> start(Session& session, const FlagValues& flags) {
  const TestnetFolder folder = session.testnet();
  TRY(const std::string name, known_node(folder, flags.one("name")));
  TRY(const Started started, start_nodes(folder, {name}));
  for (const std::string& one : started.moved) session.say("! " + one + "\n");
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
