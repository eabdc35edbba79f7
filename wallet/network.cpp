#include "wallet/network.h"

#include "wallet/verify.h"

namespace allonge::wallet {

namespace {

std::string short_name(const std::string& network, const Digest& chain) {
  return network + ", chain " + chain.hex().substr(0, 16);
}

Refusal another_chain(const api::NodeStatusReply& said, const AtHand& at_hand, const std::string& expected,
                      const std::string& what_to_do) {
  return Refusal{Reason::wrong_chain, "the node at " + at_hand.node_url + " says it is on " + short_name(said.network, said.chain) +
                                          "\n" + expected + "; nothing was signed\n" + what_to_do};
}

}  // namespace

Result<Network> network_of(const api::NodeStatusReply& said, const AtHand& at_hand) {
  Network out;
  out.now = at_hand.local_now;
  out.node_time = said.time;
  if (!at_hand.genesis_path.empty()) {
    TRY(out.genesis, read_genesis(at_hand.genesis_path));
    out.name = out.genesis->network;
    out.chain = chain_of(*out.genesis);
    out.is_test = out.genesis->kind == NetworkKind::test;
    if (out.is_test) out.now = said.time;
    if (out.chain == said.chain) return out;
    return another_chain(said, at_hand, "the genesis file " + at_hand.genesis_path.string() + " is of " + short_name(out.name, out.chain),
                         "if you mean another network: allonge use NAME --node URL --genesis FILE");
  }
  if (at_hand.context == nullptr)
    return Refusal{Reason::bad_genesis, "nothing here says which chain the node at " + at_hand.node_url + " should be on; it says " +
                                            short_name(said.network, said.chain) +
                                            "\nname a context for it first: allonge use NAME --node " + at_hand.node_url + " --genesis FILE"};
  if (const auto& known = at_hand.context->known) {
    out.name = known->network;
    out.chain = known->chain;
    if (out.chain == said.chain) return out;
    const std::string context = at_hand.context->name;
    return another_chain(said, at_hand, "the context " + context + " has been used with " + short_name(out.name, out.chain),
                         "if the operator announced a new chain: allonge use " + context + " --genesis FILE, or without the file: allonge use " +
                             context + " --forget-chain");
  }
  out.name = said.network;
  out.chain = said.chain;
  out.is_first_use = true;
  return out;
}

}  // namespace allonge::wallet
