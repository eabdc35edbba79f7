#include "node/genesis.h"

#include "api/json.h"

namespace allonge::node {

Result<Genesis> Genesis::parse(std::string_view text) {
  JsonLimits limits;
  limits.bytes = 8 * 1024 * 1024;  // a thousand parties with their keys
  auto config = api::from_json<GenesisConfig>(text, limits);
  if (!config)
    return Refusal{Reason::bad_genesis, std::string(name_of(config.reason())) + " " + config.error().detail};
  return of(*std::move(config));
}

Result<Genesis> Genesis::of(GenesisConfig config) {
  Genesis out;
  TRY(out.state, genesis_state(config));
  out.chain = chain_of(config);
  out.committee = committee_of(config);
  out.committee_hash = out.committee.hash();
  out.epoch_id = allonge::epoch_id(out.chain, 0, out.chain, out.committee_hash, 0);
  out.test_network = config.kind == NetworkKind::test;
  out.config = std::move(config);
  return out;
}

Result<std::uint32_t> Genesis::place_of(const PublicKey& consensus_key) const {
  for (std::uint32_t place = 0; place < committee.size(); ++place)
    if (committee.members[place].key == consensus_key) return place;
  return Refusal{Reason::bad_genesis, "genesis names no validator with consensus key " + consensus_key.hex()};
}

}  // namespace allonge::node
