// What this wallet has sent, written down before it is sent (SQLite, synced): the idem, the exact
// bytes, and later the outcome. After a crash of the wallet, the machine or the network the same
// bytes are sent again, and the ledger answers with the first outcome: one effect, however often.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

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
  std::string outcome; // "", "done", "refused REASON", "expired"
};

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
  // The newest entry of the same command that has no outcome yet.
  std::optional<JournalEntry> find_open(const Digest& chain, const PartyId& party, const Digest& operations) const;
  std::vector<JournalEntry> open_entries(const Digest& chain) const;

 private:
  struct Hidden;
  explicit Journal(std::unique_ptr<Hidden> hidden);
  std::unique_ptr<Hidden> hidden_;
};

Digest operations_digest(const TransactionBody& body);
Idem fresh_idem();  // 16 random bytes

}  // namespace allonge::wallet
