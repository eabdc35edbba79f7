// Runs a program as a shell would and keeps what it said: for tests that go through the real programs.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace allonge::testing {

struct Ran {
  int code = -1;      // exit code; 128 + signal when it was killed
  std::string out;
  std::string err;
};

// `environment` is added to this process's; `folder` is the working folder, `input` its stdin.
Ran run_program(const std::vector<std::string>& arguments, const std::vector<std::pair<std::string, std::string>>& environment,
                const std::string& folder, const std::string& input = {});

// A folder that is removed with everything in it when the test is over.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace allonge::testing
