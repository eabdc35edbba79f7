// allonged, the node: reads its configuration, opens what it keeps, builds the parts over the real
// world and runs them. The parts themselves are in node/ and know nothing of threads and disks.
//
// Exit codes: 0 clean stop; 64 usage or configuration; 65 damaged data, the file is named; 70 a bug or
// a divergence; 74 the disk failed.
#include <signal.h>
#include <sys/stat.h>

#include <cstdio>
#include <future>
#include <iostream>

#include "api/dispatch.h"
#include "api/openrpc.h"
#include "ledger/core_file.h"
#include "node/node_backend.h"
#include "node/world/clock.h"
#include "node/world/config_file.h"
#include "node/world/data_directory.h"
#include "node/world/disk_watch.h"
#include "node/world/http_server.h"
#include "node/world/leveldb_store.h"
#include "node/world/listening.h"
#include "node/world/locked_outcomes.h"
#include "node/world/log_file.h"
#include "node/world/metrics_registry.h"
#include "node/world/peer_link.h"
#include "node/world/random.h"
#include "node/world/segment_blocks.h"
#include "node/world/segment_log.h"
#include "node/world/signature_pool.h"
#include "node/world/store_flusher.h"

namespace allonge::node {
namespace {

constexpr std::string_view version = "0.1.0";
constexpr std::uint64_t first_epoch = 0;

constexpr std::string_view usage =
    "allonged, a validator of an Allonge network\n"
    "\n"
    "  allonged --config FILE             run\n"
    "  allonged --config FILE --init      make the data directory of a validator, and end\n"
    "           [--never-voted]           with your word that its consensus key never signed a vote: it need\n"
    "                                     not wait for all the others before its first\n"
    "  allonged --config FILE --new-log   the consensus log is lost: begin a new one, and end. The validator\n"
    "                                     abstains after it until it cannot contradict what it said before\n"
    "  allonged --config FILE --check-config\n"
    "  allonged --default-config          print every setting with its default\n"
    "  allonged --version\n";

enum Exit : int { exit_ok = 0, exit_usage = 64, exit_damaged = 65, exit_bug = 70, exit_disk = 74 };

int exit_code_of(const Refusal& refusal) {
  switch (refusal.reason) {
    case Reason::damaged_store: return exit_damaged;
    case Reason::disk_trouble: return exit_disk;
    default: return exit_usage;
  }
}

int say(const Refusal& refusal) {
  const ReasonRow& row = row_of(refusal.reason);
  std::cerr << "allonged: " << row.name << ": " << row.en << "\n  " << refusal.detail << "\n  next: " << row.hint << "\n";
  return exit_code_of(refusal);
}

struct Arguments {
  std::string config;
  bool init = false, never_voted = false, new_log = false, check = false, default_config = false, show_version = false, help = false;
};

// What is wrong with them is a sentence.
Result<Arguments> read_arguments(int count, char** words) {
  const auto refuse = [](std::string what) { return Refusal{Reason::unknown_field, std::move(what)}; };
  Arguments out;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--config") {
      if (i + 1 == count) return refuse("--config asks for a file");
      out.config = words[++i];
    }
    else if (word == "--init") out.init = true;
    else if (word == "--never-voted") out.never_voted = true;
    else if (word == "--new-log") out.new_log = true;
    else if (word == "--check-config") out.check = true;
    else if (word == "--default-config") out.default_config = true;
    else if (word == "--version") out.show_version = true;
    else if (word == "--help" || word == "-h") out.help = true;
    else return refuse("there is no flag " + std::string(word.substr(0, 64)));
  }
  if (out.never_voted && !out.init) return refuse("--never-voted goes with --init");
  return out;
}

// A seed as 64 hexadecimal digits on one line, readable by its owner alone.
Result<SecretKey> read_key_file(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return Refusal{Reason::bad_key_file, "there is no file " + path};
  if ((status.st_mode & 077) != 0)
    return Refusal{Reason::bad_key_file, path + " can be read by others; chmod 600 " + path};
  TRY(std::string text, read_text_file(path, 1024));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  auto seed = parse_hex(text);
  std::fill(text.begin(), text.end(), '0');
  if (!seed || seed->size() != 32) return Refusal{Reason::bad_key_file, path + " does not hold 64 hexadecimal digits"};
  auto key = SecretKey::from_seed(*seed);
  std::fill(seed->begin(), seed->end(), std::uint8_t{0});
  return key;
}

struct Prepared {
  Config config;
  Genesis genesis;
  std::uint32_t place = 0;
  std::optional<SecretKey> consensus_key, link_key;
  std::vector<std::string> addresses;  // of the validators, in the order of genesis
};

Result<std::unique_ptr<Prepared>> prepare(const std::string& config_path) {
  auto out = std::make_unique<Prepared>();
  TRY(out->config, read_config_file(config_path));
  CHECK(check_config(out->config));
  const auto text = read_text_file(out->config.genesis_file, 8 * 1024 * 1024);
  if (!text) return Refusal{Reason::bad_genesis, out->config.genesis_file + ": " + text.error().detail};
  auto genesis = Genesis::parse(*text);
  if (!genesis) return Refusal{Reason::bad_genesis, out->config.genesis_file + ": " + genesis.error().detail};
  out->genesis = *std::move(genesis);
  TRY(out->consensus_key, read_key_file(out->config.consensus_key_file));
  TRY(out->link_key, read_key_file(out->config.link_key_file));
  TRY(out->place, out->genesis.place_of(out->consensus_key->public_key()));
  if (out->genesis.config.validators[out->place].link_key != out->link_key->public_key())
    return Refusal{Reason::bad_config, out->config.link_key_file + " is not the link key that genesis names for " +
                                           std::string(out->genesis.committee.members[out->place].name.text())};
  std::vector<MemberHint> members;
  for (const GenesisValidator& validator : out->genesis.config.validators)
    members.push_back({std::string(validator.party.text()), validator.address});
  auto addresses = peer_addresses(out->config, members, out->place);
  if (!addresses) return Refusal{Reason::bad_config, config_path + ": " + addresses.error().detail};
  out->addresses = *std::move(addresses);
  return out;
}

// What only a start would show else: ports of other programs. A node that runs has its own.
Result<std::string> look_before_start(const Prepared& prepared, const std::string& config_path) {
  const Config& config = prepared.config;
  std::string out = "ok: " + config_path + ", chain " + prepared.genesis.chain.hex() + "\n";
  const auto& members = prepared.genesis.committee.members;
  for (std::size_t place = 0; place < members.size(); ++place)
    if (place != prepared.place)
      out += "  peer " + std::string(members[place].name.text()) + " " +
             (prepared.addresses[place].empty() ? "dials this node" : "at " + prepared.addresses[place]) + "\n";
  if (DataDirectory::is_in_use(config.data_directory))
    return out + "  a node runs on " + config.data_directory + ": its ports were not tried\n";
  for (const auto& [key, host, port] : {std::tuple{"p2p.port", config.p2p_host, config.p2p_port},
                                        std::tuple{"rpc.port", config.rpc_host, config.rpc_port},
                                        std::tuple{"metrics.port", std::string("127.0.0.1"), config.metrics_port}})
    if (const auto free = may_listen(key, host, std::uint16_t(port)); !free)
      return Refusal{Reason::bad_config, config_path + ": " + free.error().detail};
  return out;
}

SegmentLog::Options log_options(const Config& config) {
  SegmentLog::Options options;
  options.segment_bytes = std::uint64_t{config.log_segment_mib} * 1024 * 1024;
  return options;
}

Result<void> initialize(const Prepared& prepared, bool says_never_voted) {
  MetricsRegistry metrics;
  TRY(const DataDirectory directory, DataDirectory::create(prepared.config.data_directory));
  TRY(const auto store, LevelDbStore::create(directory.state_path(), metrics));
  TRY(const auto log, SegmentLog::create(directory.log_path(first_epoch), metrics, log_options(prepared.config)));
  TRY(const auto blocks, SegmentBlocks::create(directory.blocks_path(), metrics, {}));
  if (says_never_voted) CHECK(log->append(std::array{never_voted()}, 0));
  CHECK(Executor::initialize(prepared.genesis, *store));
  return directory.finish();
}

Result<void> new_log(const Prepared& prepared) {
  MetricsRegistry metrics;
  TRY(const DataDirectory directory, DataDirectory::open(prepared.config.data_directory));
  // A damaged log is set aside, not removed: somebody may want to know what it said.
  const std::string old = directory.log_path(first_epoch);
  if (exists(old)) {
    std::string aside = old + ".aside";
    for (int number = 2; exists(aside); ++number) aside = old + ".aside-" + std::to_string(number);
    if (::rename(old.c_str(), aside.c_str()) != 0) return disk_trouble("rename", old, errno);
    std::cerr << "the old consensus log lies in " << aside << " now; nothing reads it\n";
  }
  TRY(const auto log, SegmentLog::create(old, metrics, log_options(prepared.config)));
  std::cerr << "a new consensus log was begun; started, this validator abstains until it cannot contradict itself\n";
  return done();
}

// The links come up after the node, and the node needs a network from its first moment.
class LateNetwork final : public Network {
 public:
  void send(std::uint32_t peer, Lane lane, Bytes message) override {
    if (links) links->send(peer, lane, std::move(message));
  }
  void broadcast(Lane lane, Bytes message) override {
    if (links) links->broadcast(lane, std::move(message));
  }
  bool is_up(std::uint32_t peer) const override { return links && links->is_up(peer); }
  void drop(std::uint32_t peer, std::string_view why) override {
    if (links) links->drop(peer, why);
  }

  std::unique_ptr<PeerLinks> links;
};

class Rpc final : public RpcHandler {
 public:
  explicit Rpc(NodeBackend& backend) : backend_(backend), chain_(backend.chain().hex()) {}

  RpcReply handle(std::string_view body, std::uint64_t started_steady_ms, bool last_chance) override {
    api::RpcAnswer answer = api::dispatch(body, api::Caller{}, backend_, started_steady_ms, last_chance);
    RpcReply reply;
    reply.text = std::move(answer.text);
    reply.wait_until_ms = answer.wait_until_ms;
    if (reply.text)
      reply.headers = {{"X-Allonge-Height", std::to_string(backend_.snapshot()->header().height)},
                       {"X-Allonge-Chain", chain_}};
    return reply;
  }

 private:
  NodeBackend& backend_;
  std::string chain_;
};

// What operators' tools ask (interfaces.md 11).
Pages operator_pages(const Node& node, const MetricsRegistry& metrics, const Clock& clock) {
  constexpr std::uint64_t strand_is_late_ms = 1'000;
  Pages pages;
  pages["/metrics"] = [&] { return PageReply{200, std::string(MetricsRegistry::content_type), metrics.text()}; };
  pages["/version"] = [] { return PageReply{200, "text/plain; charset=utf-8", "allonged " + std::string(version) + "\n"}; };
  pages["/healthz"] = [&] {
    const bool alive = clock.steady_ms() < node.board().read()->published_steady_ms + strand_is_late_ms;
    return PageReply{alive ? 200u : 503u, "text/plain; charset=utf-8", alive ? "ok\n" : "core: late\n"};
  };
  pages["/readyz"] = [&] {
    const auto news = node.board().read();
    const api::NodeStatus& status = news->status;
    std::string text = std::string("core: ") + (status.view > 0 ? "ok" : "listening") +
                       "\nsync: " + (status.syncing ? "catching up" : "ok") +
                       "\nvote: " + (status.voting ? "ok" : "waits until it cannot contradict itself, or has caught up") +
                       "\nvalidators that sign: " +
                       (status.quorum_have >= status.quorum_need ? "ok " : "too few ") +
                       std::to_string(status.quorum_have) + " of " + std::to_string(status.quorum_need) + "\n";
    return PageReply{news->ready ? 200u : 503u, "text/plain; charset=utf-8", std::move(text)};
  };
  return pages;
}

int run(Prepared& prepared) {
  const Config& config = prepared.config;
  const SystemClock clock;
  MetricsRegistry metrics;
  const auto level = parse_level(config.log_level);
  if (!level) return say(level.error());
  auto log = LogFile::open(config.log_file, *level, clock, metrics);
  if (!log) return say(log.error());
  Log& events = **log;

  // The last words of a process that must not go on.
  const auto end = [&events](const Refusal& refusal, int code) {
    events.write(Level::error, "ending", {{"reason", std::string(name_of(refusal.reason))}, {"what", refusal.detail},
                                          {"exit", std::to_string(code)}});
    std::fflush(nullptr);
    std::_Exit(code);
  };
  const auto trouble = [end](const Refusal& refusal) { end(refusal, exit_code_of(refusal)); };

  auto directory = DataDirectory::open(config.data_directory);
  if (!directory) {
    if (directory.reason() == Reason::not_found)
      return say({Reason::bad_config, "there is no data in " + config.data_directory + "; allonged --config FILE --init makes it"});
    return say(directory.error());
  }
  auto store = LevelDbStore::open(directory->state_path(), metrics, trouble);
  if (!store) return say(store.error());
  auto consensus_log = SegmentLog::open(directory->log_path(first_epoch), metrics, log_options(config));
  if (!consensus_log) return say(consensus_log.error());
  auto blocks = SegmentBlocks::open(directory->blocks_path(), metrics, {});
  if (!blocks) return say(blocks.error());
  for (const std::string& torn : {(*consensus_log)->torn_tail(), (*blocks)->torn_tail()})
    if (!torn.empty()) events.write(Level::warning, "torn_tail", {{"what", torn}});
  const DiskWatch disk_watch(directory->path(),
                             {{"log", [&] { return (*consensus_log)->disk_bytes(); }},
                              {"blocks", [&] { return (*blocks)->disk_bytes(); }},
                              {"state", [&] { return (*store)->disk_bytes(); }}},
                             events, metrics);

  Strand core("core"), io("links");
  auto timers = std::make_unique<StrandTimers>(core);
  auto signatures = std::make_unique<SignaturePool>(core, config.signature_threads);
  auto flusher = std::make_unique<StoreFlusher>(**store, **blocks, core, trouble);
  LockedOutcomes outcomes;
  LateNetwork network;
  std::atomic<HttpServer*> rpc_server{nullptr};

  // Everything the core owns is made and given up on its strand.
  std::unique_ptr<Node> node;
  Result<void> opened = done();
  core.post_and_wait([&] {
    World world{clock, network, *timers, *signatures, **consensus_log, **blocks, **store, *flusher, events, metrics,
                outcomes, [&core](std::function<void()> work) { core.post(std::move(work)); },
                [&rpc_server] {
                  if (HttpServer* server = rpc_server.load()) server->notify_change();
                },
                end};
    NodeOptions options;
    options.version = version;
    auto made = Node::open(prepared.genesis, *std::move(prepared.consensus_key), std::move(world), options);
    if (!made) {
      opened = made.error();
      return;
    }
    node = *std::move(made);

    LinkOptions links;
    links.own_place = prepared.place;
    links.network = prepared.genesis.config.network;
    links.genesis = prepared.genesis.chain;
    links.host = config.p2p_host;
    links.port = std::uint16_t(config.p2p_port);
    for (std::size_t place = 0; place < prepared.addresses.size(); ++place) {
      const GenesisValidator& validator = prepared.genesis.config.validators[place];
      links.members.push_back({std::string(validator.party.text()), validator.link_key, prepared.addresses[place]});
    }
    auto open_links = PeerLinks::open(
        std::move(links), *std::move(prepared.link_key), io, core,
        [&node](std::uint32_t peer, Bytes message) { node->on_message(peer, std::move(message)); },
        [&node](std::uint32_t peer, bool up) { node->on_link(peer, up); }, clock, events, metrics);
    if (!open_links) {
      opened = open_links.error();
      return;
    }
    network.links = *std::move(open_links);
  });
  if (!opened) {
    core.post_and_wait([&] { node.reset(); });
    return say(opened.error());
  }

  NodeBackend backend(*node, **blocks, outcomes, clock, [] {
    Idem idem;
    fill_random(idem.bytes);
    return idem;
  }, [&disk_watch] { return disk_watch.is_low(); });
  Rpc rpc(backend);
  Pages rpc_pages = operator_pages(*node, metrics, clock);
  rpc_pages["/openrpc.json"] = [] { return PageReply{200, "application/json", api::openrpc_document()}; };
  HttpOptions rpc_options;
  rpc_options.thread = "clients";
  rpc_options.waiting = api::WaitingRoom::most_guests;
  rpc_options.host = config.rpc_host;
  rpc_options.port = std::uint16_t(config.rpc_port);
  auto rpc_http = HttpServer::open(rpc_options, &rpc, std::move(rpc_pages), events, metrics);
  if (!rpc_http) return say(rpc_http.error());
  HttpOptions page_options;
  page_options.thread = "operator";
  page_options.port = std::uint16_t(config.metrics_port);
  auto page_http = HttpServer::open(page_options, nullptr, operator_pages(*node, metrics, clock), events, metrics);
  if (!page_http) return say(page_http.error());
  rpc_server = rpc_http->get();

  std::promise<int> stop;
  bool stopping = false;
  auto signals = std::make_unique<StopSignals>(core, [&](int signal) {
    if (signal == SIGHUP || std::exchange(stopping, true)) return;
    stop.set_value(signal);
  });
  metrics.set(Metric::build_info, 1, version);
  core.post_and_wait([&] { node->start(); });
  events.write(Level::info, "ready",
               {{"validator", node->name()}, {"network", prepared.genesis.config.network},
                {"chain", prepared.genesis.chain.hex()}, {"height", std::to_string(backend.status().height)},
                {"rpc", config.rpc_host + ":" + std::to_string((*rpc_http)->port())},
                {"p2p", config.p2p_host + ":" + std::to_string(network.links->port())},
                {"metrics", "127.0.0.1:" + std::to_string((*page_http)->port())}});

  const int signal = stop.get_future().get();
  events.write(Level::info, "stopping", {{"signal", std::to_string(signal)}});
  core.post_and_wait([&] { rpc_server = nullptr; });  // it is told of changes there
  rpc_http->reset();
  page_http->reset();
  core.post_and_wait([&] { node->stop(); });
  network.links.reset();
  signals.reset();
  signatures.reset();
  flusher.reset();
  core.post_and_wait([&] {
    timers.reset();
    node.reset();
  });
  return exit_ok;
}

int main_of(int count, char** words) {
  leave_no_core_file();
  const auto arguments = read_arguments(count, words);
  if (!arguments) {
    std::cerr << "allonged: " << arguments.error().detail << "\n\n" << usage;
    return exit_usage;
  }
  if (arguments->help) {
    std::cout << usage;
    return exit_ok;
  }
  if (arguments->show_version) {
    std::cout << "allonged " << version << "\n";
    return exit_ok;
  }
  if (arguments->default_config) {
    std::cout << default_config_text();
    return exit_ok;
  }
  if (arguments->config.empty()) {
    std::cerr << "allonged: --config FILE is missing\n\n" << usage;
    return exit_usage;
  }
  if (const auto test = signature_self_test(); !test) {
    std::cerr << "allonged: this machine's libsodium judges signatures differently: " << test.error().detail << "\n";
    return exit_bug;
  }
  auto prepared = prepare(arguments->config);
  if (!prepared) return say(prepared.error());
  if (arguments->check) {
    const auto looked = look_before_start(**prepared, arguments->config);
    if (!looked) return say(looked.error());
    std::cout << *looked;
    return exit_ok;
  }
  if (arguments->init || arguments->new_log) {
    const auto made = arguments->init ? initialize(**prepared, arguments->never_voted) : new_log(**prepared);
    return made ? exit_ok : say(made.error());
  }
  return run(**prepared);
}

}  // namespace
}  // namespace allonge::node

int main(int count, char** words) { return allonge::node::main_of(count, words); }
