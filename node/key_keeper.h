// The only code that holds the consensus key. It asks the vote guard once more, with certificates
// checked signature by signature; writes what consensus.md 5.2 lists in one append with one
// fdatasync; and only then signs. Nothing else reaches the key, so whatever the rest of the program
// does, this validator does not contradict itself, before or after a crash.
#pragma once

#include "consensus/safety.h"
#include "node/executed_block.h"
#include "node/ports.h"

namespace allonge::node {

class KeyKeeper {
 public:
  // What one order may bring to the log: a block, and certificates and statements beside it.
  static constexpr std::size_t largest_append_bytes = limits::block_bytes + 2 * 1024 * 1024;

  // `electorate` and `log` outlive it. `recovered` is everything the log holds.
  KeyKeeper(SecretKey key, const consensus::Electorate& electorate, ConsensusLog& log,
            const consensus::Recovered& recovered);

  const PublicKey& public_key() const { return key_.public_key(); }

  // `bodies[i]` is the block of the i-th BlockToKeep in the records. DISK_TROUBLE: the process must end
  // (exit 74). A statement against the rules is a bug and stops the program (exit 70).
  Result<std::vector<consensus::SignedVote>> sign(const consensus::Sign& order, std::span<const BodyPtr> bodies);

  // The view of the last final block that is durable outside the log.
  void raise_floor(std::uint64_t view) { guard_.raise_floor(view); }

  // Records of views up to this one may leave the log when blocks up to `durable_view` are durable
  // outside it: a finalize certificate that stays in the log covers them, so that even a validator
  // whose blocks are lost knows where it must not vote again.
  std::uint64_t may_forget_through(std::uint64_t durable_view) const { return std::min(durable_view, final_in_log_); }

  std::uint64_t last_signed_view() const { return last_signed_view_; }
  std::uint64_t appends() const { return appends_; }

 private:
  void note(const Certificate& certificate);

  SecretKey key_;
  const consensus::Electorate& electorate_;
  ConsensusLog& log_;
  consensus::Safety guard_;
  std::uint64_t final_in_log_ = 0;  // view of the highest finalize certificate there
  std::uint64_t last_signed_view_ = 0;
  std::uint64_t appends_ = 0;
};

}  // namespace allonge::node
