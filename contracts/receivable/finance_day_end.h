// What happens to financings by itself at a block boundary (see day_end.h): quotes close, what is not
// revealed is void, and whatever is not settled in time gives its ranges back. Key: the financing's text.
#pragma once

#include "contracts/context.h"
#include "contracts/receivable/financing.h"

namespace allonge::receivable {

// The time to seal quotes is over: without any the request lapses.
void close_quotes(BytesView key, const BlockContext& block, Draft& draft, Events& events);
// The time to reveal is over: sealed quotes are void; without a revealed one the request lapses.
void close_reveal(BytesView key, const BlockContext& block, Draft& draft, Events& events);
// The time to award and settle is over.
void close_settlement(BytesView key, const BlockContext& block, Draft& draft, Events& events);

// Before settlement only; does nothing to a financing that has gone on.
void lapse(const FinancingId& id, Draft& draft, Events& events);

}  // namespace allonge::receivable
