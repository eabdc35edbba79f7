// A node that answers over HTTP as a true one does, out of a ledger in memory, until a test lets it
// lie: for everything the wallet must not believe. With it comes a home of its own for the wallet,
// and commands that run as they run when they are typed.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <thread>

#include "tests/support/ledger_backend.h"
#include "tests/support/program.h"

namespace allonge::wallet {

class LyingNode {
 public:
  explicit LyingNode(test::LedgerBackend& ledger);
  ~LyingNode();
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  // What it answers to a method in place of the truth: out of the honest answer's text. It may first do
  // what it was asked to do, and deny it.
  std::map<std::string, std::function<std::string(const std::string& honest)>> lies;
  std::vector<std::string> asked;  // the methods, in order
  std::vector<std::string> bodies;

  static std::string refusal(const char* reason);

 private:
  void serve();
  std::string answer_to(const std::string& body);

  test::LedgerBackend& ledger_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

// One run of a command in this process.
struct Said {
  int code = -1;
  std::string out;
  std::string err;
};

class LyingWorld {
 public:
  explicit LyingWorld(GenesisConfig genesis);
  LyingWorld() : LyingWorld(test::demo_genesis()) {}

  // allonge with these words.
  Said allonge(std::vector<std::string> words);
  // `allonge use here --node URL --genesis FILE`; false: without the genesis file.
  void use_node(bool with_genesis);
  // A sealed key file of the party's person, and the passphrase file that opens it.
  void give_key(const char* party, const char* person);
  std::string file(const std::string& name) const { return home.path() + "/" + name; }
  void write_genesis(const GenesisConfig& genesis, const std::string& name);

  const allonge::testing::TemporaryFolder home;
  test::LedgerBackend ledger;
  LyingNode node;
};

// The demo consortium as a production network whose calendar is this machine's.
GenesisConfig production_genesis();

}  // namespace allonge::wallet
