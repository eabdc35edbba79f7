// The cards of all operations, ascending by code: for policies, permission lists and help, without
// the operations themselves (operations.h).
#pragma once

#include <span>

#include "contracts/operation.h"

namespace allonge {

std::span<const Card> operation_cards();
const Card* find_card(std::string_view name);  // null if there is none

}  // namespace allonge
