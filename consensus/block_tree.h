// Blocks that are not final yet: proposals, and certified blocks that were fetched. All lie above the
// last final block; when a block becomes final, everything of its view and below goes. Bounded: one
// proposal for each view from the last final one to W ahead, and the certified ones.
#pragma once

#include <map>

#include "consensus/records.h"

namespace allonge::consensus {

struct TreeBlock {
  enum class State : std::uint8_t {
    unjudged,  // not yet given to the executor, or to be given again at `ask_at_ms`
    judging,   // the executor has it
    valid,
    too_old,  // nothing wrong but its time; certified, it is judged again without the clock
    invalid,
  };
  Digest hash;
  Header header;
  Payload payload;
  State state = State::unjudged;
  bool certified = false;  // a quorum notarized it, or a block that was built on it
  bool justified = false;  // its parent's certificate and all nullify certificates since are held
  bool voted = false;      // we signed NOTARIZE for it before a restart: time was judged then
  std::uint64_t ask_at_ms = 0;  // unjudged: not before; judging: ask again if there is no answer
};

class BlockTree {
 public:
  TreeBlock* find(const Digest& hash);
  const TreeBlock* find(const Digest& hash) const;
  // The block, new or as it was.
  TreeBlock& add(const Digest& hash, const Header& header, Payload payload);
  // Drops blocks with views up to this one.
  void drop_through(std::uint64_t view);
  // Drops uncertified blocks below this view, which nobody will ask for again.
  void drop_uncertified_below(std::uint64_t view);

  auto begin() { return blocks_.begin(); }
  auto end() { return blocks_.end(); }
  std::size_t size() const { return blocks_.size(); }

 private:
  std::map<Digest, TreeBlock> blocks_;
};

}  // namespace allonge::consensus
