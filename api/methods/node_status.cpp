#include "api/methods/node_status.h"

#include "contracts/context.h"

namespace allonge::api {

Result<NodeStatusReply> answer(const NodeStatusMethod::Params&, Call& call) {
  const NodeStatus now = call.backend.status();
  const GenesisConfig& genesis = call.backend.genesis();
  NodeStatusReply out;
  out.node = now.name;
  out.network = genesis.network;
  out.kind = genesis.kind;
  out.chain = call.backend.chain();
  out.version = now.version;
  out.height = now.height;
  out.view = now.view;
  out.block_age_ms = now.block_age_ms;
  out.time = now.time;
  out.business_date = business_date(now.time, business_zone_minutes);
  out.syncing = now.syncing;
  out.pool_transactions = now.pool_transactions;
  out.nullified_views = now.nullified_views;
  out.quorum_have = now.quorum_have;
  out.quorum_need = now.quorum_need;
  out.voting = now.voting;
  return out;
}

Result<NodePeersReply> answer(const NodePeers::Params&, Call& call) {
  const NodeStatus now = call.backend.status();
  NodePeersReply out;
  for (const PeerStatus& peer : now.peers)
    out.peers.push_back({peer.name, peer.up, peer.height, now.height > peer.height ? now.height - peer.height : 0, peer.heard_ms,
                         peer.voting});
  return out;
}

}  // namespace allonge::api
