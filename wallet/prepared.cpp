#include "wallet/prepared.h"

#include <algorithm>

#include "api/json.h"
#include "wallet/files.h"

namespace allonge::wallet {

namespace {
constexpr std::size_t file_limit = 1 << 20;
}

const receivable::QuoteSecret* Prepared::opening_of(const receivable::FinanceQuote& quote) const {
  for (const receivable::QuoteSecret& one : file.openings)
    if (one.financing == quote.financing && one.financier == body.party && receivable::seal_of(one) == quote.seal) return &one;
  return nullptr;
}

Result<void> Prepared::show_openings(std::vector<receivable::QuoteSecret> openings) {
  for (const receivable::QuoteSecret& one : openings) {
    const Digest seal = receivable::seal_of(one);
    const bool is_sealed = one.financier == body.party && std::any_of(operations.begin(), operations.end(), [&](const Operation& operation) {
      const auto* const quote = std::get_if<receivable::FinanceQuote>(&operation);
      return quote != nullptr && quote->financing == one.financing && quote->seal == seal;
    });
    if (!is_sealed) return Refusal{Reason::bad_file, "the terms beside the body are not those that are sealed in it: the file was changed"};
  }
  file.openings = std::move(openings);
  return done();
}

bool Prepared::has_signed(const PublicKey& key) const {
  for (const KeySignature& one : file.signatures)
    if (one.key == key) return true;
  return false;
}

Result<void> Prepared::add(const SecretKey& key) {
  if (has_signed(key.public_key())) return Refusal{Reason::same_signer, "this key has signed already"};
  if (file.signatures.size() >= limits::signatures)
    return Refusal{Reason::too_large, "at most " + std::to_string(limits::signatures) + " signatures"};
  file.signatures.push_back({key.public_key(), key.sign(text_to_sign(file.digest))});
  return done();
}

Bytes Prepared::wire_bytes() const { return assemble(file.body, file.signatures); }

Result<Prepared> prepare(std::string network, const TransactionBody& body) {
  PreparedFile file;
  file.network = std::move(network);
  file.body = encode(body);
  file.digest = transaction_id(file.body);
  return read_prepared(std::move(file));
}

Result<Prepared> read_prepared(PreparedFile file) {
  if (file.kind != "allonge-prepared-1") return Refusal{Reason::bad_file, "not a prepared transaction"};
  if (transaction_id(file.body) != file.digest)
    return Refusal{Reason::bad_file, "the digest does not belong to the body: the file was changed"};
  Prepared out;
  TRY(out.body, decode<TransactionBody>(file.body));
  if (out.body.operations.empty()) return Reason::no_operations;
  for (const RawMessage& raw : out.body.operations) {
    TRY(Operation operation, decode<Operation>(raw.bytes));
    out.operations.push_back(std::move(operation));
  }
  const auto text = text_to_sign(file.digest);
  for (std::size_t i = 0; i < file.signatures.size(); ++i) {
    if (!verify(file.signatures[i].key, text, file.signatures[i].signature))
      return Refusal{Reason::bad_signature, "by key " + file.signatures[i].key.hex()};
    for (std::size_t k = 0; k < i; ++k)
      if (file.signatures[k].key == file.signatures[i].key) return Refusal{Reason::bad_file, "one key signed twice"};
  }
  std::vector<receivable::QuoteSecret> openings = std::move(file.openings);
  file.openings.clear();
  out.file = std::move(file);
  CHECK(out.show_openings(std::move(openings)));
  return out;
}

Result<Prepared> read_prepared_file(const std::filesystem::path& path) {
  TRY(const std::string text, read_file(path, file_limit));
  JsonLimits wide;
  wide.bytes = file_limit;
  auto file = api::from_json<PreparedFile>(text, wide);
  if (!file) return Refusal{Reason::bad_file, path.string() + ": " + file.error().detail};
  auto out = read_prepared(*std::move(file));
  if (!out) return Refusal{out.error().reason, path.string() + ": " + out.error().detail};
  return out;
}

Result<void> write_prepared_file(const std::filesystem::path& path, const Prepared& prepared) {
  return write_file(path, api::to_json(prepared.file) + "\n", Privacy::owner_only);
}

Result<Prepared> combine(const std::vector<Prepared>& copies) {
  ensure(!copies.empty(), "there is at least one copy to combine");
  PreparedFile file = copies.front().file;
  for (const Prepared& copy : copies) {
    if (copy.file.digest != file.digest) return Refusal{Reason::bad_file, "the files hold different transactions"};
    if (file.openings.empty()) file.openings = copy.file.openings;
    for (const KeySignature& one : copy.file.signatures) {
      bool known = false;
      for (const KeySignature& mine : file.signatures) known = known || mine.key == one.key;
      if (!known) file.signatures.push_back(one);
    }
  }
  return read_prepared(std::move(file));
}

}  // namespace allonge::wallet
