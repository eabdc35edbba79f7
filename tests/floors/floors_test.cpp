// Who may include whom: the table of the floor plan as data, held against every #include line. The
// build cannot hold it, because Debian keeps all headers in one directory.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/floors/source_lines.h"

namespace allonge::floors {
namespace {

// A room is the longest beginning of a file's path in this table. A file with a row of its own may
// include more than its folder.
struct Room {
  const char* path;
  std::vector<std::string> own;      // beginnings of "quoted" includes
  std::vector<std::string> foreign;  // beginnings of <angle> includes beyond the standard library
};

const std::vector<std::string> programs_below{"ledger/", "contracts/", "consensus/", "api/", "node/"};
const std::vector<std::string> posix{"unistd.h", "fcntl.h",    "signal.h",  "termios.h", "dirent.h", "sys/",
                                     "pthread.h", "netinet/", "arpa/", "netdb.h", "poll.h", "spawn.h", "pwd.h"};

std::vector<std::string> with(std::vector<std::string> some, const std::vector<std::string>& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

const std::vector<Room> rooms{
    // floor 1
    {"ledger/", {"ledger/"}, {"sodium.h"}},
    {"ledger/digest.cpp", {"ledger/"}, {"openssl/"}},
    {"ledger/core_file.h", {"ledger/"}, {"sys/resource.h"}},
    // floor 2
    {"contracts/", {"contracts/", "ledger/"}, {}},
    {"consensus/", {"consensus/", "ledger/"}, {}},
    // floor 3
    {"api/", {"api/", "contracts/", "ledger/"}, {"nlohmann/"}},
    // floor 4
    {"node/", programs_below, {}},
    {"node/main.cpp", programs_below, posix},
    {"node/world/", programs_below,
     with(posix, {"boost/asio", "boost/beast", "boost/system", "leveldb/", "google/protobuf/", "openssl/", "sodium.h",
                  "toml++/", "spdlog/", "prometheus/", "zstd.h"})},
    {"wallet/", {"wallet/", "api/", "contracts/", "ledger/"},
     with(posix, {"CLI/", "utf8proc.h", "qrencode.h", "sqlite3.h", "sodium.h", "zlib.h", "boost/asio", "boost/beast", "boost/system",
                  "openssl/"})},
};

const Room& room_of(const std::string& path) {
  const Room* best = nullptr;
  for (const Room& room : rooms)
    if (path.rfind(room.path, 0) == 0 && (best == nullptr || std::string(room.path).size() > std::string(best->path).size()))
      best = &room;
  EXPECT_NE(best, nullptr) << path << " stands on no floor";
  return *best;
}

bool begins_with_one_of(const std::string& name, const std::vector<std::string>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [&](const std::string& one) { return name.rfind(one, 0) == 0; });
}

// Headers of the C++ library have neither a folder nor an ending.
bool is_standard(const std::string& name) { return name.find_first_of("/.") == std::string::npos; }

// Why a line may not stand where it does; empty if it may, or includes nothing.
std::string objection(const SourceLine& line) {
  const std::size_t hash = line.text.find_first_not_of(" \t");
  if (hash == std::string::npos || line.text[hash] != '#') return {};
  const std::size_t word = line.text.find_first_not_of(" \t", hash + 1);
  if (word == std::string::npos || line.text.compare(word, 7, "include") != 0) return {};
  const std::size_t open = line.text.find_first_of("<\"", word);
  if (open == std::string::npos) return "an include by macro cannot be checked";
  const std::size_t close = line.text.find_first_of(">\"", open + 1);
  const std::string name = line.text.substr(open + 1, close - open - 1);
  const Room& room = room_of(line.path);
  if (line.text[open] == '<') {
    if (is_standard(name) || begins_with_one_of(name, room.foreign)) return {};
    return std::string(room.path) + " may not use <" + name + ">";
  }
  if (begins_with_one_of(name, room.own)) {
    if (name.rfind("node/world/", 0) != 0 || begins_with_one_of(line.path, {"node/world/", "node/main.cpp"})) return {};
    return "only node/main.cpp and node/world itself know node/world";
  }
  if (name.find('/') == std::string::npos) return "an include is written from the root of the project";
  return std::string(room.path) + " may not enter " + name;
}

TEST(Floors, NobodyEntersAFloorAboveTheirOwn) {
  for (const char* folder : {"ledger", "contracts", "consensus", "api", "node", "wallet"}) {
    std::size_t includes = 0;
    for (const SourceLine& line : lines_of(ALLONGE_SOURCE_DIR, folder)) {
      includes += line.text.find("#include") != std::string::npos;
      EXPECT_EQ(objection(line), "") << line.place();
    }
    EXPECT_GT(includes, 10u) << folder << " was not read";
  }
}

TEST(Floors, OneFileOfTheLedgerUsesLibcrypto) {
  std::set<std::string> files;
  for (const SourceLine& line : lines_of(ALLONGE_SOURCE_DIR, "ledger"))
    if (line.text.find("openssl/") != std::string::npos && line.text.find("#include") == 0) files.insert(line.path);
  EXPECT_EQ(files, std::set<std::string>{"ledger/digest.cpp"});
}

// Debian keeps Beast in the same package; each file that includes it costs seconds to compile.
TEST(Floors, TheWalletTouchesTheNetworkInOneFile) {
  std::set<std::string> files;
  for (const SourceLine& line : lines_of(ALLONGE_SOURCE_DIR, "wallet"))
    if (line.text.find("#include <boost/beast") == 0) files.insert(line.path);
  EXPECT_LE(files.size(), 1u);
}

TEST(Floors, TheCheckItselfSeesOffenders) {
  const auto says = [](const char* path, const char* text) { return objection({path, 1, text, text}); };
  EXPECT_EQ(says("ledger/x.h", "#include \"ledger/amount.h\""), "");
  EXPECT_EQ(says("ledger/x.h", "#include <vector>"), "");
  EXPECT_EQ(says("ledger/digest.cpp", "#include <openssl/evp.h>"), "");
  EXPECT_EQ(says("node/main.cpp", "#include \"node/world/clock.h\""), "");
  for (const auto& [path, text] : std::vector<std::pair<const char*, const char*>>{
           {"ledger/x.h", "#include \"contracts/party/party.h\""},
           {"ledger/x.h", "  #  include \"contracts/party/party.h\""},
           {"ledger/x.h", "#include \"amount.h\""},
           {"ledger/x.h", "#include <openssl/evp.h>"},
           {"ledger/x.h", "#include <nlohmann/json.hpp>"},
           {"ledger/x.h", "#include SOMETHING"},
           {"contracts/party/x.cpp", "#include \"consensus/events.h\""},
           {"contracts/party/x.cpp", "#include <sodium.h>"},
           {"consensus/x.cpp", "#include \"contracts/context.h\""},
           {"consensus/x.cpp", "#include \"node/ports.h\""},
           {"api/x.cpp", "#include \"node/ports.h\""},
           {"node/driver.cpp", "#include \"node/world/clock.h\""},
           {"node/driver.cpp", "#include <boost/asio/post.hpp>"},
           {"node/driver.cpp", "#include <unistd.h>"},
           {"node/driver.cpp", "#include \"wallet/keystore.h\""},
           {"wallet/x.cpp", "#include \"node/genesis.h\""},
           {"wallet/x.cpp", "#include \"tests/support/parties.h\""}})
    EXPECT_NE(says(path, text), "") << path << ": " << text;
}

}  // namespace
}  // namespace allonge::floors
