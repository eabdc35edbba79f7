// Yearly rates and moments as people type and read them. What is not plainly one of either is refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/time.h"

namespace allonge::wallet {

std::string rate_text(std::uint32_t rate_ppm);                 // "3.60%", "3.8525%"
Result<std::uint32_t> read_rate(std::string_view typed);       // "3.60%", "3.6"; BAD_TEXT

// "2027-03-02T03:14:07.112Z", without the milliseconds too; or how long from `now` on: "+90m", "+2h",
// "+3d". BAD_DATE.
Result<Time> read_moment(std::string_view typed, Time now);

}  // namespace allonge::wallet
