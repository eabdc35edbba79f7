// Amounts as Chinese banks write them out, so that a changed digit shows: 200000.00 is 贰拾万元整.
// Every amount that a person confirms is repeated in this form (interfaces.md 7.4).
#pragma once

#include <string>

#include "ledger/amount.h"

namespace allonge::wallet {

// The form of the payment clearing rules: 整 after yuan, 零 before fen when jiao is missing and
// wherever one or more zero digits stand between others.
std::string capital_numerals(Amount amount);

}  // namespace allonge::wallet
