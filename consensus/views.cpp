#include "consensus/views.h"

#include <algorithm>
#include <numeric>

#include "ledger/digest.h"

namespace allonge::consensus {

std::uint64_t delta_ms(std::uint32_t failures) {
  std::uint64_t numerator = delta_base_ms;
  std::uint64_t denominator = 1;
  for (std::uint32_t i = 1; i < std::min(failures, failures_that_count); ++i) numerator *= 3, denominator *= 2;
  return std::min(numerator / denominator, delta_limit_ms);
}

// Fisher-Yates: the place swapped with i is the first 8 bytes of digest(epoch id, i), modulo i + 1.
LeaderOrder::LeaderOrder(const Digest& epoch_id, std::uint32_t size) : order_(size) {
  std::iota(order_.begin(), order_.end(), 0);
  for (std::uint32_t i = size - 1; i > 0; --i) {
    Bytes place;
    append_big_endian(place, i);
    const Digest drawn = digest("allonge/leader/v1", {epoch_id, place});
    std::swap(order_[i], order_[std::size_t(read_big_endian<std::uint64_t>(drawn) % (i + 1))]);
  }
}

}  // namespace allonge::consensus
