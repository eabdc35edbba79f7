// The journal's database, for the files that are the journal: a statement with its parameters, and the
// handle.
#pragma once

#include <sqlite3.h>

#include "wallet/journal.h"

namespace allonge::wallet {

// A prepared statement with its parameters, finalized when it goes.
class Statement {
 public:
  Statement(sqlite3* db, const std::string& text) {
    if (sqlite3_prepare_v2(db, text.c_str(), -1, &handle_, nullptr) != SQLITE_OK) handle_ = nullptr;
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(handle_); }

  Statement& bind(BytesView bytes) {
    sqlite3_bind_blob(handle_, ++place_, bytes.data(), int(bytes.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Statement& bind(const std::string& text) {
    sqlite3_bind_text(handle_, ++place_, text.data(), int(text.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Statement& bind(std::uint64_t number) {
    sqlite3_bind_int64(handle_, ++place_, std::int64_t(number));
    return *this;
  }
  bool step() { return handle_ != nullptr && sqlite3_step(handle_) == SQLITE_ROW; }
  bool finish() { return handle_ != nullptr && sqlite3_step(handle_) == SQLITE_DONE; }

  BytesView blob(int column) const {
    return {static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column)),
            std::size_t(sqlite3_column_bytes(handle_, column))};
  }
  std::string text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return std::string(data, std::size_t(sqlite3_column_bytes(handle_, column)));
  }
  std::uint64_t number(int column) const { return std::uint64_t(sqlite3_column_int64(handle_, column)); }

 private:
  sqlite3_stmt* handle_ = nullptr;
  int place_ = 0;
};

template <class Fixed>
Fixed fixed(BytesView bytes) {
  auto out = Fixed::from(bytes);
  return out ? *out : Fixed{};
}

struct Journal::Hidden {
  sqlite3* db = nullptr;
  std::string path;
  ~Hidden() { sqlite3_close(db); }
  Refusal trouble() const {
    return Refusal{Reason::bad_file, path + ": " + (db != nullptr ? sqlite3_errmsg(db) : "cannot be opened")};
  }
};

}  // namespace allonge::wallet
