// What this wallet has sent, written down before it is sent (SQLite, synced): the idem, the exact
// bytes, and later the outcome. After a crash of the wallet, the machine or the network the same
// bytes are sent again, and the ledger answers with the first outcome: one effect, however often. The
// salts of sealed quotes stand here too, so the file is its owner's alone (mode 0600).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "contracts/receivable/quote.h"
#include "ledger/transaction.h"

namespace allonge::wallet {

struct JournalEntry {
  Digest chain;
  PartyId party;
  Idem idem;
  Digest transaction;
  Digest operations;   // digest of the operations' bytes: the same command typed again has the same
  Time valid_until;
  Bytes bytes;         // body and signatures
  std::string title;   // what it was, for people
  std::string outcome; // one of those below, or what a node said in between
};

// An act is over when it is done, or when it is proven that the ledger refused it. What a node merely
// says (rejected, expired, refused) is written down, and ends nothing: the node has the signed bytes.
namespace outcome {
inline constexpr const char* unknown = "";
inline constexpr const char* done = "done";
inline constexpr const char* proven_refused = "refused";
inline constexpr const char* said_refused = "said refused";
inline constexpr const char* rejected = "rejected ";  // and the reason
inline constexpr const char* expired = "expired";
inline constexpr const char* sent = "sent";           // and not waited for
}  // namespace outcome

class Journal {
 public:
  static Result<Journal> open(const std::filesystem::path& path);  // BAD_FILE
  ~Journal();
  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;

  // Before sending. IDEM_CONFLICT when the idem was used with other bytes.
  Result<void> write(const JournalEntry& entry);
  Result<void> note_outcome(const Digest& chain, const PartyId& party, const Idem& idem, const std::string& outcome);

  std::optional<JournalEntry> find(const Digest& chain, const PartyId& party, const Idem& idem) const;
  // Attempts of the same command that are not over, newest first. Those whose last moment has passed are
  // among them: the journal has no clock.
  std::vector<JournalEntry> attempts(const Digest& chain, const PartyId& party, const Digest& operations) const;
  // The party's acts of every kind that are not over, newest first.
  std::vector<JournalEntry> unfinished(const Digest& chain, const PartyId& party) const;
  // Those of which nothing at all was heard.
  std::vector<JournalEntry> open_entries(const Digest& chain) const;

  // Quotes as they were sealed, with their salts: without its salt a quote can never be revealed, so it is
  // written down before its seal is sent. The same quote again changes nothing.
  Result<void> write(const Digest& chain, const receivable::QuoteSecret& quote);
  // Newest first.
  std::vector<receivable::QuoteSecret> quotes(const Digest& chain, const PartyId& party, const FinancingId& financing) const;

 private:
  struct Hidden;
  explicit Journal(std::unique_ptr<Hidden> hidden);
  std::unique_ptr<Hidden> hidden_;
};

Digest operations_digest(const TransactionBody& body);
Idem fresh_idem();  // 16 random bytes

}  // namespace allonge::wallet
