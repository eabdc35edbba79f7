#include "ledger/draft.h"

#include <gtest/gtest.h>

#include <random>

#include "ledger/memory_store.h"
#include "ledger/table.h"

namespace allonge {
namespace {

Bytes key(std::string_view words) { return copy_of(bytes_of(words)); }

std::string walk(const View& view, std::string_view prefix) {
  std::string out;
  Bytes from = key(prefix);
  while (auto found = view.next(from, key(prefix))) {
    out += std::string(text_of(found->key)) + "=" + std::string(text_of(found->value)) + " ";
    from = std::move(found->key);
    from.push_back(0);
  }
  return out;
}

TEST(Draft, LaysChangesOverAView) {
  MemoryStore store;
  ASSERT_TRUE(store.write({{key("a1"), key("old")}, {key("a3"), key("old")}, {key("b1"), key("old")}}, true));
  Draft draft(store);
  draft.put(key("a2"), key("new"));
  draft.put(key("a3"), key("new"));
  draft.erase(key("a1"));
  draft.erase(key("never there"));
  EXPECT_EQ(walk(draft, "a"), "a2=new a3=new ");
  EXPECT_EQ(walk(draft, ""), "a2=new a3=new b1=old ");
  EXPECT_EQ(walk(store, "a"), "a1=old a3=old ") << "the view beneath stays as it was";
  EXPECT_FALSE(draft.get(key("a1")));
  EXPECT_EQ(*draft.get(key("b1")), key("old"));
}

TEST(Draft, IsKeptOrForgottenAsOne) {
  MemoryStore store;
  Draft block(store);
  block.put(key("x"), key("1"));
  {
    Draft refused(block);
    refused.put(key("x"), key("2"));
    refused.erase(key("x"));
  }
  EXPECT_EQ(*block.get(key("x")), key("1"));
  Draft accepted(block);
  accepted.erase(key("x"));
  accepted.put(key("y"), key("3"));
  accepted.merge_into(block);
  EXPECT_EQ(walk(block, ""), "y=3 ");
  EXPECT_EQ(block.take().size(), 2u);
}

// A draft made from a draft was its copy: it saw nothing that the lower one changed afterwards, and
// merging wrote every change of the block again.
TEST(Draft, MadeFromADraftNestsAndDoesNotCopy) {
  MemoryStore store;
  Draft block(store);
  block.put(key("x"), key("1"));
  Draft inner(block);
  EXPECT_TRUE(inner.changes().empty());
  block.put(key("y"), key("2"));
  EXPECT_EQ(walk(inner, ""), "x=1 y=2 ");
}

// Three drafts over a store against one map, in every question.
TEST(Draft, NestedDraftsAnswerAsOneMap) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 dice(seed);
  for (int round = 0; round < 300; ++round) {
    MemoryStore store;
    std::map<Bytes, Bytes> model;
    const auto random_key = [&] {
      std::string out;
      for (std::size_t n = dice() % 3; n > 0; --n) out += "ab\xff"[dice() % 3];
      return key(out);
    };
    Changes first;
    for (int i = 0; i < 8; ++i) first[random_key()] = key("0");
    for (const auto& [k, v] : first) model[k] = *v;
    ASSERT_TRUE(store.write(first, true));
    Draft one(store), two(one), three(two);
    for (Draft* draft : {&one, &two, &three}) {  // in this order: the map knows the last change only
      for (std::size_t n = dice() % 6; n > 0; --n) {
        const Bytes k = random_key();
        if (dice() % 2 == 0) {
          draft->erase(k);
          model.erase(k);
        } else {
          const Bytes v = key(std::to_string(dice() % 10));
          draft->put(k, v);
          model[k] = v;
        }
      }
    }
    for (int question = 0; question < 60; ++question) {
      const Bytes from = random_key(), prefix = random_key();
      const auto got = three.next(from, prefix);
      auto expected = model.lower_bound(from);
      while (expected != model.end() && !starts_with(expected->first, prefix)) ++expected;
      ASSERT_EQ(got.has_value(), expected != model.end()) << hex(from) << " " << hex(prefix);
      if (got) {
        ASSERT_EQ(got->key, expected->first);
        ASSERT_EQ(got->value, expected->second);
      }
      const auto value = three.get(from);
      ASSERT_EQ(value.has_value(), model.contains(from));
      if (value) { ASSERT_EQ(*value, model[from]); }
    }
  }
}

TEST(MemoryStore, SnapshotStaysAsItWas) {
  MemoryStore store;
  ASSERT_TRUE(store.write({{key("a"), key("1")}}, true));
  const auto before = store.snapshot();
  ASSERT_TRUE(store.write({{key("a"), std::nullopt}, {key("b"), key("2")}}, false));
  EXPECT_EQ(walk(*before, ""), "a=1 ");
  EXPECT_EQ(walk(store, ""), "b=2 ");
}

struct Entry {
  std::uint64_t number = 0;
  static constexpr auto fields() { return std::tuple{Field{1, "number", &Entry::number, "a number"}}; }
};
constexpr Table<Entry, PartyId, std::uint32_t> entries{7, "entry"};
constexpr Table<Entry, std::uint32_t> others{8, "other"};

TEST(Table, KeepsRecordsUnderTheirKeys) {
  MemoryStore store;
  Draft draft(store);
  const PartyId taihe = *PartyId::parse("taihe"), jianghai = *PartyId::parse("jianghai");
  for (std::uint32_t i : {300u, 2u, 70'000u}) entries.put(draft, taihe, i, Entry{i});
  entries.put(draft, jianghai, 1, Entry{1});
  others.put(draft, 5, Entry{5});
  EXPECT_EQ(entries.get(draft, taihe, 300)->number, 300u);
  EXPECT_EQ(entries.get(draft, taihe, 3).reason(), Reason::not_found);
  EXPECT_TRUE(entries.has(draft, jianghai, 1));

  std::vector<std::uint64_t> seen;
  const auto visit = [&](BytesView, const Entry& entry) { return seen.push_back(entry.number), true; };
  entries.walk(draft, visit, taihe);
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{2, 300, 70'000})) << "keys sort as numbers";
  seen.clear();
  entries.walk(draft, visit);
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{1, 2, 300, 70'000})) << "only its own table";
  seen.clear();
  entries.walk(draft, [&](BytesView, const Entry& entry) { return seen.push_back(entry.number), seen.size() < 2; });
  EXPECT_EQ(seen.size(), 2u) << "stops when told";

  entries.erase(draft, taihe, 300);
  EXPECT_FALSE(entries.find(draft, taihe, 300));
}

TEST(Table, KeysOfFixedWidthNeverBeginOneAnother) {
  const Bytes one = entries.key(*PartyId::parse("abc"), 1u), two = entries.key(*PartyId::parse("abcd"), 1u);
  EXPECT_EQ(one.size(), two.size());
  EXPECT_EQ(one.size(), 2u + 32u + 4u);
  EXPECT_TRUE(compare(one, two) < 0);
}

TEST(TableDeathTest, StopsAtADamagedRecord) {
  MemoryStore store;
  Draft draft(store);
  draft.put(others.key(1u), Bytes{0xff});
  EXPECT_EXIT(static_cast<void>(others.find(draft, 1u)), testing::ExitedWithCode(70), "canonical bytes");
}

}  // namespace
}  // namespace allonge
