#include "api/page_book.h"

#include "contracts/operations.h"
#include "tests/api/story.h"

namespace allonge::test {
namespace {

std::vector<std::string> names(const JsonValue& reply) {
  std::vector<std::string> out;
  for (const JsonValue& one : reply.find("parties")->items) out.push_back(text_at(one, "id"));
  return out;
}

TEST(Paging, WalksAWholeListPageByPage) {
  Story story;
  const std::vector<std::string> all = names(story.result("party_list", R"({"limit":500})"));
  ASSERT_EQ(all.size(), 8u);
  for (const int limit : {1, 3, 8, 9}) {
    std::vector<std::string> walked;
    std::string next;
    for (int round = 0; round < 20; ++round) {
      const JsonValue page = story.result(
          "party_list", R"({"limit":)" + std::to_string(limit) + (next.empty() ? "" : R"(,"next":")" + next + "\"") + "}");
      EXPECT_LE(names(page).size(), std::size_t(limit));
      for (const std::string& one : names(page)) walked.push_back(one);
      if (page.find("next") == nullptr) break;
      next = text_at(page, "next");
    }
    EXPECT_EQ(walked, all) << limit;
  }
}

TEST(Paging, EveryPageIsReadAtTheHeightOfTheFirst) {
  Story story;
  const JsonValue first = story.result("party_list", R"({"limit":2})");
  const auto admitted = story.ledger.act("operator", party::AdmitParty{application_of("zzz-late", {Role::holder})});
  ASSERT_TRUE(admitted.ok);
  std::vector<std::string> walked = names(first);
  std::string next = text_at(first, "next");
  while (!next.empty()) {
    const JsonValue page = story.result("party_list", R"({"limit":2,"next":")" + next + "\"}");
    EXPECT_EQ(text_at(page, "height"), text_at(first, "height"));
    for (const std::string& one : names(page)) walked.push_back(one);
    next = page.find("next") == nullptr ? "" : text_at(page, "next");
  }
  EXPECT_EQ(walked.size(), 8u);
  EXPECT_EQ(names(story.result("party_list", "{}")).size(), 9u);
}

TEST(Paging, ATokenHoldsOnlyForItsOwnList) {
  Story story;
  const std::string next = text_at(story.result("party_list", R"({"limit":2})"), "next");
  const auto code = [&](const std::string& method, const std::string& params) { return text_at(story.error(method, params), "code"); };
  EXPECT_EQ(code("party_list", R"({"limit":2,"role":"holder","next":")" + next + "\"}"), "1303");
  EXPECT_EQ(code("cert_list", R"({"next":")" + next + "\"}"), "1303");
  EXPECT_EQ(code("party_list", R"({"next":"AAAA"})"), "1303");
  EXPECT_EQ(code("party_list", R"({"next":"*"})"), "1303");
  std::string changed = next;
  changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(code("party_list", R"({"next":")" + changed + "\"}"), "1303");
  EXPECT_EQ(code("party_list", R"({"limit":0})"), "-32602");
  EXPECT_EQ(code("party_list", R"({"limit":501})"), "-32602");
  story.result("party_list", R"({"limit":5,"next":")" + next + "\"}");  // the size may change
}

TEST(Paging, ATokenLivesTenMinutes) {
  Story story;
  const std::string next = text_at(story.result("party_list", R"({"limit":2})"), "next");
  story.ledger.pass(api::PageBook::kept_ms - 1);
  story.result("party_list", R"({"limit":500,"next":")" + next + "\"}");
  story.ledger.pass(1);
  EXPECT_EQ(text_at(story.error("party_list", R"({"limit":500,"next":")" + next + "\"}"), "code"), "1303");
}

TEST(Paging, KeepsAtMostSixtyFourSnapshots) {
  Story story;
  std::vector<std::string> tokens;
  for (int i = 0; i < 65; ++i) {
    tokens.push_back(text_at(story.result("party_list", R"({"limit":2})"), "next"));
    story.ledger.make_block();
  }
  EXPECT_EQ(story.ledger.pages().pins(), 64u);
  EXPECT_EQ(text_at(story.error("party_list", R"({"next":")" + tokens.front() + "\"}"), "code"), "1303");
  story.result("party_list", R"({"next":")" + tokens[1] + "\"}");
  story.result("party_list", R"({"next":")" + tokens.back() + "\"}");
  for (int i = 0; i < 100; ++i) story.result("party_list", R"({"limit":2})");
  EXPECT_LE(story.ledger.pages().pins(), 64u) << "lists of one height share a snapshot";
}

TEST(Paging, ListsBlocksBothWays) {
  Story story;
  const std::uint64_t head = story.ledger.snapshot()->header().height;
  for (const char* order : {"ascending", "descending"}) {
    std::vector<std::string> heights;
    std::string next;
    do {
      const JsonValue page = story.result("chain_listBlocks", std::string(R"({"limit":3,"order":")") + order + "\"" +
                                                                  (next.empty() ? "" : R"(,"next":")" + next + "\"") + "}");
      for (const JsonValue& one : page.find("blocks")->items) heights.push_back(text_at(one, "height"));
      next = page.find("next") == nullptr ? "" : text_at(page, "next");
    } while (!next.empty());
    ASSERT_EQ(heights.size(), head);
    EXPECT_EQ(heights.front(), std::string(order) == "ascending" ? "1" : std::to_string(head));
    EXPECT_EQ(heights.back(), std::string(order) == "ascending" ? std::to_string(head) : "1");
  }
  EXPECT_EQ(story.result("chain_listBlocks", R"({"from":2,"to":3})").find("blocks")->items.size(), 2u);
  EXPECT_EQ(story.result("chain_listBlocks", R"({"from":999})").find("blocks")->items.size(), 0u);
}

TEST(Paging, RangesOfAllPagesTileTheFace) {
  Story story;
  std::uint64_t at = 1;
  std::string next;
  do {
    const JsonValue page = story.result("cert_ranges", R"({"certificate":")" + story.certificate.text() + R"(","limit":1)" +
                                                           (next.empty() ? "" : R"(,"next":")" + next + "\"") + "}");
    for (const JsonValue& one : page.find("ranges")->items) {
      EXPECT_EQ(text_at(one, "start"), std::to_string(at));
      at = std::stoull(text_at(one, "end")) + 1;
    }
    next = page.find("next") == nullptr ? "" : text_at(page, "next");
  } while (!next.empty());
  EXPECT_EQ(at, 100'000'001u);
}

}  // namespace
}  // namespace allonge::test
