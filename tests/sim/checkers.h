// What must never happen, watched from outside the nodes and without any of their code:
//
//   agreement        no two honest nodes hold different final blocks at one height          (C1)
//   no contradiction no honest key signs two votes of a kind in a view, NULLIFY and FINALIZE,
//                    or NOTARIZE after NULLIFY, across any crash                            (C3, C4)
//   written first    a vote leaves only when vote, entry certificate and body are synced    (D1)
//   told is kept     what a client was told to be final is in the chain after any crash     (D2)
//   in order         blocks are committed height by height, each the child of the one before (C5)
//
// A broken law is noted with a sentence; the run goes on, so that tests can see which check bites.
#pragma once

#include <set>
#include <string>
#include <tuple>

#include "consensus/events.h"
#include "tests/sim/disk.h"

namespace allonge::sim {

class Checkers {
 public:
  void final_block(std::uint32_t node, std::uint64_t height, const Digest& hash) {
    const auto [place, fresh] = chain_.try_emplace(height, hash);
    if (!fresh && place->second != hash)
      broken("agreement", "node " + std::to_string(node) + " has another block at height " + std::to_string(height));
  }

  // A vote of an honest node is about to leave.
  void vote_leaves(std::uint32_t node, const consensus::Vote& vote, const Disk& disk) {
    Said& said = said_[{node, vote.view}];
    const auto one = [&](std::optional<Digest>& before, const char* kind) {
      if (before && *before != vote.block) broken("contradiction", who(node, vote.view) + " signed two " + kind);
      before = vote.block;
    };
    if (vote.kind == VoteKind::notarize) {
      if (said.nullified && said.notarized != vote.block)
        broken("contradiction", who(node, vote.view) + " signed NOTARIZE after NULLIFY");
      one(said.notarized, "NOTARIZE");
    }
    if (vote.kind == VoteKind::finalize) one(said.finalized, "FINALIZE");
    if (vote.kind == VoteKind::nullify) said.nullified = true;
    if (said.nullified && said.finalized) broken("contradiction", who(node, vote.view) + " signed NULLIFY and FINALIZE");
    // Once durable, always durable: a vote that is sent again is not looked up again.
    if (written_.insert({node, vote.view, std::uint8_t(vote.kind), vote.block}).second) written_first(node, vote, disk);
  }

  void told_final(const Digest& transaction) { told_.insert(transaction); }
  const std::set<Digest>& told() const { return told_; }

  void broken(const std::string& law, const std::string& how) {
    ++broken_[law];
    if (first_.empty()) first_ = law + ": " + how;
  }
  bool holds() const { return broken_.empty(); }
  bool broke(const std::string& law) const { return broken_.contains(law); }
  const std::string& first() const { return first_; }
  const std::map<std::uint64_t, Digest>& chain() const { return chain_; }

 private:
  struct Said {
    std::optional<Digest> notarized, finalized;
    bool nullified = false;
  };
  static std::string who(std::uint32_t node, std::uint64_t view) {
    return "node " + std::to_string(node) + " in view " + std::to_string(view);
  }

  void written_first(std::uint32_t node, const consensus::Vote& vote, const Disk& disk) {
    const std::uint64_t durable_final =
        disk.blocks_synced() == 0 ? 0 : disk.blocks()[disk.blocks_synced() - 1].header.view;
    if (vote.view <= durable_final) return;  // its records may be gone: the floor forbids another vote
    bool voted = false;
    bool entered = vote.view - 1 <= durable_final;
    bool body = vote.kind == VoteKind::nullify;
    for (std::size_t i = 0; i < disk.log_synced(); ++i) {
      for (const LogRecord& record : disk.log()[i].records) {
        switch (consensus::RecordType(record.type)) {
          case consensus::RecordType::vote: {
            const auto statement = decode<consensus::Statement>(record.payload);
            voted |= statement && *statement == consensus::Statement{vote.kind, vote.view, vote.block};
            break;
          }
          case consensus::RecordType::certificate: {
            const auto certificate = decode<Certificate>(record.payload);
            entered |= certificate && certificate->view + 1 == vote.view;
            break;
          }
          case consensus::RecordType::block: {
            const auto block = decode<consensus::BlockRecord>(record.payload);
            body |= block && hash_of(block->header) == vote.block &&
                    block->transactions.size() == block->header.transaction_count;
            break;
          }
          case consensus::RecordType::abstained: break;
        }
      }
    }
    if (!voted) broken("written first", who(node, vote.view) + " sent a vote that is not in its log");
    if (!entered && vote.kind != VoteKind::finalize)
      broken("written first", who(node, vote.view) + " voted without the certificate that let it in");
    if (!body) broken("written first", who(node, vote.view) + " voted for a block whose body is not in its log");
  }

  std::map<std::uint64_t, Digest> chain_;
  std::map<std::pair<std::uint32_t, std::uint64_t>, Said> said_;
  std::set<std::tuple<std::uint32_t, std::uint64_t, std::uint8_t, Digest>> written_;
  std::set<Digest> told_;
  std::map<std::string, int> broken_;
  std::string first_;
};

}  // namespace allonge::sim
