// Plays every story of tests/scenarios/consensus.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "tests/consensus/story.h"

namespace {

std::vector<std::string> story_names() {
  std::vector<std::string> out;
  for (const auto& entry :
       std::filesystem::directory_iterator(ALLONGE_SOURCE_DIR "/tests/scenarios/consensus"))
    if (entry.path().extension() == ".txt") out.push_back(entry.path().stem().string());
  std::sort(out.begin(), out.end());
  return out;
}

class Scenario : public testing::TestWithParam<std::string> {};

TEST_P(Scenario, EndsAsTold) {
  std::ifstream file(ALLONGE_SOURCE_DIR "/tests/scenarios/consensus/" + GetParam() + ".txt");
  std::stringstream text;
  text << file.rdbuf();
  const auto result = allonge::sim::play(text.str());
  EXPECT_TRUE(result.ok) << GetParam() << ".txt " << result.trouble;
}

INSTANTIATE_TEST_SUITE_P(Consensus, Scenario, testing::ValuesIn(story_names()),
                         [](const auto& story) { return story.param; });

}  // namespace
