// Fills any described value with random contents within its limits: what a stranger could honestly
// send. Same dice, same value.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <string>

#include "ledger/fields.h"

namespace allonge::test {

using Dice = std::mt19937_64;

class RandomValue {
 public:
  explicit RandomValue(Dice& dice) : dice_(dice) {}

  // RawMessages whose note says "type: name" are filled with what `make` returns.
  void raw(std::string name, std::function<Bytes(RandomValue&)> make) { raw_[std::move(name)] = std::move(make); }

  // Texts of lists are up to so many bytes. JSON holds each against its list's own limit.
  void items_up_to(std::uint32_t bytes) { longest_item_ = bytes; }

  template <class T>
  T make() {
    T value{};
    fill(shape_of<T>, &value, 0, {});
    return value;
  }

  std::uint64_t below(std::uint64_t bound) { return dice_() % bound; }

  void fill(const Shape& shape, void* object, std::uint32_t limit, std::string_view note) {
    switch (shape.kind) {
      case Kind::enumeration: shape.store(object, shape.values[below(shape.values.size())].number); return;
      case Kind::boolean:
      case Kind::number:
      case Kind::fen:
      case Kind::amount:
      case Kind::date:
      case Kind::time: shape.store(object, number(shape.largest)); return;
      case Kind::fixed: {
        const Bytes bytes = random_bytes(shape.size);
        shape.assign(object, bytes);
        return;
      }
      case Kind::bytes: shape.assign(object, random_bytes(below(std::min<std::uint64_t>(limit, 200) + 1))); return;
      case Kind::raw: fill_raw(shape, object, note); return;
      case Kind::text: fill_text(shape, object, limit); return;
      case Kind::message:
        for (const FieldInfo& field : shape.fields)
          fill(*field.shape, field.edit(object), field.limit, field.note);
        return;
      case Kind::one_of: {
        const std::size_t which = below(shape.fields.size());
        fill(*shape.fields[which].shape, shape.emplace(object, which), 0, {});
        return;
      }
      case Kind::optional:
        if (below(2) == 0) fill(*shape.item, shape.emplace(object, 0), limit == 0 ? 1 : limit, note);
        return;
      case Kind::list:
        for (std::uint64_t n = below(std::min<std::uint64_t>(limit, 5) + 1); n > 0; --n)
          fill(*shape.item, shape.grow(object), longest_item_, note);
        return;
    }
  }

 private:
  // Small, large and border numbers alike, so that varints of every length occur.
  std::uint64_t number(std::uint64_t largest) {
    if (largest == 0) return 0;
    switch (below(6)) {
      case 0: return 0;
      case 1: return largest;
      case 2: return std::min<std::uint64_t>(1, largest);
      default: {
        const std::uint64_t some = dice_() >> below(64);
        return largest == ~std::uint64_t{0} ? some : some % (largest + 1);
      }
    }
  }

  Bytes random_bytes(std::size_t size) {
    Bytes out(size);
    for (auto& byte : out) byte = std::uint8_t(dice_());
    return out;
  }

  void fill_raw(const Shape& shape, void* object, std::string_view note) {
    constexpr std::string_view mark = "type: ";
    const auto made = raw_.find(std::string(note.substr(std::min(mark.size(), note.size()))));
    if (made != raw_.end()) shape.assign(object, made->second(*this));
  }

  void fill_text(const Shape& shape, void* object, std::uint32_t limit) {
    if (shape.form.empty() && shape.parse(object, "any words")) {
      static const char* const pieces[] = {"a", "Z", "0", " ", "-", "é", "凭证", "\xF0\x9F\x9A\xA2", "\n", "\""};
      std::string out;
      for (std::uint64_t n = below(30); n > 0; --n) {
        const std::string piece = pieces[below(10)];
        if (out.size() + piece.size() <= limit) out += piece;
      }
      shape.parse(object, out);
      return;
    }
    std::string party(1, char('a' + below(26)));
    for (std::uint64_t n = below(30) + 1; n > 0; --n) party += "abz019-"[below(7)];
    party += "k7"[below(2)];
    if (shape.parse(object, party)) return;
    for (const char* prefix : {"RC", "INV", "TR", "FN", "AP"})
      if (shape.parse(object, ids::write(prefix, dice_() >> 4 | 1))) return;
  }

  Dice& dice_;
  std::uint32_t longest_item_ = 40;
  std::map<std::string, std::function<Bytes(RandomValue&)>> raw_;
};

}  // namespace allonge::test
