// A share of the simulator's seeds for every test run, and proofs that its checks bite: each defect
// put in on purpose must be seen (reliability.md 3.8).
#include <gtest/gtest.h>

#include "tests/sim/cluster.h"

namespace allonge::sim {
namespace {

TEST(Simulation, HoldsEveryLawAndMakesProgress) {
  Reached reached;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    Cluster cluster(draw_plan(seed));
    EXPECT_TRUE(cluster.run()) << "seed " << seed << ": " << cluster.verdict() << "\n"
                               << describe(draw_plan(seed)) << "\nreplay: tests/simulate --seeds 1 --first " << seed
                               << " --verbose";
    reached.add(cluster.reached());
  }
  // A silent simulator is a broken simulator.
  EXPECT_GT(reached.final_blocks, 2'000u);
  EXPECT_GT(reached.skipped_views, 2'000u);
  EXPECT_GT(reached.crashes, 1'000u);
  EXPECT_GT(reached.power_cuts, 1'000u);
  EXPECT_GT(reached.lost_unsynced, 500u);
  EXPECT_GT(reached.partitions, 1'000u);
  EXPECT_GT(reached.lost_logs, 15u);
  EXPECT_GT(reached.evidence, 300u);
  RecordProperty("reached", reached.text());
}

TEST(Simulation, TheSameSeedIsTheSameRun) {
  for (const std::uint64_t seed : {3u, 22u, 77u}) {
    Cluster one(draw_plan(seed)), two(draw_plan(seed));
    one.run();
    two.run();
    EXPECT_EQ(one.trace(), two.trace()) << "seed " << seed;
    EXPECT_EQ(one.reached().events, two.reached().events);
  }
}

TEST(Simulation, RealSignaturesMakeNoDifference) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Plan plan = draw_plan(seed * 1000);
    plan.nodes = 4;
    plan.byzantine = {"equivocate"};
    plan.real_signatures = true;
    Cluster cluster(plan);
    EXPECT_TRUE(cluster.run()) << "seed " << seed << ": " << cluster.verdict();
  }
}

TEST(Simulation, WorksForEverySizeOfCommittee) {
  for (const std::uint32_t n : {1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 10u, 11u, 12u, 13u, 16u, 17u, 31u, 64u, 100u}) {
    Plan plan;
    plan.seed = n;
    plan.nodes = n;
    plan.transactions = 3;
    plan.faulty_ms = 2'000;
    plan.byzantine.assign(faults_tolerated(n), "silent");
    Cluster cluster(plan);
    EXPECT_TRUE(cluster.run()) << n << " members: " << cluster.verdict();
  }
}

// A rough but not hopeless world for four honest nodes.
Plan rough(std::uint64_t seed) {
  Plan plan;
  plan.seed = seed;
  plan.network = NetworkFaults{20, 100, 50, 10};
  plan.crash = 600;
  plan.power_cut_every_ms = 2'000;
  plan.partition_every_ms = 3'000;
  plan.node.disk_delay_ms = 8;
  plan.faulty_ms = 12'000;
  return plan;
}

// In how many of these seeds is the law broken?
template <class Change>
int times_broken(const std::string& law, int seeds, Change change) {
  int out = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    Plan plan = rough(std::uint64_t(seed));
    change(plan);
    Cluster cluster(plan);
    cluster.run();
    out += cluster.checkers().broke(law) ? 1 : 0;
  }
  return out;
}

TEST(Checks, FindNothingInASoundNode) {
  EXPECT_EQ(times_broken("agreement", 30, [](Plan&) {}), 0);
  EXPECT_EQ(times_broken("progress", 30, [](Plan&) {}), 0);
}

TEST(Checks, SeeVotesThatLeaveBeforeTheyAreSynced) {
  EXPECT_GT(times_broken("written first", 10, [](Plan& plan) { plan.node.defect = Defect::votes_not_synced; }), 0);
}

TEST(Checks, SeeVotesWithoutTheirEntryCertificate) {
  EXPECT_GT(times_broken("written first", 10, [](Plan& plan) { plan.node.defect = Defect::certificates_not_logged; }), 0);
}

TEST(Checks, SeeVotesForBlocksWhoseBodyIsNotKept) {
  EXPECT_GT(times_broken("written first", 10, [](Plan& plan) { plan.node.defect = Defect::bodies_not_logged; }), 0);
}

TEST(Checks, SeeANullifyThatWasForgottenOnRestart) {
  // reliability.md 3.8, seeded bug 4.
  EXPECT_GT(times_broken("contradiction", 60, [](Plan& plan) { plan.node.defect = Defect::nullify_forgotten; }), 0);
}

TEST(Checks, SeeVotesThatWereForgottenOnRestart) {
  EXPECT_GT(times_broken("contradiction", 30, [](Plan& plan) { plan.node.defect = Defect::votes_forgotten; }), 0);
}

TEST(Twins, OnePairOfFourChangesNothing) {
  std::uint64_t evidence = 0;  // C3: the pair contradicts itself, and that is seen
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Plan plan;
    plan.seed = seed;
    plan.byzantine = {"twins"};
    plan.network = NetworkFaults{10, 0, 0, 0};
    plan.faulty_ms = 6'000;
    Cluster cluster(plan);
    EXPECT_TRUE(cluster.run()) << "seed " << seed << ": " << cluster.verdict();
    evidence += cluster.reached().evidence;
  }
  EXPECT_GT(evidence, 0u);
}

TEST(Checks, SeeThatMoreLiarsThanToleratedBreakAgreement) {
  // The harness bites: with two of four members lying, two honest nodes are driven apart.
  int apart = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Plan plan;
    plan.seed = seed;
    plan.byzantine = {"collude", "collude"};
    plan.network = NetworkFaults{10, 0, 0, 0};
    plan.faulty_ms = 6'000;
    Cluster cluster(plan);
    cluster.run();
    apart += cluster.checkers().broke("agreement") ? 1 : 0;
  }
  EXPECT_GT(apart, 0);
}

}  // namespace
}  // namespace allonge::sim
