// simulate --seeds N [--first S] [--verbose]: runs the simulated committee with N seeds and prints
// each one that fails, what went wrong first, and how to replay it. Ends 1 if any failed.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/sim/cluster.h"

using namespace allonge::sim;

int main(int argc, char** argv) {
  std::uint64_t seeds = 100;
  std::uint64_t first = 1;
  bool verbose = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--seeds") == 0 && i + 1 < argc) {
      seeds = std::strtoull(argv[++i], nullptr, 10);
    } else if (std::strcmp(argv[i], "--first") == 0 && i + 1 < argc) {
      first = std::strtoull(argv[++i], nullptr, 10);
    } else if (std::strcmp(argv[i], "--verbose") == 0) {
      verbose = true;
    } else {
      std::fprintf(stderr, "usage: simulate --seeds N [--first S] [--verbose]\n");
      return 2;
    }
  }
  Reached reached;
  std::uint64_t failed = 0;
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    const Plan plan = draw_plan(seed);
    if (verbose) std::printf("seed=%llu %s\n", static_cast<unsigned long long>(seed), describe(plan).c_str()), std::fflush(stdout);
    Cluster cluster(plan);
    const bool ok = cluster.run();
    reached.add(cluster.reached());
    if (verbose)
      std::printf("  %s virtual_ms=%llu %s\n", cluster.verdict().c_str(),
                  static_cast<unsigned long long>(cluster.now_ms()), cluster.reached().text().c_str());
    if (verbose && !ok) std::printf("%s", cluster.picture().c_str());
    // One seed in a hundred runs twice: any difference is hidden chance.
    if (seed % 100 == 0) {
      Cluster again(plan);
      again.run();
      if (again.trace() != cluster.trace()) {
        std::printf("seed=%llu failed: two runs of one seed differ\n", static_cast<unsigned long long>(seed));
        ++failed;
      }
    }
    if (ok) continue;
    ++failed;
    std::printf("seed=%llu failed: %s\n  %s\n  replay: tests/simulate --seeds 1 --first %llu --verbose\n",
                static_cast<unsigned long long>(seed), cluster.verdict().c_str(), describe(plan).c_str(),
                static_cast<unsigned long long>(seed));
  }
  std::printf("seeds=%llu failed=%llu %s\n", static_cast<unsigned long long>(seeds),
              static_cast<unsigned long long>(failed), reached.text().c_str());
  return failed == 0 ? 0 : 1;
}
