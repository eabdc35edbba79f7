#include "node/world/segment_format.h"

#include <algorithm>

#include "node/world/crc32c.h"
#include "node/world/little_endian.h"

namespace allonge::node {

namespace {
constexpr std::uint32_t magic = 0x4c474c41;  // "ALGL"
constexpr std::uint32_t version = 1;
constexpr std::size_t header_bytes = 64;
}  // namespace

bool all_zero(BytesView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

std::uint32_t SegmentHeader::seed() const {
  std::array<std::uint8_t, 16> numbers;
  write_little_endian(std::span<std::uint8_t>(numbers), generation);
  write_little_endian(std::span<std::uint8_t>(numbers).subspan(8), salt);
  return crc32c(numbers);
}

//  0 magic  4 version  8 generation  16 segment bytes  24 first append  32 previous end  40 salt  60 CRC-32C
Bytes write_header(const SegmentHeader& header) {
  Bytes sector(sector_bytes);
  const std::span<std::uint8_t> out(sector);
  write_little_endian(out, magic);
  write_little_endian(out.subspan(4), version);
  write_little_endian(out.subspan(8), header.generation);
  write_little_endian(out.subspan(16), header.segment_bytes);
  write_little_endian(out.subspan(24), header.first_append);
  write_little_endian(out.subspan(32), header.previous_end);
  write_little_endian(out.subspan(40), header.salt);
  write_little_endian(out.subspan(60), crc32c(out.first(60)));
  return sector;
}

Result<std::optional<SegmentHeader>> read_header(BytesView sector) {
  if (all_zero(sector)) return std::optional<SegmentHeader>{};
  const auto wrong = [](const char* words) { return Refusal{Reason::damaged_store, words}; };
  if (sector.size() < header_bytes) return wrong("the header is cut short");
  if (read_little_endian<std::uint32_t>(sector) != magic) return wrong("the header does not check");
  if (read_little_endian<std::uint32_t>(sector.subspan(60)) != crc32c(sector.first(60)))
    return wrong("the header does not check");
  if (read_little_endian<std::uint32_t>(sector.subspan(4)) != version)
    return wrong("the header is of another version of the program");
  if (!all_zero(sector.subspan(header_bytes))) return wrong("the header does not check");
  SegmentHeader header;
  header.generation = read_little_endian<std::uint64_t>(sector.subspan(8));
  header.segment_bytes = read_little_endian<std::uint64_t>(sector.subspan(16));
  header.first_append = read_little_endian<std::uint64_t>(sector.subspan(24));
  header.previous_end = read_little_endian<std::uint64_t>(sector.subspan(32));
  header.salt = read_little_endian<std::uint64_t>(sector.subspan(40));
  return std::optional(header);
}

//  0 CRC-32C of 4..47  4 length  8 generation  16 append  24 height  32 begin  36 payload's CRC  40 type
void write_head(const RecordHead& head, std::uint32_t seed, std::span<std::uint8_t> into) {
  const auto out = into.first(record_head_bytes);
  std::fill(out.begin(), out.end(), std::uint8_t(0));
  write_little_endian(out.subspan(4), head.length);
  write_little_endian(out.subspan(8), head.generation);
  write_little_endian(out.subspan(16), head.append);
  write_little_endian(out.subspan(24), head.height);
  write_little_endian(out.subspan(32), head.begin);
  write_little_endian(out.subspan(36), head.payload_checksum);
  out[40] = head.type;
  write_little_endian(out, crc32c(out.subspan(4), seed));
}

std::optional<RecordHead> read_head(BytesView bytes, std::uint32_t seed) {
  if (bytes.size() < record_head_bytes) return std::nullopt;
  bytes = bytes.first(record_head_bytes);
  if (read_little_endian<std::uint32_t>(bytes) != crc32c(bytes.subspan(4), seed)) return std::nullopt;
  RecordHead head;
  head.length = read_little_endian<std::uint32_t>(bytes.subspan(4));
  head.generation = read_little_endian<std::uint64_t>(bytes.subspan(8));
  head.append = read_little_endian<std::uint64_t>(bytes.subspan(16));
  head.height = read_little_endian<std::uint64_t>(bytes.subspan(24));
  head.begin = read_little_endian<std::uint32_t>(bytes.subspan(32));
  head.payload_checksum = read_little_endian<std::uint32_t>(bytes.subspan(36));
  head.type = bytes[40];
  return head;
}

}  // namespace allonge::node
