// A named table of records in the state. Keys are the table's number and fixed-width parts, so they
// sort as numbers and no key is the beginning of another. Records are in canonical bytes.
#pragma once

#include "ledger/codec.h"
#include "ledger/draft.h"

namespace allonge {

// Few keys are longer: one allocation for each.
inline constexpr std::size_t key_room = 48;

inline void append_key(Bytes& out, std::uint16_t part) { append_big_endian(out, part); }
inline void append_key(Bytes& out, std::uint32_t part) { append_big_endian(out, part); }
inline void append_key(Bytes& out, std::uint64_t part) { append_big_endian(out, part); }
inline void append_key(Bytes& out, Fen part) { append_big_endian(out, part.value); }
inline void append_key(Bytes& out, Date part) { append_big_endian(out, part.days); }
inline void append_key(Bytes& out, Time part) { append_big_endian(out, part.ms); }
inline void append_key(Bytes& out, const PartyId& part) { append(out, part.key()); }
template <class Kind>
void append_key(Bytes& out, const DocumentId<Kind>& part) { append_big_endian(out, part.bits()); }
template <std::size_t N, class Tag>
void append_key(Bytes& out, const FixedBytes<N, Tag>& part) { append(out, part); }

// DO NOT CHANGE OR RE-USE a table's number: it begins the keys on disk and in proofs.
template <class Record, class... Key>
struct Table {
  std::uint16_t number;
  std::string_view name;

  // The whole key, or the beginning of a key for walking.
  template <class... Part>
  Bytes key(const Part&... part) const {
    static_assert(sizeof...(Part) <= sizeof...(Key));
    Bytes out;
    out.reserve(key_room);
    append_big_endian(out, number);
    (append_key(out, part), ...);
    return out;
  }

  std::optional<Record> find(const View& view, const Key&... part) const {
    const auto bytes = view.get(key(part...));
    if (!bytes) return std::nullopt;
    return read(*bytes);
  }
  // NOT_FOUND, with the table's name.
  Result<Record> get(const View& view, const Key&... part) const {
    auto found = find(view, part...);
    if (!found) return Refusal{Reason::not_found, "no such " + std::string(name)};
    return *std::move(found);
  }
  bool has(const View& view, const Key&... part) const { return view.get(key(part...)).has_value(); }
  void put(Draft& draft, const Key&... part, const Record& record) const {
    draft.put(key(part...), encode(record));
  }
  void erase(Draft& draft, const Key&... part) const { draft.erase(key(part...)); }

  // Walks the records whose key begins with `part`, in key order, until `visit` returns false.
  // visit(BytesView key, const Record&).
  template <class Visit, class... Part>
  void walk(const View& view, Visit visit, const Part&... part) const {
    const Bytes prefix = key(part...);
    Bytes from = prefix;
    while (auto found = view.next(from, prefix)) {
      if (!visit(BytesView(found->key), read(found->value))) return;
      from = std::move(found->key);
      from.push_back(0);
    }
  }

  // The state is our own writing: bytes that do not decode are damage, not input.
  static Record read(BytesView bytes) {
    auto record = decode<Record>(bytes);
    ensure(record.has_value(), "a record of the state is in canonical bytes");
    return *std::move(record);
  }
};

}  // namespace allonge
