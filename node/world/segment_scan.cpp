#include "node/world/segment_scan.h"

#include "node/world/crc32c.h"
#include "node/world/little_endian.h"

namespace allonge::node {

namespace {

Refusal damage(const std::string& name, std::uint64_t offset, const std::string& words) {
  return {Reason::damaged_store, name + ": byte " + std::to_string(offset) + ": " + words};
}

// Rule 2: is some sector's part of the payload still zero?
bool has_unwritten_sector(BytesView segment, std::uint64_t begin, std::uint64_t end) {
  while (begin < end) {
    const std::uint64_t stop = std::min(end, (begin / sector_bytes + 1) * sector_bytes);
    if (all_zero(segment.subspan(begin, stop - begin))) return true;
    begin = stop;
  }
  return false;
}

// Rule 3: the first head at or behind `from` of an append that came after the one that ends at `end`.
std::optional<std::uint64_t> find_later_append(BytesView segment, const SegmentHeader& header, std::uint64_t from,
                                               std::uint64_t end, std::uint64_t last_append) {
  const std::uint32_t seed = header.seed();
  for (std::uint64_t place = from; place + record_head_bytes <= segment.size(); place += 8) {
    // Cheap first: most places are zero.
    if (read_little_endian<std::uint64_t>(segment.subspan(place + 8)) != header.generation) continue;
    const auto head = read_head(segment.subspan(place), seed);
    if (!head) continue;
    if (head->append > last_append + 1 || (head->append == last_append + 1 && head->begin > end)) return place;
  }
  return std::nullopt;
}

}  // namespace

Result<SegmentScan> scan_segment(BytesView segment, const SegmentHeader& header, const std::string& name) {
  const std::uint32_t seed = header.seed();
  SegmentScan scan;
  scan.end = first_record;
  scan.last_append = header.first_append - 1;
  std::uint64_t search_from = 0;  // behind what stands at the end
  std::uint64_t append_begin = 0;
  for (;;) {
    const std::uint64_t place = place_after(scan.end);
    search_from = place;
    if (place + record_head_bytes > segment.size()) break;
    const BytesView rest = segment.subspan(place);
    if (all_zero(rest.first(record_head_bytes))) break;
    const auto head = read_head(rest, seed);
    if (!head || head->generation != header.generation) return damage(name, place, "a record's head does not check");
    const std::uint64_t end = end_of_record(place, head->length);
    if (end > segment.size()) return damage(name, place, "a record reaches over the end of its file");
    const BytesView payload = rest.subspan(record_head_bytes, head->length);
    if (crc32c(payload, seed) != head->payload_checksum) {
      if (!has_unwritten_sector(segment, place + record_head_bytes, place + record_head_bytes + head->length))
        return damage(name, place, "a record of " + std::to_string(head->length) + " bytes does not check");
      search_from = end;
      break;
    }
    const bool goes_on = head->append == scan.last_append && head->begin == append_begin && !scan.records.empty();
    const bool begins = head->append == scan.last_append + 1 && head->begin == place;
    if (!goes_on && !begins) return damage(name, place, "appends are out of order");
    if (begins) append_begin = place;
    scan.last_append = head->append;
    scan.highest = std::max(scan.highest, head->height);
    scan.end = end;
    scan.records.push_back({*head, payload});
  }
  const std::uint64_t place = place_after(scan.end);
  if (const auto later = find_later_append(segment, header, search_from, place, scan.last_append))
    return damage(name, place, "records are missing here; a later one stands at byte " + std::to_string(*later));
  scan.torn = scan.end < segment.size() && !all_zero(segment.subspan(scan.end));
  return scan;
}

}  // namespace allonge::node
