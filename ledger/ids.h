// Typed names that cannot be mixed up: party names, and the ids of documents that people read aloud
// (RC-7K2M-9QXD-3HBF-5). An id that is unset has no text, is refused by every reader that needs one,
// and equals nothing that exists.
#pragma once

#include "ledger/bytes.h"

namespace allonge {

// A party's short permanent name: 3 to 32 of a-z 0-9 -, beginning with a letter, not ending with -.
// Kept as 32 bytes filled up with zeros, so it sorts as text and is a fixed-width key.
class PartyId {
 public:
  static constexpr std::string_view form = "^[a-z][a-z0-9-]{1,30}[a-z0-9]$";

  PartyId() = default;
  static Result<PartyId> parse(std::string_view text);  // BAD_TEXT

  bool is_set() const { return bytes_[0] != 0; }
  std::string_view text() const;
  BytesView key() const { return bytes_; }
  auto operator<=>(const PartyId&) const = default;

 private:
  std::array<std::uint8_t, 32> bytes_{};
};

namespace ids {
// 12 letters of Crockford base32 in three groups and a check letter: any one wrong letter and any two
// exchanged letters show.
std::string write(std::string_view prefix, std::uint64_t bits);
Result<std::uint64_t> read(std::string_view prefix, std::string_view text);
// 60 bits of digest(kind, transaction id, place of the operation).
std::uint64_t derive(std::string_view prefix, const Digest& transaction, std::uint32_t place);
}  // namespace ids

namespace ids {
// "^RC(-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-HJKMNP-TV-Z]$": the form of one kind, put together by the compiler.
template <class Kind>
inline constexpr auto form_of = [] {
  constexpr std::string_view rest = "(-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-HJKMNP-TV-Z]$";
  std::array<char, 1 + Kind::prefix.size() + rest.size()> out{};
  std::size_t at = 0;
  out[at++] = '^';
  for (const char c : Kind::prefix) out[at++] = c;
  for (const char c : rest) out[at++] = c;
  return out;
}();
}  // namespace ids

// The id of a document of one kind. `Kind` has `prefix` ("RC").
template <class Kind>
class DocumentId {
 public:
  static constexpr std::string_view prefix = Kind::prefix;
  static constexpr std::string_view form{ids::form_of<Kind>.data(), ids::form_of<Kind>.size()};

  DocumentId() = default;
  static Result<DocumentId> parse(std::string_view text) {
    TRY(const std::uint64_t bits, ids::read(prefix, text));
    return DocumentId(bits);
  }
  // `place` counts the operations of a transaction from 0.
  static DocumentId derive(const Digest& transaction, std::uint32_t place) {
    return DocumentId(ids::derive(prefix, transaction, place));
  }

  bool is_set() const { return bits_ != 0; }
  std::string text() const { return is_set() ? ids::write(prefix, bits_) : std::string(); }
  std::uint64_t bits() const { return bits_; }
  auto operator<=>(const DocumentId&) const = default;

 private:
  explicit DocumentId(std::uint64_t bits) : bits_(bits) {}
  std::uint64_t bits_ = 0;
};

struct CertificateKind { static constexpr std::string_view prefix = "RC"; };
struct InvoiceKind { static constexpr std::string_view prefix = "INV"; };
struct TransferKind { static constexpr std::string_view prefix = "TR"; };
struct FinancingKind { static constexpr std::string_view prefix = "FN"; };

using CertificateId = DocumentId<CertificateKind>;
using InvoiceId = DocumentId<InvoiceKind>;
using TransferId = DocumentId<TransferKind>;
using FinancingId = DocumentId<FinancingKind>;

}  // namespace allonge
