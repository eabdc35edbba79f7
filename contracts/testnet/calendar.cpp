#include "contracts/testnet/calendar.h"

#include "contracts/execute.h"

namespace allonge {

std::uint64_t calendar_offset_ms(const View& state) {
  const auto travel = time_travel_record.find(state);
  return travel ? travel->offset_ms : 0;
}

Time calendar_time(const View& parent, std::uint64_t wall_ms) {
  const auto network = network_record.find(parent);
  ensure(network.has_value(), "the state holds its network's record since genesis");
  const std::uint64_t since = wall_ms > network->wall_anchor.ms ? wall_ms - network->wall_anchor.ms : 0;
  return {network->calendar_start.ms + since + calendar_offset_ms(parent)};
}

}  // namespace allonge
