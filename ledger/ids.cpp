#include "ledger/ids.h"

#include "ledger/digest.h"

namespace allonge {

namespace {

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// Crockford: lower case counts, O reads as 0, I and L as 1.
int letter_value(char c) {
  if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  const auto at = crockford.find(c);
  return at == std::string_view::npos ? -1 : int(at);
}

// The letters are coefficients over the field of 32 elements, the check letter makes their polynomial
// zero at a generator. Thirteen places have thirteen different weights, none of them zero, so one wrong
// letter and two exchanged letters always show.
int check_value(std::uint64_t bits) {
  const auto times_generator = [](unsigned element) { return element << 1 ^ (element >> 4 != 0 ? 0b100101u : 0u); };
  unsigned sum = 0;
  for (int i = 0; i < 12; ++i) sum = times_generator(sum) ^ unsigned(bits >> (5 * (11 - i)) & 31);
  return int(times_generator(sum));
}

}  // namespace

Result<PartyId> PartyId::parse(std::string_view text) {
  const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  // Made only when needed: ids are read on every hot path.
  const auto refusal = [] { return Refusal{Reason::bad_text, "a party's name is 3 to 32 of a-z 0-9 -, first a letter"}; };
  if (text.size() < 3 || text.size() > 32 || !small(text.front()) || text.back() == '-') return refusal();
  PartyId out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!small(text[i]) && !digit(text[i]) && text[i] != '-') return refusal();
    out.bytes_[i] = std::uint8_t(text[i]);
  }
  return out;
}

std::string_view PartyId::text() const {
  std::size_t length = 0;
  while (length < bytes_.size() && bytes_[length] != 0) ++length;
  return text_of(BytesView(bytes_).first(length));
}

namespace ids {

std::string write(std::string_view prefix, std::uint64_t bits) {
  std::string out(prefix);
  for (int i = 0; i < 12; ++i) {
    if (i % 4 == 0) out.push_back('-');
    out.push_back(crockford[bits >> (5 * (11 - i)) & 31]);
  }
  out.push_back('-');
  out.push_back(crockford[std::size_t(check_value(bits))]);
  return out;
}

Result<std::uint64_t> read(std::string_view prefix, std::string_view text) {
  const auto form = [&] { return Refusal{Reason::bad_text, "expected an id like " + write(prefix, 0)}; };
  if (text.size() != prefix.size() + 17 || text.substr(0, prefix.size()) != prefix) return form();
  std::uint64_t bits = 0;
  std::size_t at = prefix.size();
  for (int i = 0; i < 12; ++i) {
    if (i % 4 == 0 && text[at++] != '-') return form();
    const int value = letter_value(text[at]);
    // One text per id: what is read must be what would be written.
    if (value < 0 || crockford[std::size_t(value)] != text[at]) return form();
    bits = bits << 5 | std::uint64_t(value);
    ++at;
  }
  if (text[at++] != '-') return form();
  if (bits == 0 || text[at] != crockford[std::size_t(check_value(bits))])
    return Refusal{Reason::bad_text, "the id's check letter does not fit: a letter is wrong"};
  return bits;
}

std::uint64_t derive(std::string_view prefix, const Digest& transaction, std::uint32_t place) {
  Bytes number;
  append_big_endian(number, place);
  const Digest made = digest("allonge/document-id/v1", {bytes_of(prefix), transaction, number});
  const std::uint64_t bits = read_big_endian<std::uint64_t>(BytesView(made.bytes).first(8)) >> 4;
  return bits == 0 ? 1 : bits;
}

}  // namespace ids

}  // namespace allonge
