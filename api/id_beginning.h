// An id as people type it: whole, or a beginning that fits only one thing ("RC-7K2M"). A whole id's
// check letter is looked at; a beginning is looked up in the state, where ids are in order.
#pragma once

#include "ledger/fields.h"
#include "ledger/table.h"

namespace allonge::api {

namespace id_beginning {
struct Bounds {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};
// BAD_TEXT.
Result<Bounds> read(std::string_view prefix, std::string_view text);

template <class Kind>
inline constexpr auto form_of = [] {
  constexpr std::string_view rest = "-[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z-]{1,16}$";
  std::array<char, 1 + Kind::prefix.size() + rest.size()> out{};
  std::size_t at = 0;
  out[at++] = '^';
  for (const char c : Kind::prefix) out[at++] = c;
  for (const char c : rest) out[at++] = c;
  return out;
}();
}  // namespace id_beginning

template <class Kind>
class IdBeginning {
 public:
  static constexpr std::string_view form{id_beginning::form_of<Kind>.data(), id_beginning::form_of<Kind>.size()};

  static Result<IdBeginning> parse(std::string_view text) {
    IdBeginning out;
    TRY(out.bounds_, id_beginning::read(Kind::prefix, text));
    out.text_ = text;
    return out;
  }
  std::string text() const { return text_; }
  bool is_set() const { return !text_.empty(); }

  // The record it means. NOT_FOUND, AMBIGUOUS_ID.
  template <class Record>
  Result<Record> find(const View& view, const Table<Record, DocumentId<Kind>>& table) const {
    const Bytes prefix = table.key();
    Bytes from = prefix;
    append_big_endian(from, bounds_.low);
    const auto first = view.next(from, prefix);
    if (!first || bits_of(first->key) > bounds_.high) return Refusal{Reason::not_found, "no such " + std::string(table.name)};
    from = first->key;
    from.push_back(0);
    const auto second = view.next(from, prefix);
    if (second && bits_of(second->key) <= bounds_.high)
      return Refusal{Reason::ambiguous_id, "more than one " + std::string(table.name) + " begins like this"};
    return table.read(first->value);
  }

 private:
  static std::uint64_t bits_of(BytesView key) { return read_big_endian<std::uint64_t>(key.subspan(2)); }
  id_beginning::Bounds bounds_;
  std::string text_;
};

}  // namespace allonge::api
