#include "ledger/transaction.h"

#include <algorithm>

#include "ledger/digest.h"

namespace allonge {

std::array<std::uint8_t, 48> text_to_sign(const Digest& transaction_id) {
  constexpr std::string_view tag = "ALLONGE-TX-V1";
  std::array<std::uint8_t, 48> out{};
  std::memcpy(out.data(), tag.data(), tag.size());
  std::memcpy(out.data() + 16, transaction_id.bytes.data(), Digest::size);
  return out;
}

Digest transaction_id(BytesView body) { return digest("allonge/tx/v1", body); }

Result<Transaction> read_transaction(Bytes bytes) {
  if (bytes.size() > limits::transaction_bytes)
    return Refusal{Reason::too_large, "a transaction has at most 256 KiB"};
  TRY(SignedTransaction parts, decode<SignedTransaction>(bytes));
  TRY(TransactionBody body, decode<TransactionBody>(parts.body.bytes));
  if (body.operations.empty()) return Reason::no_operations;
  if (!body.party.is_set()) return Refusal{Reason::missing_field, "party"};
  for (std::size_t i = 1; i < parts.signatures.size(); ++i)
    if (parts.signatures[i - 1].key >= parts.signatures[i].key) return Reason::signatures_unordered;

  Transaction out;
  out.id = transaction_id(parts.body.bytes);
  out.wire_id = digest("allonge/wire/v1", bytes);
  out.body = std::move(body);
  out.signatures = std::move(parts.signatures);
  out.bytes = std::move(bytes);
  return out;
}

Result<void> verify_signatures(const Transaction& transaction) {
  const auto text = text_to_sign(transaction.id);
  if (transaction.signatures.empty()) return Refusal{Reason::bad_signature, "not signed"};
  for (const KeySignature& one : transaction.signatures)
    if (!verify(one.key, text, one.signature))
      return Refusal{Reason::bad_signature, "by key " + one.key.hex()};
  return done();
}

Bytes assemble(BytesView body, std::vector<KeySignature> signatures) {
  std::sort(signatures.begin(), signatures.end(),
            [](const KeySignature& a, const KeySignature& b) { return a.key < b.key; });
  return encode(SignedTransaction{RawMessage{copy_of(body)}, std::move(signatures)});
}

}  // namespace allonge
