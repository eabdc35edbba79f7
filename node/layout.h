// Where things stand in the node's ordered store: one letter in front of every key says which kind.
//
//   's' key            a record of the state, under the key the contracts gave it (in the tree)
//   'x' key            a derived list entry (contracts: by owner, issuer, subject), rebuilt from records
//   't' id             transaction id -> where it was committed
//   'i' party idem     -> transaction id
//   'b' hash           header hash -> height
//   'm' name           what the node knows of itself: the last applied block
//
// DO NOT CHANGE OR RE-USE A LETTER: they stand on disk.
#pragma once

#include "ledger/store.h"
#include "ledger/transaction.h"

namespace allonge::node {

inline constexpr std::uint8_t state_letter = 's';
inline constexpr std::uint8_t list_letter = 'x';
inline constexpr std::uint8_t transaction_letter = 't';
inline constexpr std::uint8_t idem_letter = 'i';
inline constexpr std::uint8_t block_letter = 'b';
inline constexpr std::uint8_t meta_letter = 'm';

inline Bytes lettered(std::uint8_t letter, BytesView key) {
  Bytes out;
  out.reserve(key.size() + 1);
  out.push_back(letter);
  append(out, key);
  return out;
}
inline Bytes transaction_key(const Digest& id) { return lettered(transaction_letter, id); }
inline Bytes idem_key(const PartyId& party, const Idem& idem) {
  Bytes out = lettered(idem_letter, party.key());
  append(out, idem);
  return out;
}
inline Bytes block_key(const Digest& hash) { return lettered(block_letter, hash); }
inline Bytes applied_key() { return lettered(meta_letter, bytes_of("applied")); }

// The records under one letter, without it. `below` must outlive the view.
class LetterView final : public View {
 public:
  LetterView(const View& below, std::uint8_t letter) : below_(below), letter_(letter) {}

  std::optional<Bytes> get(BytesView key) const override { return below_.get(lettered(letter_, key)); }
  std::optional<KeyValue> next(BytesView from, BytesView prefix) const override {
    auto found = below_.next(lettered(letter_, from), lettered(letter_, prefix));
    if (found) found->key.erase(found->key.begin());
    return found;
  }

 private:
  const View& below_;
  std::uint8_t letter_;
};

// What the store says about itself, written in the same batch as the records it speaks of.
struct Applied {
  std::uint64_t height = 0;
  Digest chain;
  Bytes header;        // canonical bytes of the header at `height`; empty at height 0
  Digest state_root;   // of the records; the header's own from height 1
  std::uint64_t history_size = 0;      // headers in the history log, this one included
  std::vector<Digest> history_peaks;

  static constexpr auto fields() {
    using T = Applied;
    return std::tuple{Field{1, "height", &T::height, "last block whose changes the store holds"},
                      Field{2, "chain", &T::chain, "genesis hash"},
                      Field{3, "header", &T::header, "its header; empty at height 0", 4096},
                      Field{4, "state_root", &T::state_root, "root of the records"},
                      Field{5, "history_size", &T::history_size, "headers so far"},
                      Field{6, "history_peaks", &T::history_peaks, "complete subtrees of the history log", 64}};
  }
};

// Where a transaction was committed and what became of it: the value under 't'.
struct Place {
  std::uint64_t height = 0;
  std::uint32_t leaf = 0;
  bool ok = false;
  std::uint32_t reason = 0;
  std::uint32_t operation = 0;

  static constexpr auto fields() {
    using T = Place;
    return std::tuple{Field{1, "height", &T::height, "block"}, Field{2, "leaf", &T::leaf, "receipt in the block"},
                      Field{3, "ok", &T::ok, "whether it was done"}, Field{4, "reason", &T::reason, "number when not"},
                      Field{5, "operation", &T::operation, "which operation was refused"}};
  }
};

}  // namespace allonge::node
