// Laws that hold after every transaction (receivables.md 14), separate from the operations, in the
// manner of rippled: each sees before and after of every changed record and says nothing, or why not.
// They run in production too. A broken law becomes the refusal INVARIANT_BROKEN of that transaction,
// the same on every node, and nothing of it remains.
#pragma once

#include <memory>

#include "contracts/context.h"
#include "ledger/draft.h"
#include "ledger/receipt.h"
#include "ledger/table.h"

namespace allonge {

struct ChangedRecord {
  BytesView key;
  std::optional<Bytes> before;
  const std::optional<Bytes>* after;
};

// The changed records in key order (before and after differ, at least one of them is there), and where to look up what did not change.
class ChangeSet {
 public:
  // `events`: what the transaction reports (I-10); `context`: in which it ran (C-2). Both must outlive
  // the set.
  explicit ChangeSet(const Draft& draft, const Events* events = nullptr, const Context* context = nullptr);

  std::span<const ChangedRecord> all() const { return records_; }
  std::span<const ChangedRecord> of_table(std::uint16_t number) const;
  const View& before() const { return draft_.below(); }
  const View& after() const { return draft_; }
  // Null where only records are judged.
  const Events* events() const { return events_; }
  // Null where only records are judged, and for what falls due by itself.
  const Context* context() const { return context_; }

  // What several laws make of the changes is made once. The reference lives as long as this.
  template <class T>
  const T& once(T (*make)(const ChangeSet&)) const {
    const auto key = reinterpret_cast<void (*)()>(make);
    for (const auto& [maker, made] : made_)
      if (maker == key) return *static_cast<const T*>(made.get());
    return *static_cast<const T*>(made_.emplace_back(key, std::make_shared<const T>(make(*this))).second.get());
  }

  // visit(const std::optional<Record>& before, const std::optional<Record>& after) for every changed
  // record of a table.
  template <class Record, class... Key, class Visit>
  void each(const Table<Record, Key...>& table, Visit visit) const {
    for (const ChangedRecord& changed : of_table(table.number)) {
      std::optional<Record> before, after;
      if (changed.before) before = table.read(*changed.before);
      if (*changed.after) after = table.read(**changed.after);
      visit(std::as_const(before), std::as_const(after));
    }
  }

 private:
  const Draft& draft_;
  const Events* events_;
  const Context* context_;
  std::vector<ChangedRecord> records_;
  mutable std::vector<std::pair<void (*)(), std::shared_ptr<const void>>> made_;
};

struct Law {
  const char* id;        // as receivables.md 14 numbers them: "I-5"
  const char* sentence;
  // Nothing, or why the law is broken (for the log; never hashed).
  std::optional<std::string> (*broken)(const ChangeSet& changes);
};

std::span<const Law> laws();  // the list stands in invariants.cpp

// INVARIANT_BROKEN with the first broken law's id and why. `draft` is a transaction's: its changes
// over the state as it was before.
Result<void> laws_hold(const Draft& draft, const Events* events = nullptr, const Context* context = nullptr);
Result<void> laws_hold(const Draft& draft, std::span<const Law> chosen, const Events* events = nullptr,
                       const Context* context = nullptr);

}  // namespace allonge
