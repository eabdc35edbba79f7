// A transaction on its way from maker to checkers: the exact body bytes and the signatures so far, as
// a JSON file that travels by any channel. Nothing in it is trusted: party, operations and amounts
// are read from the body bytes, and each signature is checked over their digest. A sealed quote in the
// body is a digest; what it was made of lies beside it, so that who checks it sees the terms, and is
// believed only where that digest stands in the body.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "contracts/operations.h"
#include "ledger/transaction.h"

namespace allonge::wallet {

struct PreparedFile {
  std::string kind = "allonge-prepared-1";
  std::string network;
  Digest digest;   // the transaction id: what people sign
  Bytes body;
  std::vector<KeySignature> signatures;
  std::vector<receivable::QuoteSecret> openings;
  static constexpr auto fields() {
    using T = PreparedFile;
    return std::tuple{Field{1, "kind", &T::kind, "allonge-prepared-1", 32},
                      Field{2, "network", &T::network, "name of the network it is for", 40},
                      Field{3, "digest", &T::digest, "transaction id"},
                      Field{4, "body", &T::body, "the bytes to be signed", limits::transaction_bytes},
                      Field{5, "signatures", &T::signatures, "so far", limits::signatures},
                      Field{6, "openings", &T::openings, "what the seals of quotes in the body are made of", limits::operations}};
  }
};

// What the bytes say, read and checked.
struct Prepared {
  PreparedFile file;
  TransactionBody body;
  std::vector<Operation> operations;

  bool has_signed(const PublicKey& key) const;
  // REFUSED when the key signed already: SAME_SIGNER.
  Result<void> add(const SecretKey& key);
  // What the seal of this operation is made of; null if the file does not say.
  const receivable::QuoteSecret* opening_of(const receivable::FinanceQuote& quote) const;
  // Puts what its seals are made of beside them. BAD_FILE for what is in none of them.
  Result<void> show_openings(std::vector<receivable::QuoteSecret> openings);
  Bytes wire_bytes() const;  // what is submitted
};

Result<Prepared> prepare(std::string network, const TransactionBody& body);
// BAD_FILE; BAD_ENCODING, BAD_SIGNATURE when bytes, digest and signatures do not fit together.
Result<Prepared> read_prepared(PreparedFile file);
Result<Prepared> read_prepared_file(const std::filesystem::path& path);
Result<void> write_prepared_file(const std::filesystem::path& path, const Prepared& prepared);

// Signatures of several copies of the same body in one. BAD_FILE when the bodies differ.
Result<Prepared> combine(const std::vector<Prepared>& copies);

}  // namespace allonge::wallet
