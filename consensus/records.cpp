#include "consensus/records.h"

#include "ledger/digest.h"

namespace allonge::consensus {

Result<void> Recovered::take(std::uint8_t type, BytesView payload) {
  switch (RecordType(type)) {
    case RecordType::vote: {
      TRY(const Statement statement, decode<Statement>(payload));
      votes.push_back(statement);
      return done();
    }
    case RecordType::certificate: {
      TRY(Certificate certificate, decode<Certificate>(payload));
      certificates.push_back(std::move(certificate));
      return done();
    }
    case RecordType::block: {
      TRY(BlockRecord record, decode<BlockRecord>(payload));
      RecoveredBlock block{std::move(record.header), {}};
      block.wire_ids.reserve(record.transactions.size());
      for (const RawMessage& transaction : record.transactions)
        block.wire_ids.push_back(digest("allonge/wire/v1", transaction.bytes));
      blocks.push_back(std::move(block));
      return done();
    }
    case RecordType::abstained: {
      TRY(const AbstainedRecord record, decode<AbstainedRecord>(payload));
      abstained_through = std::max(abstained_through, record.through_view);
      return done();
    }
  }
  return Refusal{Reason::bad_text, "the consensus log holds a record of unknown type " + std::to_string(type)};
}

}  // namespace allonge::consensus
