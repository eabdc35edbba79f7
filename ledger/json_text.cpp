#include "ledger/json_text.h"

#include <algorithm>

#include "ledger/bytes.h"
#include "ledger/ensure.h"
#include "ledger/utf8.h"

namespace allonge {

namespace {

// Reader and destructor go one call deeper per level; no caller may ask for more than this.
constexpr int deepest_possible = 256;

class JsonReader {
 public:
  JsonReader(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}

  Result<JsonValue> whole() {
    JsonValue value;
    CHECK(read(value, 0));
    skip_space();
    if (at_ != text_.size()) return bad("text after the value");
    return value;
  }

 private:
  // Texts of refusals never repeat what came in (reliability.md 4.2).
  Refusal bad(const char* what) const { return bad_at(at_, what); }
  static Refusal bad_at(std::size_t at, const char* what) {
    return Refusal{Reason::bad_json, "byte " + std::to_string(at) + ": " + what};
  }

  bool more() const { return at_ < text_.size(); }
  char peek() const { return more() ? text_[at_] : '\0'; }
  bool take(char expected) {
    if (!more() || text_[at_] != expected) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  void skip_space() {
    while (more() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')) ++at_;
  }

  // `depth` counts the arrays and objects around the value.
  Result<void> read(JsonValue& out, int depth) {
    skip_space();
    if (!more()) return bad("a value is missing");
    if (++values_ > limits_.values) return Refusal{Reason::too_large, "more values than allowed"};
    switch (peek()) {
      case '{': return read_object(out, depth);
      case '[': return read_array(out, depth);
      case '"': out.type = JsonValue::Type::string; return read_string(out.text);
      case 't': return read_word(out, "true", JsonValue::Type::boolean, true);
      case 'f': return read_word(out, "false", JsonValue::Type::boolean, false);
      case 'n': return read_word(out, "null", JsonValue::Type::null, false);
      default: return read_number(out);
    }
  }

  Result<void> read_word(JsonValue& out, std::string_view word, JsonValue::Type type, bool boolean) {
    if (!take(word)) return bad("not a JSON value");
    out.type = type;
    out.boolean = boolean;
    return done();
  }

  Result<void> deeper(int depth) const {
    if (depth >= limits_.depth) return bad("nested too deep");
    return done();
  }

  Result<void> read_array(JsonValue& out, int depth) {
    CHECK(deeper(depth));
    out.type = JsonValue::Type::array;
    ++at_;
    skip_space();
    if (take(']')) return done();
    do {
      CHECK(read(out.items.emplace_back(), depth + 1));
      skip_space();
    } while (take(','));
    if (!take(']')) return bad("an array goes on with , or ends with ]");
    return done();
  }

  Result<void> read_object(JsonValue& out, int depth) {
    CHECK(deeper(depth));
    out.type = JsonValue::Type::object;
    ++at_;
    skip_space();
    if (take('}')) return done();
    std::vector<std::size_t> starts;  // of the names, for the refusal of a duplicate
    do {
      skip_space();
      if (peek() != '"') return bad("a member begins with its name in quotes");
      starts.push_back(at_);
      auto& [name, value] = out.members.emplace_back();
      CHECK(read_string(name));
      skip_space();
      if (!take(':')) return bad("a name is followed by :");
      CHECK(read(value, depth + 1));
      skip_space();
    } while (take(','));
    if (!take('}')) return bad("an object goes on with , or ends with }");
    return no_duplicates(out, starts);
  }

  // Sorted, so that many members cost no more than their sorting.
  static Result<void> no_duplicates(const JsonValue& object, const std::vector<std::size_t>& starts) {
    std::vector<std::size_t> order(starts.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const int names = object.members[a].first.compare(object.members[b].first);
      return names != 0 ? names < 0 : a < b;
    });
    for (std::size_t i = 1; i < order.size(); ++i)
      if (object.members[order[i - 1]].first == object.members[order[i]].first)
        return bad_at(starts[order[i]], "a name stands twice in one object");
    return done();
  }

  Result<void> read_string(std::string& out) {
    const std::size_t start = at_++;
    while (true) {
      if (!more()) return bad_at(start, "a string does not end");
      const char c = text_[at_];
      if (c == '"') break;
      if (static_cast<unsigned char>(c) < 0x20) return bad("a control character in a string");
      if (c == '\\') {
        CHECK(read_escape(out));
      } else {
        out.push_back(c);
        ++at_;
      }
    }
    ++at_;
    if (!is_utf8(out)) return bad_at(start, "a string is not UTF-8, or holds NUL");
    return done();
  }

  Result<void> read_escape(std::string& out) {
    ++at_;
    const char c = peek();
    ++at_;
    switch (c) {
      case '"': case '\\': case '/': out.push_back(c); return done();
      case 'b': out.push_back('\b'); return done();
      case 'f': out.push_back('\f'); return done();
      case 'n': out.push_back('\n'); return done();
      case 'r': out.push_back('\r'); return done();
      case 't': out.push_back('\t'); return done();
      case 'u': break;
      default: return bad_at(at_ - 1, "no such escape");
    }
    TRY(std::uint32_t code, read_hex4());
    if (code >= 0xDC00 && code <= 0xDFFF) return bad("half of a surrogate pair");
    if (code >= 0xD800 && code <= 0xDBFF) {
      if (!take("\\u")) return bad("half of a surrogate pair");
      TRY(const std::uint32_t low, read_hex4());
      if (low < 0xDC00 || low > 0xDFFF) return bad("half of a surrogate pair");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    put_utf8(out, code);
    return done();
  }

  Result<std::uint32_t> read_hex4() {
    std::uint32_t code = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = peek();
      const std::uint32_t digit = c >= '0' && c <= '9'   ? std::uint32_t(c - '0')
                                  : c >= 'a' && c <= 'f' ? std::uint32_t(c - 'a' + 10)
                                  : c >= 'A' && c <= 'F' ? std::uint32_t(c - 'A' + 10)
                                                         : 16;
      if (digit == 16) return bad("\\u is followed by four hexadecimal digits");
      code = code << 4 | digit;
      ++at_;
    }
    return code;
  }

  static void put_utf8(std::string& out, std::uint32_t code) {
    const auto put = [&](std::uint32_t byte) { out.push_back(char(byte)); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
      put(0xC0 | code >> 6);
    } else if (code < 0x10000) {
      put(0xE0 | code >> 12);
      put(0x80 | (code >> 6 & 0x3F));
    } else {
      put(0xF0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3F));
      put(0x80 | (code >> 6 & 0x3F));
    }
    put(0x80 | (code & 0x3F));
  }

  // RFC 8259: optional minus, no leading zeros, digits on both sides of the point, an exponent.
  Result<void> read_number(JsonValue& out) {
    const std::size_t start = at_;
    take('-');
    if (!take('0') && !take_digits()) return bad_at(start, "not a JSON value");
    if (take('.') && !take_digits()) return bad("a decimal point is followed by digits");
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (!take_digits()) return bad("an exponent has digits");
    }
    out.type = JsonValue::Type::number;
    out.text = text_.substr(start, at_ - start);
    return done();
  }

  bool take_digits() {
    const std::size_t start = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ > start;
  }

  std::string_view text_;
  const JsonLimits& limits_;
  std::size_t at_ = 0;
  std::size_t values_ = 0;
};

}  // namespace

Result<JsonValue> parse_json(std::string_view text, const JsonLimits& limits) {
  ensure(limits.depth <= deepest_possible, "a limit of depth is at most 256");
  if (text.size() > limits.bytes)
    return Refusal{Reason::too_large, "a JSON text has at most " + std::to_string(limits.bytes) + " bytes"};
  return JsonReader(text, limits).whole();
}

Result<std::uint64_t> json_unsigned(const JsonValue& value) {
  const Refusal form{Reason::bad_text, "expected a whole number from 0 to 2^64 - 1"};
  if (value.type != JsonValue::Type::number) return form;
  std::uint64_t number = 0;
  for (const char c : value.text) {
    if (c < '0' || c > '9') return form;
    const std::uint64_t digit = std::uint64_t(c - '0');
    if (number > (~std::uint64_t{0} - digit) / 10) return form;
    number = number * 10 + digit;
  }
  return number;
}

}  // namespace allonge
