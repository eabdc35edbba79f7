// What a sealed quote would leave for the owner today: said before anybody signs its seal, to the maker and to the
// checker. The sums follow from the terms; face and dates of the request are the node's word.
#pragma once

#include "wallet/session.h"

namespace allonge::wallet {

// "today it leaves 198,200.00 of 200,000.00 to shunchang", or of a loan what it costs, and until when it is revealed. Empty when the node
// does not know the request.
std::string price_text(Session& session, const receivable::QuoteSecret& quote);

}  // namespace allonge::wallet
