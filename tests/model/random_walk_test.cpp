// A hundred thousand random acts on the real contracts and on the slow, obvious ledger (walk.h). Prints its
// seed; to walk another way set ALLONGE_SEED, to walk farther ALLONGE_ACTS.
#include <cstdlib>

#include "contracts/execute.h"
#include "ledger/state_tree.h"
#include "tests/model/walk.h"
#include "tests/model/walk_world.h"

#include <gtest/gtest.h>

namespace allonge::test {

using namespace allonge::receivable;

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

TEST(RandomWalk, LedgerAndModelAgree) {
  const std::uint64_t seed = from_environment("ALLONGE_SEED", 20260302);
  const std::uint64_t acts = from_environment("ALLONGE_ACTS", 100'000);
  std::printf("seed %llu, %llu acts\n", static_cast<unsigned long long>(seed), static_cast<unsigned long long>(acts));
  Walk walk(seed, walk_genesis());
  while (walk.acts < acts) {
    ASSERT_TRUE(walk.block()) << "seed " << seed;
    if (walk.blocks % 200 == 0) walk.look_closely();
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
  }
  walk.look_closely();
  std::printf("%zu acts in %zu blocks, %zu transactions done\n", walk.acts, walk.blocks, walk.done);
  for (const auto& [what, count] : walk.outcomes) std::printf("  %6zu %s\n", count, what.c_str());
  // A walk that is refused everywhere proves nothing.
  EXPECT_GT(walk.done, walk.acts * 3 / 10);
  if (acts < 100'000) return;
  for (const char* what :
       {"invoice.register CONFLICTING_INVOICE", "invoice.register DUP_INVOICE", "invoice.confirm DUP_INVOICE",
        "cert.accept done", "cert.accept_transfer done", "cert.cancel_transfer done", "cert.issue INVOICE_UNCONFIRMED",
        "cert.issue ISSUER_SUSPENDED", "cert.issue LIMIT_EXCEEDED", "cert.merge done", "cert.pay INSUFFICIENT_CASH",
        "cert.pay done", "cert.split SPLIT_LIMIT", "cert.transfer BACKGROUND_MISSING", "cert.transfer BIND_EXCEEDED",
        "cert.transfer NOT_OWNER", "cert.transfer RANGE_LOCKED", "cert.transfer SPLIT_LIMIT",
        "cert.transfer TOO_MANY_RANGES", "cert.transfer done", "finance.attest PAYEE_NOT_ALLOWED",
        "finance.attest done", "finance.award NOT_BEST_QUOTE", "finance.award done", "finance.cancel done",
        "finance.enforce done", "finance.quote done",
        "finance.register done", "finance.release done", "finance.repay done", "finance.request RANGE_LOCKED",
        "finance.request WAIVER_MISSING", "finance.request done", "finance.reveal QUOTE_MISMATCH",
        "finance.reveal done", "finance.settle done"})
    EXPECT_GT(walk.outcomes[what], 5u) << what;
}

// The comparison itself must bite: any one number changed in the state is a difference.
TEST(RandomWalk, SeesWhatWasTamperedWith) {
  const std::uint64_t seed = from_environment("ALLONGE_SEED", 20260302);
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  Walk walk(seed, walk_genesis());
  while (walk.acts < 4'000) ASSERT_TRUE(walk.block()) << "seed " << seed;
  const auto differs = [&](const Draft& tampered) {
    return !walk.model().differences(tampered, walk.model().every_certificate()).empty();
  };
  EXPECT_FALSE(differs(Draft(walk.state())));
  std::size_t tampered = 0;
  range_records.walk(walk.state(), [&](BytesView, const Range& range) {
    if (!walk.model().papers().contains(range.certificate)) return true;  // long ended and forgotten
    for (int what = 0; what < 3; ++what) {
      Range changed = range;
      if (what == 0) changed.owner = id_of(range.owner == id_of("alpha") ? "bravo" : "alpha");
      if (what == 1) changed.state = range.state == RangeState::free ? RangeState::paid : RangeState::free;
      if (what == 2) changed.end = Fen{range.end.value + 1};
      Draft draft(walk.state());
      range_records.put(draft, range.certificate, range.start, changed);
      EXPECT_TRUE(differs(draft)) << range.certificate.text() << " " << what;
    }
    return ++tampered < 60;
  });
  EXPECT_EQ(tampered, 60u);
}

// The same walk ends in the same state, bit for bit, in every build: this digest stands here once, and the
// release build and the sanitizer build both run this. It changes only when genesis, an operation, a
// record's bytes or the tree change: then every network needs a new genesis (limits.h, table.h).
TEST(RandomWalk, EndsInOneStateInEveryBuild) {
  Walk walk(7, walk_genesis());
  while (walk.acts < 3'000) ASSERT_TRUE(walk.block());
  EXPECT_EQ(StateTree::of(walk.state()).root().hex(), "06b3d209133c449a631ca202d4e6f387b6d04dba69a2d77fa1a443421261686f");
  EXPECT_EQ(chain_of(demo_genesis()).hex(), "f215ad6d88872a56a465e6454ba831a49a41f1020ad20c07e2664fe4b768c20c");
}

}  // namespace allonge::test
