// Money as people write and read it at the wallet: 200,000.00 CNY. What a person types may have
// thousands marks and full-width digits, as Excel and Chinese keyboards produce; anything that is
// not plainly one amount is refused.
#pragma once

#include <string>
#include <string_view>

#include "ledger/amount.h"

namespace allonge::wallet {

std::string money_text(Amount amount);                              // "200,000.00"
std::string money_text(Amount amount, std::string_view currency);   // "200,000.00 CNY"

// BAD_AMOUNT. "1,000,000.00", "1000000", "１，０００．５０"; marks must stand in threes.
Result<Amount> read_money(std::string_view typed);

}  // namespace allonge::wallet
