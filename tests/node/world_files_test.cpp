// Files, the data folder's lock, checksums, the operator's configuration, log lines and metrics.
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>

#include "ledger/core_file.h"
#include "node/key_keeper.h"
#include "node/world/asio.h"
#include "node/world/clock.h"
#include "node/world/config_file.h"
#include "node/world/crc32c.h"
#include "node/world/data_directory.h"
#include "node/world/disk_watch.h"
#include "node/world/listening.h"
#include "node/world/log_file.h"
#include "node/world/metrics_registry.h"
#include "node/world/segment_log.h"
#include "tests/node/world_support.h"

namespace allonge::node {
namespace {

// An abort could write the consensus key into a core file.
TEST(CoreFile, IsNotLeftByAProgramThatHoldsKeys) {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    std::filesystem::current_path(folder.path());
    leave_no_core_file();
    std::signal(SIGABRT, SIG_DFL);
    std::abort();
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
  EXPECT_FALSE(WCOREDUMP(status));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Files, AreReadWithALimitAndWrittenWhole) {
  const TemporaryFolder folder;
  const std::string path = folder / "a";
  EXPECT_EQ(read_file(path, 10).reason(), Reason::not_found);
  ASSERT_TRUE(write_file_atomically(path, bytes_of("0123456789"), 0600));
  EXPECT_EQ(read_text_file(path, 10).value(), "0123456789");
  EXPECT_EQ(read_file(path, 9).reason(), Reason::too_large);
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
  ASSERT_TRUE(write_file_atomically(path, bytes_of("new")));
  EXPECT_EQ(read_text_file(path, 10).value(), "new");
  EXPECT_EQ(list_directory(folder.path()).value(), std::vector<std::string>{"a"});
  const auto nowhere = write_file_atomically(folder / "no/such/folder", bytes_of("x"));
  ASSERT_FALSE(nowhere);
  EXPECT_NE(nowhere.error().detail.find("no/such/folder"), std::string::npos);
  EXPECT_GT(disk_space(folder.path()).free_bytes, 0u);
  EXPECT_GE(disk_space(folder.path()).total_bytes, disk_space(folder.path()).free_bytes);
}

TEST(DataDirectory, IsUsedByOneProcessOnly) {
  const TemporaryFolder folder;
  const std::string path = folder / "data";
  EXPECT_EQ(DataDirectory::open(path).reason(), Reason::not_found);
  {
    const auto made = DataDirectory::create(path);
    ASSERT_TRUE(made) << made.error().detail;
    ASSERT_TRUE(made->finish());
    EXPECT_TRUE(DataDirectory::is_in_use(path));
    const auto second = DataDirectory::open(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().detail, "the data folder " + path + " is in use by process " + std::to_string(::getpid()) +
                                         "; stop it first, or give this node a folder and keys of its own");
  }
  EXPECT_FALSE(DataDirectory::is_in_use(path));
  EXPECT_TRUE(DataDirectory::open(path));
  EXPECT_EQ(DataDirectory::create(path).reason(), Reason::bad_file);
}

// A full disk cut the making off; what was left could neither be started nor made again.
TEST(DataDirectory, AnUnfinishedOneIsBegunAgain) {
  const TemporaryFolder folder;
  const std::string path = folder / "data";
  {
    const auto made = DataDirectory::create(path);
    ASSERT_TRUE(made) << made.error().detail;
    ASSERT_TRUE(make_directory(made->state_path()));
    ASSERT_TRUE(write_file_atomically(made->state_path() + "/half", bytes_of("x")));
    EXPECT_EQ(DataDirectory::create(path).reason(), Reason::bad_config) << "the first one is still at it";
  }
  const auto started = DataDirectory::open(path);
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().detail.find("--init begins it again"), std::string::npos) << started.error().detail;
  const auto again = DataDirectory::create(path);
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_FALSE(exists(again->state_path()));
  ASSERT_TRUE(again->finish());
  EXPECT_EQ(list_directory(path).value(), std::vector<std::string>{"LOCK"});
}

TEST(DataDirectory, NeverRemovesWhatIsNotItsOwn) {
  const TemporaryFolder folder;
  const std::string path = folder / "data";
  {
    const auto made = DataDirectory::create(path);
    ASSERT_TRUE(made);
  }
  ASSERT_TRUE(write_file_atomically(path + "/thesis.txt", bytes_of("x")));
  EXPECT_EQ(DataDirectory::create(path).reason(), Reason::bad_file);
  EXPECT_TRUE(exists(path + "/thesis.txt"));
}

TEST(Crc32c, AgreesWithRfc3720AndWithItself) {
  EXPECT_EQ(crc32c(Bytes(32, 0)), 0x8a9136aau);
  EXPECT_EQ(crc32c(Bytes(32, 0xff)), 0x62a8ab43u);
  EXPECT_EQ(crc32c(bytes_of("123456789")), 0xe3069283u);
  std::mt19937_64 random(7);
  for (std::size_t length = 0; length < 100; ++length) {
    const Bytes bytes = busy_bytes(random, length);
    EXPECT_EQ(crc32c(bytes), crc32c_in_software(bytes));
    EXPECT_EQ(crc32c(bytes), crc32c(BytesView(bytes).subspan(length / 3), crc32c(BytesView(bytes).first(length / 3))));
  }
}

// ---- configuration ----

TEST(Config, TakesEveryKeyOfItsTable) {
  const auto config = parse_config(
      "data_directory = \"d\"\nlink_key_file = \"/k\"\n[p2p]\nport = 9000\n[rpc]\nport = 0\n[log]\nlevel = \"warning\"\n"
      "[peers]\ntaihe = \"203.0.113.7:8650\"\njianghai = \"[::1]:8650\"\n",
      "node.toml");
  ASSERT_TRUE(config) << config.error().detail;
  EXPECT_EQ(config->data_directory, "d");
  EXPECT_EQ(config->p2p_port, 9'000u);
  EXPECT_EQ(config->rpc_port, 0u);
  EXPECT_EQ(config->metrics_port, 8'652u);
  EXPECT_EQ(config->log_level, "warning");
  EXPECT_EQ(config->peers.at("jianghai"), "[::1]:8650");
}

TEST(Config, EverySegmentSizeHoldsALegalBlock) {
  // With log_segment_mib up to 8 one full block was more than an append may be: the log refused it, and
  // every validator so configured ended as if its disk had failed.
  const auto all = settings();
  const auto setting = std::find_if(all.begin(), all.end(), [](const Setting& one) { return one.key == "log_segment_mib"; });
  ASSERT_NE(setting, all.end());
  const TemporaryFolder folder;
  NoMetrics metrics;
  const auto log = SegmentLog::create(folder / "log", metrics, {std::uint64_t{setting->least} * 1024 * 1024, 0});
  ASSERT_TRUE(log) << log.error().detail;
  const std::vector<LogRecord> largest{{3, Bytes(KeyKeeper::largest_append_bytes)}};
  for (std::uint64_t view = 1; view <= 3; ++view) EXPECT_TRUE((*log)->append(largest, view));
}

TEST(Config, RefusesWithFileLineAndNearestKey) {
  const std::pair<std::string, std::string> cases[] = {
      {"\n[rpc]\nprot = 1\n", "node.toml:3: unknown key rpc.prot; nearest is rpc.port"},
      {"data_dir = \"x\"\n", "node.toml:1: unknown key data_dir; nearest is data_directory"},
      {"[peer]\na = \"b\"\n", "node.toml:1: unknown key peer; nearest is peers"},
      {"zzzzzzzzzzzzzzzzzzzz = 1\n", "node.toml:1: unknown key zzzzzzzzzzzzzzzzzzzz; allonged --default-config prints every key"},
      {"[rpc]\nport = 70000\n", "node.toml:2: rpc.port is a number from 0 to 65535"},
      {"[rpc]\nport = \"8651\"\n", "node.toml:2: rpc.port is a number from 0 to 65535"},
      {"genesis_file = 7\n", "node.toml:1: genesis_file is a text in double quotes"},
      {"[peers]\n\ntaihe = \"203.0.113.7\"\n", "node.toml:3: peers.taihe: \"203.0.113.7\" is not host:port"},
      {"[log]\nlevel = \"debug\"\n", "node.toml: log.level is info, warning or error, not \"debug\""},
      {"[p2p]\nport = 8651\n", "node.toml: port 8651 is used twice; p2p, rpc and metrics need one each"},
  };
  for (const auto& [text, expected] : cases) {
    const auto config = parse_config(text, "node.toml");
    ASSERT_FALSE(config) << text;
    EXPECT_EQ(config.reason(), Reason::bad_config);
    EXPECT_EQ(config.error().detail, expected);
  }
  const auto broken = parse_config("a = 1\nb = = 2\n", "node.toml");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().detail.find("node.toml:2: "), 0u) << broken.error().detail;
}

TEST(Config, PeersAreValidatorsOfGenesis) {
  const std::vector<MemberHint> members{{"taihe", "192.0.2.1:8650"}, {"jianghai", ""}, {"dongfang", "192.0.2.3:8650"}};
  Config config;
  config.peers = {{"jianghai", "192.0.2.2:8650"}, {"dongfang", "127.0.0.1:9000"}};
  EXPECT_EQ(peer_addresses(config, members, 0).value(), (std::vector<std::string>{"192.0.2.1:8650", "192.0.2.2:8650", "127.0.0.1:9000"}));

  config.peers["dongfagn"] = "192.0.2.3:8650";
  EXPECT_EQ(peer_addresses(config, members, 0).error().detail, "peers.dongfagn: genesis has no validator of this name; nearest is dongfang");
  config.peers = {};
  EXPECT_EQ(peer_addresses(config, members, 0).error().detail,
            "peers.jianghai is missing: genesis has no address for it, and this node has to dial it");
  EXPECT_TRUE(peer_addresses(config, members, 2)) << "jianghai dials this one";
  const std::vector<MemberHint> odd{{"taihe", "192.0.2.1:8650"}, {"jianghai", "nowhere"}};
  EXPECT_EQ(peer_addresses(config, odd, 0).error().detail, "peers.jianghai: \"nowhere\" is not host:port, as genesis has it");
}

TEST(Config, ATakenPortIsNamedByItsKey) {
  EXPECT_TRUE(may_listen("p2p.port", "127.0.0.1", 0));
  asio::io_context io;
  asio::ip::tcp::acceptor taken(io, {asio::ip::make_address("127.0.0.1"), 0});
  const std::uint16_t port = taken.local_endpoint().port();
  const auto refused = may_listen("rpc.port", "127.0.0.1", port);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.reason(), Reason::bad_config);
  EXPECT_EQ(refused.error().detail.find("rpc.port: cannot listen on 127.0.0.1:" + std::to_string(port) + ": "), 0u) << refused.error().detail;
  EXPECT_FALSE(may_listen("p2p.port", "nowhere", 1));
}

TEST(Config, TheDefaultTextSaysWhatAnEmptyFileSays) {
  const auto empty = parse_config("", "a");
  const auto commented = parse_config(default_config_text(), "b");
  ASSERT_TRUE(commented) << commented.error().detail;
  // Every key of the text, taken out of its comment, is known and has its default.
  std::string text = default_config_text();
  for (std::size_t at = text.find("\n# "); at != std::string::npos; at = text.find("\n# ", at + 1)) {
    const std::string line = text.substr(at + 3, text.find('\n', at + 1) - at - 3);
    const auto equals = line.find(" = ");
    if (equals != std::string::npos && line.find(' ') == equals && line.find("taihe") == std::string::npos)
      text.erase(at + 1, 2);
  }
  const auto said = parse_config(text, "c");
  ASSERT_TRUE(said) << said.error().detail << text;
  for (const Setting& setting : settings()) {
    if (const auto* const words = std::get_if<std::string Config::*>(&setting.member))
      EXPECT_EQ((*said).*(*words), (*empty).*(*words)) << setting.key;
    else
      EXPECT_EQ((*said).*(std::get<std::uint32_t Config::*>(setting.member)), (*empty).*(std::get<std::uint32_t Config::*>(setting.member)));
    EXPECT_NE(text.find("\n" + std::string(setting.key) + " = "), std::string::npos) << setting.key;
  }
}

TEST(Config, PathsAreTakenFromTheFilesFolder) {
  const TemporaryFolder folder;
  put_file(folder / "node.toml", bytes_of("genesis_file = \"/etc/genesis.json\"\n"));
  const auto config = read_config_file(folder / "node.toml");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->data_directory, folder / "data");
  EXPECT_EQ(config->genesis_file, "/etc/genesis.json");
  EXPECT_EQ(config->log_file, "");
  EXPECT_EQ(read_config_file(folder / "none.toml").reason(), Reason::bad_config);
}

// ---- log ----

TEST(LogFile, NobodysTextMakesASecondLineOrMovesTheTerminal) {
  EXPECT_EQ(escaped_log_value("plain-7:8"), "plain-7:8");
  EXPECT_EQ(escaped_log_value(""), "\"\"");
  EXPECT_EQ(escaped_log_value("two words"), "\"two words\"");
  EXPECT_EQ(escaped_log_value("a\"b\\c"), "\"a\\\"b\\\\c\"");
  EXPECT_EQ(escaped_log_value("x\nevent=forged"), "\"x\\nevent=forged\"");
  EXPECT_EQ(escaped_log_value("\x1b[31mred"), "\"\\u{1b}[31mred\"");
  EXPECT_EQ(escaped_log_value("\xe2\x80\xaetxt"), "\"\\u{202e}txt\"");
  EXPECT_EQ(escaped_log_value("泰和"), "泰和");
  EXPECT_EQ(escaped_log_value("\xff\xc0\x80"), "\"\\xff\\xc0\\x80\"");
  EXPECT_LT(escaped_log_value(std::string(10'000, 'a')).size(), 600u);
}

TEST(LogFile, WritesOneLinePerEventAndCountsWhatIsTooMuch) {
  const TemporaryFolder folder;
  struct HandClock final : Clock {
    std::uint64_t wall_ms() const override { return 1'772'413'200'000; }
    std::uint64_t steady_ms() const override { return now; }
    std::uint64_t now = 5'000;
  } clock;
  MetricsRegistry metrics;
  {
    const auto log = LogFile::open(folder / "node.log", Level::info, clock, metrics);
    ASSERT_TRUE(log) << log.error().detail;
    for (int i = 0; i < 250; ++i) (*log)->write(Level::info, "knock", {{"peer", "taihe"}, {"n", std::to_string(i)}});
    (*log)->write(Level::error, "other", {});
    clock.now += 1'000;
    (*log)->write(Level::info, "knock", {{"n", "later"}});
    (*log)->set_level(Level::error);
    (*log)->write(Level::warning, "quiet", {});
  }
  const std::string text = read_text_file(folder / "node.log", 1 << 20).value();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 103);
  EXPECT_EQ(text.find("2026-03-02T01:00:00.000Z info knock peer=taihe n=0\n"), 0u) << text.substr(0, 200);
  EXPECT_NE(text.find(" warning lines_suppressed of=knock count=150\n"), std::string::npos);
  EXPECT_EQ(text.find("quiet"), std::string::npos);
  EXPECT_NE(metrics.text().find("allonge_log_lines_suppressed_total 150\n"), std::string::npos);
}

TEST(LogFile, SaysSoWhenItCannotBeWritten) {
  const SystemClock clock;
  NoMetrics metrics;
  EXPECT_EQ(LogFile::open("/proc/no/such/folder/node.log", Level::info, clock, metrics).reason(), Reason::disk_trouble);
}

// ---- metrics ----

TEST(MetricsRegistry, ShowsTheTableInPrometheusText) {
  MetricsRegistry metrics;
  metrics.set(Metric::chain_height, 42, {});
  metrics.add(Metric::handshake_failures, 2, "clock");
  metrics.set(Metric::clock_offset, 1'500, "taihe");
  metrics.observe_us(Metric::fsync, 85, "log");
  const std::string text = metrics.text();
  for (const char* const line :
       {"\nallonge_chain_height 42\n", "\nallonge_p2p_handshake_failures_total{reason=\"clock\"} 2\n",
        "\nallonge_p2p_clock_offset_seconds{org=\"taihe\"} 1.5\n", "\nallonge_fsync_seconds_bucket{file=\"log\",le=\"0.0001\"} 1\n",
        "\n# TYPE allonge_consensus_nullified_views_total counter\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

TEST(DiskWatch, TellsSizesFromTheStart) {
  const TemporaryFolder folder;
  MetricsRegistry metrics;
  MemoryLog log;
  const DiskWatch watch(folder.path(), {{"log", [] { return std::uint64_t(77); }}}, log, metrics);
  EXPECT_NE(metrics.text().find("allonge_store_bytes{db=\"log\"} 77\n"), std::string::npos);
  EXPECT_EQ(metrics.text().find("allonge_disk_free_bytes 0\n"), std::string::npos);
  EXPECT_EQ(watch.is_low(), log.count({"disk_low"}) == 1);
}

TEST(MetricsRegistry, ALabelDoesNotFillTheMemory) {
  MetricsRegistry metrics;
  for (int i = 0; i < 10'000; ++i) metrics.add(Metric::transactions_refused, 1, std::to_string(i));
  const std::string text = metrics.text();
  EXPECT_NE(text.find("allonge_tx_refused_total{code=\"other\"} 9936\n"), std::string::npos);
  EXPECT_LT(text.size(), 30'000u);
}

}  // namespace
}  // namespace allonge::node
