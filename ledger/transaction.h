// A transaction: what one party asks of the ledger, signed by its people; all or nothing.
// Signed bytes are hashed as received and must be canonical, so one transaction has one id.
//   tx id    = digest("allonge/tx/v1", body bytes): what people sign and quote
//   wire id  = digest("allonge/wire/v1", body and signatures): what gossip and proposals list
#pragma once

#include "ledger/codec.h"
#include "ledger/keys.h"
#include "ledger/limits.h"

namespace allonge {

struct TransactionBody {
  Digest chain;           // genesis hash
  PartyId party;          // on whose behalf
  Idem idem;              // commits at most once per party while valid
  Time valid_until;       // block time; nothing commits after it
  std::vector<RawMessage> operations;  // each an Operation (contracts/operations.h)

  static constexpr auto fields() {
    using T = TransactionBody;
    return std::tuple{
        Field{1, "chain", &T::chain, "genesis hash of the chain it is for"},
        Field{2, "party", &T::party, "party on whose behalf it is signed"},
        Field{3, "idem", &T::idem, "chosen and stored by the client; commits at most once"},
        Field{4, "valid_until", &T::valid_until, "block time after which it cannot commit"},
        Field{5, "operations", &T::operations, "type: Operation", limits::operations}};
  }
};

struct KeySignature {
  PublicKey key;
  Signature signature;
  static constexpr auto fields() {
    return std::tuple{Field{1, "key", &KeySignature::key, "public key of a person of the party"},
                      Field{2, "signature", &KeySignature::signature, "over the 16-byte tag and the transaction id"}};
  }
};

struct SignedTransaction {
  RawMessage body;
  std::vector<KeySignature> signatures;  // ascending by key, distinct
  static constexpr auto fields() {
    return std::tuple{
        Field{1, "body", &SignedTransaction::body, "type: TransactionBody", limits::transaction_bytes},
        Field{2, "signatures", &SignedTransaction::signatures, "ascending by key", limits::signatures}};
  }
};

// A transaction that was read: its bytes, both ids and its parts. Immutable once made.
struct Transaction {
  Bytes bytes;      // body and signatures, as received
  Digest id;
  Digest wire_id;
  TransactionBody body;
  std::vector<KeySignature> signatures;
};

// What a person signs: the tag "ALLONGE-TX-V1" filled up with zeros to 16 bytes, then the id.
std::array<std::uint8_t, 48> text_to_sign(const Digest& transaction_id);

Digest transaction_id(BytesView body);

// Size, canonical form, 1 to 500 operations, signatures in ascending order: everything that needs
// neither state nor cryptography. TOO_LARGE, BAD_ENCODING, NO_OPERATIONS, SIGNATURES_UNORDERED.
Result<Transaction> read_transaction(Bytes bytes);

// Every signature over the id. BAD_SIGNATURE. The expensive part: once per node, on a worker.
Result<void> verify_signatures(const Transaction& transaction);

// Puts signatures in order and the parts together. `signatures` must be distinct.
Bytes assemble(BytesView body, std::vector<KeySignature> signatures);

}  // namespace allonge
