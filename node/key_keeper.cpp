#include "node/key_keeper.h"

#include "node/final_block.h"

namespace allonge::node {

using consensus::RecordType;

KeyKeeper::KeyKeeper(SecretKey key, const consensus::Electorate& electorate, ConsensusLog& log,
                     const consensus::Recovered& recovered)
    : key_(std::move(key)), electorate_(electorate), log_(log), guard_(&electorate) {
  guard_.recall(recovered);
  for (const Certificate& certificate : recovered.certificates) note(certificate);
}

Result<std::vector<consensus::SignedVote>> KeyKeeper::sign(const consensus::Sign& order,
                                                           std::span<const BodyPtr> bodies) {
  const consensus::Objection objection = guard_.object_to(order);
  if (objection != consensus::Objection::none) {
    const std::string sentence = "the vote guard objects: " + std::string(consensus::sentence_of(objection));
    stop_because(sentence.c_str(), __FILE__, __LINE__);
  }

  std::vector<LogRecord> records;
  for (const consensus::Statement& statement : order.statements)
    if (!guard_.has_signed(statement)) records.push_back({std::uint8_t(RecordType::vote), encode(statement)});
  std::size_t next_body = 0;
  for (const consensus::Record& record : order.records) {
    if (const auto* certificate = std::get_if<Certificate>(&record)) {
      records.push_back({std::uint8_t(RecordType::certificate), encode(*certificate)});
    } else if (const auto* abstained = std::get_if<consensus::AbstainedRecord>(&record)) {
      records.push_back({std::uint8_t(RecordType::abstained), encode(*abstained)});
    } else {
      const auto& block = std::get<consensus::BlockToKeep>(record);
      ensure(next_body < bodies.size() && bodies[next_body] != nullptr, "a block to keep comes with its body");
      const BlockBody& body = *bodies[next_body++];
      ensure(body.hash == block.hash, "the body handed to the key keeper is that of the block to keep");
      if (!guard_.keeps(block.hash)) records.push_back({std::uint8_t(RecordType::block), block_record_bytes(body)});
    }
  }

  // A statement signed before is signed again without a second record (it is only sent again).
  if (!records.empty()) {
    CHECK(log_.append(records, order.highest_view));
    ++appends_;
  }
  guard_.record(order);
  for (const consensus::Record& record : order.records)
    if (const auto* certificate = std::get_if<Certificate>(&record)) note(*certificate);

  std::vector<consensus::SignedVote> out;
  out.reserve(order.statements.size());
  for (const consensus::Statement& statement : order.statements) {
    const auto text = vote_bytes(statement.kind, electorate_.epoch_id(), statement.view, statement.block);
    out.push_back({statement, key_.sign(text)});
    last_signed_view_ = std::max(last_signed_view_, statement.view);
  }
  return out;
}

void KeyKeeper::note(const Certificate& certificate) {
  if (certificate.kind == VoteKind::finalize) final_in_log_ = std::max(final_in_log_, certificate.view);
}

}  // namespace allonge::node
