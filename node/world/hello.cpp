#include "node/world/hello.h"

#include <array>

#include "ledger/digest.h"

namespace allonge::node {

namespace {

constexpr std::array rows{
#define ALLONGE_ROW(number, name, sentence, fix) LinkRefusalRow{LinkRefusal::name, #name, sentence, fix},
    ALLONGE_LINK_REFUSALS(ALLONGE_ROW)
#undef ALLONGE_ROW
};

constexpr std::size_t signature_at = 4;
constexpr std::size_t body_at = signature_at + Signature::size;

// The tag keeps a hello's signature from being one of any other kind.
Bytes text_to_sign(BytesView body, std::uint32_t protocol, const Channel& channel) {
  const std::uint8_t role = channel.sent_by_dialler ? 1 : 2;
  Bytes number;
  append_big_endian(number, protocol);
  const Digest bound =
      digest("allonge/hello/v1", {BytesView(&role, 1), number, channel.exporter, channel.receiver, body});
  Bytes text = copy_of(bytes_of("ALLONGE-HELLO-V1"));
  append(text, bound);
  return text;
}

}  // namespace

std::span<const LinkRefusalRow> link_refusals() { return rows; }

const LinkRefusalRow* find_link_refusal(std::uint64_t number) {
  for (const LinkRefusalRow& row : rows)
    if (std::uint64_t(row.refusal) == number) return &row;
  return nullptr;
}

const LinkRefusalRow& row_of(LinkRefusal refusal) {
  const LinkRefusalRow* const row = find_link_refusal(std::uint64_t(refusal));
  ensure(row != nullptr, "every refusal has a row");
  return *row;
}

Bytes write_hello(const Hello& hello, std::uint32_t protocol, const Channel& channel, const SecretKey& key) {
  const Bytes body = encode(hello);
  Bytes out;
  append_big_endian(out, protocol);
  append(out, key.sign(text_to_sign(body, protocol, channel)));
  append(out, body);
  return out;
}

std::uint32_t protocol_of(BytesView bytes) {
  return bytes.size() < signature_at ? 0 : read_big_endian<std::uint32_t>(bytes);
}

Result<Hello> read_hello(BytesView bytes, const Channel& channel, const PublicKey& sender) {
  if (bytes.size() < body_at) return Refusal{Reason::bad_encoding, "the hello is cut short"};
  TRY(const Signature signature, Signature::from(bytes.subspan(signature_at, Signature::size)));
  const BytesView body = bytes.subspan(body_at);
  if (!verify(sender, text_to_sign(body, protocol_of(bytes), channel), signature))
    return Refusal{Reason::bad_signature, "the hello is not signed for this channel"};
  return decode<Hello>(body);
}

std::string fingerprint(BytesView key_or_hash) { return hex(key_or_hash.first(std::min<std::size_t>(8, key_or_hash.size()))); }

}  // namespace allonge::node
