// The one file below the node with floating point: the standard defines the text of a number by the
// binary64 nearest to it. The conversions both ways are the library's, exact and without locale.
#include "ledger/jcs.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "ledger/utf8.h"

namespace allonge {

namespace {

// RFC 8785 3.2.2.3, which is ECMAScript's Number::toString: plain digits from 1e-6 to below 1e21.
void put_number(std::string& out, double number) {
  if (number == 0) {  // minus zero too
    out.push_back('0');
    return;
  }
  std::array<char, 32> buffer;
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(number), std::chars_format::scientific);
  const std::string_view shortest(buffer.data(), std::size_t(written.ptr - buffer.data()));  // d.ddde+xx
  const std::size_t e = shortest.find('e');
  std::string digits(1, shortest[0]);
  if (e > 1) digits += shortest.substr(2, e - 2);
  int exponent = 0;
  const std::size_t sign = shortest[e + 1] == '+' ? 1 : 0;  // from_chars takes no plus
  std::from_chars(shortest.data() + e + 1 + sign, shortest.data() + shortest.size(), exponent);

  const int count = int(digits.size());
  const int point = exponent + 1;  // place of the decimal point among the digits
  if (number < 0) out.push_back('-');
  if (count <= point && point <= 21) {
    out += digits;
    out.append(std::size_t(point - count), '0');
  } else if (0 < point && point <= 21) {
    out.append(digits, 0, std::size_t(point)).append(".").append(digits, std::size_t(point));
  } else if (-6 < point && point <= 0) {
    out.append("0.").append(std::size_t(-point), '0').append(digits);
  } else {
    out.push_back(digits[0]);
    if (count > 1) out.append(".").append(digits, 1);
    out.append(exponent < 0 ? "e-" : "e+").append(std::to_string(exponent < 0 ? -exponent : exponent));
  }
}

Result<void> put_number(std::string& out, std::string_view text) {
  const Refusal beyond{Reason::bad_json, "a number is beyond the range of a binary64"};
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || !std::isfinite(number)) return beyond;
  // Too small a number must not quietly become zero.
  if (number == 0 && text.substr(0, text.find_first_of("eE")).find_first_of("123456789") != std::string_view::npos) return beyond;
  put_number(out, number);
  return done();
}

Result<void> put_string(std::string& out, std::string_view text) {
  if (!is_utf8(text)) return Refusal{Reason::bad_json, "a text is not UTF-8, or holds NUL"};
  out.push_back('"');
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\f': out += "\\f"; break;
      case '\r': out += "\\r"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += c < 0x10 ? "\\u000" : "\\u001";
          out.push_back("0123456789abcdef"[c & 0xF]);
        } else {
          out.push_back(c);
        }
    }
  }
  out.push_back('"');
  return done();
}

// The order of UTF-16 units is that of the UTF-8 bytes, but for one thing: what lies above U+FFFF
// (F0 to F4) is written with surrogates, which stand below U+E000 to U+FFFF (EE and EF).
bool utf16_less(std::string_view a, std::string_view b) {
  const auto weight = [](char c) {
    const unsigned byte = static_cast<unsigned char>(c);
    return byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte;
  };
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [&](char x, char y) { return weight(x) < weight(y); });
}

Result<void> put(std::string& out, const JsonValue& value);

Result<void> put_object(std::string& out, const JsonValue& object, std::string_view without) {
  std::vector<const std::pair<std::string, JsonValue>*> members;
  members.reserve(object.members.size());
  for (const auto& member : object.members)
    if (without.empty() || member.first != without) members.push_back(&member);
  std::sort(members.begin(), members.end(), [](auto* a, auto* b) { return utf16_less(a->first, b->first); });
  out.push_back('{');
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i > 0) {
      if (members[i - 1]->first == members[i]->first) return Refusal{Reason::bad_json, "a name stands twice in one object"};
      out.push_back(',');
    }
    CHECK(put_string(out, members[i]->first));
    out.push_back(':');
    CHECK(put(out, members[i]->second));
  }
  out.push_back('}');
  return done();
}

Result<void> put_array(std::string& out, const JsonValue& array) {
  out.push_back('[');
  for (std::size_t i = 0; i < array.items.size(); ++i) {
    if (i > 0) out.push_back(',');
    CHECK(put(out, array.items[i]));
  }
  out.push_back(']');
  return done();
}

Result<void> put(std::string& out, const JsonValue& value) {
  switch (value.type) {
    case JsonValue::Type::null: out += "null"; return done();
    case JsonValue::Type::boolean: out += value.boolean ? "true" : "false"; return done();
    case JsonValue::Type::number: return put_number(out, std::string_view(value.text));
    case JsonValue::Type::string: return put_string(out, value.text);
    case JsonValue::Type::array: return put_array(out, value);
    case JsonValue::Type::object: return put_object(out, value, {});
  }
  return done();
}

}  // namespace

Result<std::string> canonical(const JsonValue& value) {
  std::string out;
  CHECK(put(out, value));
  return out;
}

Result<std::string> canonical_without(const JsonValue& object, std::string_view member) {
  if (object.type != JsonValue::Type::object) return Refusal{Reason::bad_json, "expected an object"};
  std::string out;
  CHECK(put_object(out, object, member));
  return out;
}

Result<std::string> number_text(std::uint64_t ieee754_bits) {
  const double number = std::bit_cast<double>(ieee754_bits);
  if (!std::isfinite(number)) return Refusal{Reason::bad_json, "not a finite number"};
  std::string out;
  put_number(out, number);
  return out;
}

}  // namespace allonge
