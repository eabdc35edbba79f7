// A test network of real processes in a temporary folder, driven through the wallet's command line as
// a person would drive it. Nothing of the node or the contracts is linked in.
#pragma once

#include <gtest/gtest.h>

#include "tests/support/program.h"

namespace allonge::testing {

class Testnet {
 public:
  Testnet();
  ~Testnet();  // stops what it started

  // allonge with these words, in the network's own folder and with a home of its own.
  Ran allonge(std::vector<std::string> words, const std::string& input = {}) const;
  // A script of the project, on this network and with these programs.
  Ran script(const std::string& name) const;
  // The same as allonge, which must end with 0; gives stdout without the last newline.
  std::string done(std::vector<std::string> words) const;
  // The same, which must end with this code and name this reason on stderr.
  void refused(int code, const std::string& reason, std::vector<std::string> words) const;

  void up(const std::string& date, int validators = 4) const;
  // One JSON-RPC call by the wallet: the whole answer's text.
  std::string rpc(const std::vector<std::string>& words) const;
  std::string folder() const { return home_.path() + "/allonge-testnet"; }
  std::string file(const std::string& name) const { return home_.path() + "/" + name; }

  std::uint64_t height_of(const std::string& node) const;  // 0 when it does not answer
  // Until all nodes are at least where the highest is now; false after the time.
  bool all_level(const std::vector<std::string>& nodes, std::uint64_t timeout_ms) const;

  bool are_programs_there() const;

 private:
  std::vector<std::pair<std::string, std::string>> surroundings() const;
  TemporaryFolder home_;
  std::string program_;
};

inline const std::vector<std::string> validators{"taihe", "jianghai", "dongfang", "regulator"};

// The value of the first "name": in a JSON text, without quotes.
std::string member(const std::string& json, const std::string& name, std::size_t from = 0);
std::string slurp(const std::string& path);
std::string sha256(const std::string& text);

}  // namespace allonge::testing
