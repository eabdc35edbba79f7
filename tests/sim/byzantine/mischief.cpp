#include "tests/sim/byzantine/collude.h"
#include "tests/sim/byzantine/equivocate.h"
#include "tests/sim/byzantine/fork.h"
#include "tests/sim/byzantine/garble.h"
#include "tests/sim/byzantine/nullify_only.h"
#include "tests/sim/byzantine/partial_body.h"
#include "tests/sim/byzantine/silent.h"
#include "tests/sim/byzantine/twins.h"
#include "tests/sim/byzantine/vote_for_all.h"
#include "tests/sim/cluster.h"

namespace allonge::sim {

std::unique_ptr<Mischief> make_mischief(const std::string& name) {
  if (name == "silent") return std::make_unique<Silent>();
  if (name == "nullify_only") return std::make_unique<NullifyOnly>();
  if (name == "equivocate") return std::make_unique<Equivocate>();
  if (name == "vote_for_all") return std::make_unique<VoteForAll>();
  if (name == "partial_body") return std::make_unique<PartialBody>();
  if (name == "garble") return std::make_unique<Garble>();
  if (name == "twins") return std::make_unique<Twins>();
  if (name == "collude") return std::make_unique<Collude>();
  if (name == "fork") return std::make_unique<Fork>();
  return nullptr;
}

}  // namespace allonge::sim
