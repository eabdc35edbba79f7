#include "wallet/journal.h"

#include <sodium.h>

#include "ledger/digest.h"
#include "wallet/files.h"
#include "wallet/journal_store.h"

namespace allonge::wallet {

namespace {

constexpr const char* schema =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "CREATE TABLE IF NOT EXISTS sent("
    "  place INTEGER PRIMARY KEY, chain BLOB NOT NULL, party TEXT NOT NULL, idem BLOB NOT NULL,"
    "  transaction_id BLOB NOT NULL, operations BLOB NOT NULL, valid_until INTEGER NOT NULL,"
    "  bytes BLOB NOT NULL, title TEXT NOT NULL, outcome TEXT NOT NULL DEFAULT '',"
    "  UNIQUE(chain, party, idem));"
    "DROP INDEX IF EXISTS open_sent;"  // of earlier journals
    "CREATE INDEX IF NOT EXISTS sent_commands ON sent(chain, party, operations);"
    "CREATE TABLE IF NOT EXISTS quotes("
    "  place INTEGER PRIMARY KEY, chain BLOB NOT NULL, party TEXT NOT NULL, financing TEXT NOT NULL,"
    "  secret BLOB NOT NULL, UNIQUE(chain, secret));";
constexpr const char* columns = "chain, party, idem, transaction_id, operations, valid_until, bytes, title, outcome";

JournalEntry entry_of(const Statement& row) {
  JournalEntry out;
  out.chain = fixed<Digest>(row.blob(0));
  if (const auto party = PartyId::parse(row.text(1))) out.party = *party;
  out.idem = fixed<Idem>(row.blob(2));
  out.transaction = fixed<Digest>(row.blob(3));
  out.operations = fixed<Digest>(row.blob(4));
  out.valid_until = Time{row.number(5)};
  out.bytes = copy_of(row.blob(6));
  out.title = row.text(7);
  out.outcome = row.text(8);
  return out;
}

}  // namespace

Journal::Journal(std::unique_ptr<Hidden> hidden) : hidden_(std::move(hidden)) {}
Journal::~Journal() = default;
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;

Result<Journal> Journal::open(const std::filesystem::path& path) {
  CHECK(make_folder(path.parent_path(), Privacy::owner_only));
  CHECK(make_private_file(path));  // before SQLite makes it for everybody; its log takes the same mode
  auto hidden = std::make_unique<Hidden>();
  hidden->path = path.string();
  if (sqlite3_open(path.c_str(), &hidden->db) != SQLITE_OK) return hidden->trouble();
  sqlite3_busy_timeout(hidden->db, 10'000);  // several commands may run at once
  if (sqlite3_exec(hidden->db, schema, nullptr, nullptr, nullptr) != SQLITE_OK) return hidden->trouble();
  return Journal(std::move(hidden));
}

Result<void> Journal::write(const JournalEntry& entry) {
  if (const auto earlier = find(entry.chain, entry.party, entry.idem)) {
    if (earlier->transaction != entry.transaction) return Reason::idem_conflict;
    Statement again(hidden_->db, "UPDATE sent SET bytes = ? WHERE chain = ? AND party = ? AND idem = ?");
    again.bind(entry.bytes).bind(entry.chain).bind(std::string(entry.party.text())).bind(entry.idem);
    if (!again.finish()) return hidden_->trouble();
    return done();
  }
  Statement insert(hidden_->db, std::string("INSERT INTO sent(") + columns + ") VALUES(?,?,?,?,?,?,?,?,?)");
  insert.bind(entry.chain).bind(std::string(entry.party.text())).bind(entry.idem).bind(entry.transaction);
  insert.bind(entry.operations).bind(entry.valid_until.ms).bind(entry.bytes).bind(entry.title).bind(entry.outcome);
  if (!insert.finish()) return hidden_->trouble();
  return done();
}

Result<void> Journal::note_outcome(const Digest& chain, const PartyId& party, const Idem& idem,
                                   const std::string& outcome) {
  Statement update(hidden_->db, "UPDATE sent SET outcome = ? WHERE chain = ? AND party = ? AND idem = ?");
  update.bind(outcome).bind(chain).bind(std::string(party.text())).bind(idem);
  if (!update.finish()) return hidden_->trouble();
  return done();
}

std::optional<JournalEntry> Journal::find(const Digest& chain, const PartyId& party, const Idem& idem) const {
  Statement query(hidden_->db, std::string("SELECT ") + columns + " FROM sent WHERE chain = ? AND party = ? AND idem = ?");
  query.bind(chain).bind(std::string(party.text())).bind(idem);
  if (!query.step()) return std::nullopt;
  return entry_of(query);
}

std::vector<JournalEntry> Journal::attempts(const Digest& chain, const PartyId& party, const Digest& operations) const {
  Statement query(hidden_->db, std::string("SELECT ") + columns +
                                   " FROM sent WHERE chain = ? AND party = ? AND operations = ? AND outcome NOT IN (?, ?)"
                                   " ORDER BY place DESC");
  query.bind(chain).bind(std::string(party.text())).bind(operations);
  query.bind(std::string(outcome::done)).bind(std::string(outcome::proven_refused));
  std::vector<JournalEntry> out;
  while (query.step()) out.push_back(entry_of(query));
  return out;
}

std::vector<JournalEntry> Journal::unfinished(const Digest& chain, const PartyId& party) const {
  Statement query(hidden_->db, std::string("SELECT ") + columns +
                                   " FROM sent WHERE chain = ? AND party = ? AND outcome NOT IN (?, ?) ORDER BY place DESC");
  query.bind(chain).bind(std::string(party.text()));
  query.bind(std::string(outcome::done)).bind(std::string(outcome::proven_refused));
  std::vector<JournalEntry> out;
  while (query.step()) out.push_back(entry_of(query));
  return out;
}

std::vector<JournalEntry> Journal::open_entries(const Digest& chain) const {
  Statement query(hidden_->db, std::string("SELECT ") + columns + " FROM sent WHERE chain = ? AND outcome = '' ORDER BY place");
  query.bind(chain);
  std::vector<JournalEntry> out;
  while (query.step()) out.push_back(entry_of(query));
  return out;
}

Digest operations_digest(const TransactionBody& body) {
  Bytes all;
  for (const RawMessage& operation : body.operations) {
    append_big_endian(all, std::uint32_t(operation.bytes.size()));
    append(all, operation.bytes);
  }
  return digest("allonge/wallet-operations/v1", all);
}

Idem fresh_idem() {
  Idem out;
  randombytes_buf(out.bytes.data(), out.bytes.size());
  return out;
}

}  // namespace allonge::wallet
