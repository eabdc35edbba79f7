#include "tests/e2e/testnet.h"

#include <openssl/sha.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

namespace allonge::testing {

Testnet::Testnet() : program_(std::string(ALLONGE_BINARY_DIR) + "/wallet/allonge") {}

Testnet::~Testnet() {
  if (::testing::Test::HasFailure())
    for (const std::string& name : validators) {
      const std::string log = slurp(folder() + "/" + name + "/node.log");
      std::fprintf(stderr, "---- last lines of %s\n%s\n", name.c_str(), log.substr(log.size() > 3000 ? log.size() - 3000 : 0).c_str());
    }
  allonge({"testnet", "down"});
}

bool Testnet::are_programs_there() const {
  return access(program_.c_str(), X_OK) == 0 && access((std::string(ALLONGE_BINARY_DIR) + "/node/allonged").c_str(), X_OK) == 0;
}

std::vector<std::pair<std::string, std::string>> Testnet::surroundings() const {
  return {{"HOME", home_.path()}, {"XDG_CONFIG_HOME", home_.path() + "/config"}, {"XDG_STATE_HOME", home_.path() + "/state"},
          {"ALLONGE_TESTNET", folder()}, {"ALLONGED", std::string(ALLONGE_BINARY_DIR) + "/node/allonged"},
          {"ALLONGE_PROGRAM", program_}, {"TZ", "UTC"}, {"LANG", "C.UTF-8"}, {"LC_ALL", "C.UTF-8"}, {"ALLONGE_AS", ""},
          {"ALLONGE_NODE", ""}};
}

Ran Testnet::allonge(std::vector<std::string> words, const std::string& input) const {
  words.insert(words.begin(), program_);
  return run_program(words, surroundings(), home_.path(), input);
}

Ran Testnet::script(const std::string& name) const {
  return run_program({"/bin/bash", std::string(ALLONGE_SOURCE_DIR) + "/" + name}, surroundings(), home_.path());
}

std::string Testnet::done(std::vector<std::string> words) const {
  Ran ran = allonge(words);
  std::string line;
  for (const std::string& word : words) line += " " + word;
  EXPECT_EQ(ran.code, 0) << "allonge" << line << "\n" << ran.out << ran.err;
  while (!ran.out.empty() && ran.out.back() == '\n') ran.out.pop_back();
  return ran.out;
}

void Testnet::refused(int code, const std::string& reason, std::vector<std::string> words) const {
  const Ran ran = allonge(words);
  std::string line;
  for (const std::string& word : words) line += " " + word;
  EXPECT_EQ(ran.code, code) << "allonge" << line << "\n" << ran.out << ran.err;
  EXPECT_NE(ran.err.find(reason), std::string::npos) << "allonge" << line << "\n" << ran.err;
}

void Testnet::up(const std::string& date, int count) const {
  const Ran ran = allonge({"testnet", "up", "--date", date, "-n", std::to_string(count)});
  ASSERT_EQ(ran.code, 0) << ran.out << ran.err;
}

std::string Testnet::rpc(const std::vector<std::string>& words) const {
  std::vector<std::string> all = words;
  all.push_back("--json");
  return done(all);
}

std::uint64_t Testnet::height_of(const std::string& node) const {
  const Ran ran = allonge({"--node", node, "node", "status", "--json"});
  if (ran.code != 0) return 0;
  const std::string height = member(ran.out, "height");
  return height.empty() ? 0 : std::stoull(height);
}

bool Testnet::all_level(const std::vector<std::string>& nodes, std::uint64_t timeout_ms) const {
  std::uint64_t highest = 0;
  for (const std::string& node : nodes) highest = std::max(highest, height_of(node));
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  for (const std::string& node : nodes)
    while (height_of(node) < highest) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  return highest > 0;
}

std::string member(const std::string& json, const std::string& name, std::size_t from) {
  const std::string mark = "\"" + name + "\":";
  std::size_t at = json.find(mark, from);
  if (at == std::string::npos) return {};
  at += mark.size();
  if (at < json.size() && json[at] == '"') {
    const std::size_t end = json.find('"', at + 1);
    return json.substr(at + 1, end - at - 1);
  }
  return json.substr(at, json.find_first_of(",}]", at) - at);
}

std::string slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

std::string sha256(const std::string& text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  std::string out;
  for (const unsigned char byte : digest) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", byte);
    out += two;
  }
  return out;
}

}  // namespace allonge::testing
