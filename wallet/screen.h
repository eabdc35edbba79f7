// What a person sees before signing: everything in the bytes to be signed, from the bytes and nothing
// else, with the amount repeated in Chinese capital numerals (interfaces.md 7.4). A seal is followed by the
// terms it is made of, where the prepared file holds them.
#pragma once

#include <optional>

#include "wallet/phrases.h"
#include "wallet/prepared.h"
#include "wallet/terminal.h"

namespace allonge::wallet {

std::string signing_screen(const Prepared& prepared, bool is_test_network, Language language, const Terminal& terminal);

// What the operations move together: the sum of each one's own amount (amount, face, gross, limit, the
// first it has). Nothing when none names one, as an acceptance does, or when the sum is too large.
std::optional<Amount> amount_to_confirm(const std::vector<Operation>& operations);

}  // namespace allonge::wallet
