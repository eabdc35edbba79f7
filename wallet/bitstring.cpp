#include "wallet/bitstring.h"

#include <zlib.h>

namespace allonge::wallet {

namespace {

constexpr int gzip_window = 15 + 16;  // zlib's word for "GZIP and nothing else" (RFC 1952)

Refusal malformed(std::string_view what) { return {Reason::proof_invalid, "MALFORMED_VALUE_ERROR: " + std::string(what)}; }

// zlib asks for pointers that it does not write through.
Bytef* readable(BytesView bytes) { return const_cast<Bytef*>(bytes.data()); }

}  // namespace

std::string encode_bits(BytesView bits) {
  ensure(bits.size() <= longest_bitstring, "a list is no longer than a reader expands");
  z_stream stream{};
  ensure(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) == Z_OK, "there is memory to compress");
  Bytes out(deflateBound(&stream, uLong(bits.size())));
  stream.next_in = readable(bits);
  stream.avail_in = uInt(bits.size());
  stream.next_out = out.data();
  stream.avail_out = uInt(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  ensure(ended == Z_STREAM_END, "the room that zlib asked for is enough");
  return "u" + base64url(out);
}

Result<Bytes> decode_bits(std::string_view encoded) {
  if (encoded.empty() || encoded.front() != 'u') return malformed("an encoded list begins with u");
  const auto packed = parse_base64url(encoded.substr(1));
  if (!packed) return malformed("not base64url without padding");
  z_stream stream{};
  ensure(inflateInit2(&stream, gzip_window) == Z_OK, "there is memory to expand");
  Bytes out(longest_bitstring + 1);
  stream.next_in = readable(*packed);
  stream.avail_in = uInt(packed->size());
  stream.next_out = out.data();
  stream.avail_out = uInt(out.size());
  const int ended = inflate(&stream, Z_FINISH);
  const std::size_t length = stream.total_out;
  const bool more = stream.avail_in > 0;
  inflateEnd(&stream);
  if (length > longest_bitstring) return malformed("it expands to more than 1 MiB");
  if (ended != Z_STREAM_END) return malformed("not GZIP, or cut off");
  if (more) return malformed("something stands behind the end of the compressed list");
  out.resize(length);
  return out;
}

Result<bool> bit_at(BytesView bits, std::uint64_t index) {
  if (index / 8 >= bits.size())
    return Refusal{Reason::out_of_range, "RANGE_ERROR: the list has the places 0 to " + std::to_string(bits.size() * 8 - 1)};
  return (bits[index / 8] & (0x80u >> index % 8)) != 0;
}

}  // namespace allonge::wallet
