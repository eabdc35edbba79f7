// The bytes of a segment of the consensus log (segment_log.h shows the whole). Sizes here reach the
// disk: DO NOT CHANGE THEM without a new version number.
#pragma once

#include <optional>

#include "ledger/bytes.h"

namespace allonge::node {

// A disk writes a sector whole or not at all; everything about torn writes rests on it.
inline constexpr std::uint64_t sector_bytes = 512;
inline constexpr std::uint64_t first_record = sector_bytes;
inline constexpr std::uint64_t record_head_bytes = 48;

struct SegmentHeader {
  std::uint64_t generation = 0;     // from 1, one more with each segment begun
  std::uint64_t segment_bytes = 0;  // so that a file cut short shows
  std::uint64_t first_append = 0;   // number of the first append in it
  std::uint64_t previous_end = 0;   // where the records of the segment before end; 0 for the first
  std::uint64_t salt = 0;           // random, so that nobody can put a record into a record's payload
  std::uint32_t seed() const;       // of every checksum in the segment: generation and salt
};
Bytes write_header(const SegmentHeader& header);  // one sector
// Nothing when all of the sector is zero (a spare); refusal (without a place) when it does not check.
Result<std::optional<SegmentHeader>> read_header(BytesView sector);

struct RecordHead {
  std::uint32_t length = 0;  // of the payload
  std::uint64_t generation = 0;
  std::uint64_t append = 0;  // appends are numbered without gaps over all segments
  std::uint64_t height = 0;
  std::uint32_t begin = 0;   // where in the segment its append begins
  std::uint32_t payload_checksum = 0;  // CRC-32C continued from the seed
  std::uint8_t type = 0;
};
void write_head(const RecordHead& head, std::uint32_t seed, std::span<std::uint8_t> into);
// Nothing when the checksum fails. `seed` is the segment's.
std::optional<RecordHead> read_head(BytesView bytes, std::uint32_t seed);

// Where a record begins whose predecessor ended at `end`: a head never crosses a sector.
constexpr std::uint64_t place_after(std::uint64_t end) {
  const std::uint64_t aligned = (end + 7) / 8 * 8;
  return aligned % sector_bytes + record_head_bytes > sector_bytes ? (aligned / sector_bytes + 1) * sector_bytes : aligned;
}
constexpr std::uint64_t end_of_record(std::uint64_t place, std::uint64_t length) {
  return (place + record_head_bytes + length + 7) / 8 * 8;
}

bool all_zero(BytesView bytes);

}  // namespace allonge::node
