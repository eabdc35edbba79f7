// The consensus log: what was said is here before it is said. A fixed set of files, zero-filled
// beforehand and used again, so that one append is one write and one fdatasync and changes no
// metadata (85 against 175 microseconds, consensus.md 5.3).
//
//   file     segment-NN.log, `segment_bytes` long: header (64 bytes, in the first sector), records
//   header   magic u32, version u32, generation u64, length of the file u64, first append u64, end of
//            the segment before u64, salt u64, zeros, CRC-32C u32 at byte 60
//   record   CRC-32C of the rest of this head u32, length u32, generation u64, append u64,
//            height u64, append's beginning u32, CRC-32C of the payload u32, type u8, 7 zeros;
//            then payload, then zeros to a multiple of 8. A head never crosses a 512-byte sector:
//            zeros are left instead.
//   numbers  little-endian; checksums of records continue from that of generation and salt
//
// The generation of a segment is new with each use and stands in every checksum: what an earlier use
// left behind never plays again. A record cut short by a crash is dropped with what follows it; a
// record that was whole and is not any more is DAMAGED_STORE with file and offset. How they are told
// apart is written in segment_scan.h.
#pragma once

#include <memory>
#include <string>

#include "node/metrics.h"
#include "node/ports.h"

namespace allonge::node {

class SegmentLog final : public ConsensusLog {
 public:
  struct Options {
    std::uint64_t segment_bytes = 16 * 1024 * 1024;  // at least 64 KiB
    std::size_t spares = 1;                          // prepared in the background
  };

  // One folder per epoch. create(): BAD_CONFIG if a log is there. open(): DAMAGED_STORE if it is
  // missing or damaged; a log that was lost is never silently begun again (consensus.md 7.5).
  static Result<std::unique_ptr<SegmentLog>> create(const std::string& directory, Metrics& metrics, Options options);
  static Result<std::unique_ptr<SegmentLog>> open(const std::string& directory, Metrics& metrics, Options options);
  ~SegmentLog() override;

  // Safe from any thread. DISK_TROUBLE for ever after the first failure; TOO_LARGE for an append over
  // half a segment (nothing is written then).
  Result<void> append(std::span<const LogRecord> records, std::uint64_t height) override;
  Result<std::vector<LogRecord>> read_all() override;
  void release_through(std::uint64_t height) override;

  std::uint64_t syncs() const;  // appends synced since open: each is exactly one fdatasync
  std::uint64_t disk_bytes() const;
  const std::string& torn_tail() const;  // what open() dropped, for the log; empty if nothing

 private:
  struct Hidden;
  explicit SegmentLog(std::unique_ptr<Hidden> hidden);
  std::unique_ptr<Hidden> hidden_;
};

}  // namespace allonge::node
