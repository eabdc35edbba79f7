#include "ledger/base58.h"

namespace allonge {

namespace {

constexpr std::string_view letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t longest_text = 352;  // of 256 bytes: 256 * log 256 / log 58, rounded up
constexpr std::size_t longest_base64url = 64 * 1024;

// Multiplies the number by `factor` and adds `more`; its digits of base `Base`, lowest first.
template <unsigned Base>
void multiply_add(Bytes& digits, unsigned factor, unsigned more) {
  for (std::uint8_t& digit : digits) {
    more += digit * factor;
    digit = std::uint8_t(more % Base);
    more /= Base;
  }
  for (; more > 0; more /= Base) digits.push_back(std::uint8_t(more % Base));
}

}  // namespace

// Leading zero bytes are leading ones; the rest is one large number.
std::string base58(BytesView bytes) {
  ensure(bytes.size() <= longest_base58_bytes, "base58 is for keys and signatures, at most 256 bytes");
  std::size_t zeros = 0;
  while (zeros < bytes.size() && bytes[zeros] == 0) ++zeros;
  Bytes digits;
  for (const std::uint8_t byte : bytes.subspan(zeros)) multiply_add<58>(digits, 256, byte);
  std::string out(zeros, letters[0]);
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) out.push_back(letters[*digit]);
  return out;
}

Result<Bytes> parse_base58(std::string_view text) {
  if (text.size() > longest_text) return Refusal{Reason::bad_text, "at most 256 bytes in base58"};
  std::size_t zeros = 0;
  while (zeros < text.size() && text[zeros] == letters[0]) ++zeros;
  Bytes number;
  for (const char c : text.substr(zeros)) {
    const std::size_t digit = letters.find(c);
    if (digit == std::string_view::npos) return Refusal{Reason::bad_text, "a letter is not of base58btc"};
    multiply_add<256>(number, 58, unsigned(digit));
  }
  Bytes out(zeros, 0);
  out.insert(out.end(), number.rbegin(), number.rend());
  if (out.size() > longest_base58_bytes) return Refusal{Reason::bad_text, "at most 256 bytes in base58"};
  return out;
}

std::string multibase(BytesView bytes) { return "z" + base58(bytes); }

Result<Bytes> parse_multibase(std::string_view text) {
  if (text.empty()) return Refusal{Reason::bad_text, "a multibase text begins with the letter of its base"};
  const std::string_view rest = text.substr(1);
  switch (text[0]) {
    case 'z': return parse_base58(rest);
    case 'u':
      if (rest.size() > longest_base64url) return Refusal{Reason::bad_text, "at most 64 KiB in base64url"};
      return parse_base64url(rest);
    default: return Refusal{Reason::bad_text, "unsupported base: only z (base58btc) and u (base64url)"};
  }
}

}  // namespace allonge
