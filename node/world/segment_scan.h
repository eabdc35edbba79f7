// Reads the records of one segment and says where they end, and whether the end is a torn write or
// damage. The question matters: a torn record was never acted upon, a damaged one may be a vote that
// was sent, and a validator that forgets a vote can contradict itself.
//
// What a crash can leave behind: of the one append that was going on, some sectors, in any order.
//   1. A head lies in one sector, so it is whole or not there. A broken head is damage.
//   2. A payload that does not check, with at least one of its sectors still zero, is torn; with
//      every sector written, it was whole once and is damaged.
//   3. A whole record of a later append behind the end proves that the append at the end was
//      synced: damage. One of the same append proves nothing.
// All of it holds because segments are zero before use and appends never overlap.
#pragma once

#include <string>
#include <vector>

#include "node/world/segment_format.h"

namespace allonge::node {

struct ScannedRecord {
  RecordHead head;
  BytesView payload;  // into the scanned bytes
};

struct SegmentScan {
  std::vector<ScannedRecord> records;
  std::uint64_t end = 0;          // where the last good record ends
  std::uint64_t last_append = 0;  // first_append - 1 when there is no record
  std::uint64_t highest = 0;      // height
  bool torn = false;              // something that never was whole stands behind `end`
};

// `segment` is the whole file; `name` is for refusals. DAMAGED_STORE with file and offset.
Result<SegmentScan> scan_segment(BytesView segment, const SegmentHeader& header, const std::string& name);

}  // namespace allonge::node
