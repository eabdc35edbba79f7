#include "consensus/block_tree.h"

namespace allonge::consensus {

TreeBlock* BlockTree::find(const Digest& hash) {
  const auto found = blocks_.find(hash);
  return found == blocks_.end() ? nullptr : &found->second;
}

const TreeBlock* BlockTree::find(const Digest& hash) const {
  const auto found = blocks_.find(hash);
  return found == blocks_.end() ? nullptr : &found->second;
}

TreeBlock& BlockTree::add(const Digest& hash, const Header& header, Payload payload) {
  const auto [place, fresh] = blocks_.try_emplace(hash);
  if (fresh) {
    place->second.hash = hash;
    place->second.header = header;
    place->second.payload = std::move(payload);
  }
  return place->second;
}

void BlockTree::drop_through(std::uint64_t view) {
  std::erase_if(blocks_, [view](const auto& entry) { return entry.second.header.view <= view; });
}

void BlockTree::drop_uncertified_below(std::uint64_t view) {
  std::erase_if(blocks_, [view](const auto& entry) {
    return entry.second.header.view < view && !entry.second.certified && !entry.second.voted;
  });
}

}  // namespace allonge::consensus
