// Keeps segments ready: files of the right size, full of zeros, so that an append changes no
// metadata. A thread of its own zeroes used ones piece by piece, in the pauses of the appends; only
// when none is ready does the taker wait.
//
// It also keeps the file `segments`, which says which generations must be there: a file that was
// lost whole is then missed. It is written behind the appends, never ahead of them.
#pragma once

#include <memory>
#include <string>

#include "node/world/files.h"

namespace allonge::node {

struct SegmentFile {
  std::string path;
  OpenFile file;
  std::uint64_t bytes = 0;
};

// Generations that must be in the folder.
struct SegmentRange {
  std::uint64_t oldest = 0;
  std::uint64_t newest = 0;
};
Result<SegmentRange> read_segment_range(const std::string& directory);  // DAMAGED_STORE
Result<void> write_segment_range(const std::string& directory, const SegmentRange& range);

class SegmentSpares {
 public:
  // `next_number` is one more than that of any segment-NN.log in the folder.
  SegmentSpares(std::string directory, std::uint64_t segment_bytes, std::size_t wanted, std::uint64_t next_number);
  ~SegmentSpares();

  // A zero-filled one. DISK_TROUBLE.
  Result<SegmentFile> take();
  // Its content is needed no more. It may be taken again, or removed.
  void give_back(SegmentFile file);
  void set_range(const SegmentRange& range);  // on disk before anything given back later is zeroed
  // Waits until there is nothing left to do; for tests and for create().
  Result<void> settle();
  std::uint64_t files() const;  // spares on disk, ready or not

 private:
  struct Hidden;
  std::unique_ptr<Hidden> hidden_;
};

}  // namespace allonge::node
