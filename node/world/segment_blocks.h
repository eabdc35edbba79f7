// Final blocks with receipts and certificate, one blob per height, in append-only files; the index
// is rebuilt at open by stepping from head to head.
//
//   file     blocks-NNNNNNNNNNNN.dat, named by its first height
//   record   magic u32, CRC-32C of the rest of this head u32, length u32, CRC-32C of height and
//            blob u32, height u64, synced u64; then the blob
//   synced   the height known to be on disk when this record was written. Only what lies above it
//            may be missing after a crash: a bad record at or below it is damage (DAMAGED_STORE with
//            file and offset), above it the torn tail, which is cut off and fetched again.
//   `synced` a file beside them with the same height, CRC-32C behind it: written after each sync and
//            not synced itself, so it says too little after a power cut and never too much.
//   numbers  little-endian
//
// Safe from every thread; a sync does not hold up appends or reads.
#pragma once

#include <memory>
#include <string>

#include "node/metrics.h"
#include "node/ports.h"

namespace allonge::node {

class SegmentBlocks final : public BlockStore {
 public:
  struct Options {
    std::uint64_t segment_bytes = 256 * 1024 * 1024;
    // Blobs of so many newest bytes are checked at open; older ones when they are read.
    std::uint64_t verify_bytes = 1024ull * 1024 * 1024;
  };
  // create(): BAD_CONFIG if blocks are there. open(): DAMAGED_STORE when missing or damaged.
  static Result<std::unique_ptr<SegmentBlocks>> create(const std::string& directory, Metrics& metrics, Options options);
  static Result<std::unique_ptr<SegmentBlocks>> open(const std::string& directory, Metrics& metrics, Options options);
  ~SegmentBlocks() override;

  std::uint64_t last_height() const override;
  // REQUIRES: height = last_height() + 1. DISK_TROUBLE for ever after the first failure.
  Result<void> append(std::uint64_t height, BytesView blob) override;
  Result<void> sync() override;
  Result<Bytes> read(std::uint64_t height) const override;

  std::uint64_t disk_bytes() const;
  const std::string& torn_tail() const;  // what open() cut off, for the log; empty if nothing

 private:
  struct Hidden;
  explicit SegmentBlocks(std::unique_ptr<Hidden> hidden);
  std::unique_ptr<Hidden> hidden_;
};

}  // namespace allonge::node
