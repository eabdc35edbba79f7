// What happens by itself at a block boundary: windows end, certificates fall due, overdue, into default.
// From block time and the due-queue alone; the same table of states as for acts of parties, with
// block time as the actor. Each is an act of the due-queue: it cannot refuse, and does nothing when there
// is nothing to be done any more. The work of one is bounded by the ranges of one certificate.
#pragma once

#include "contracts/context.h"
#include "contracts/receivable/certificate.h"
#include "ledger/draft.h"
#include "ledger/receipt.h"

namespace allonge::receivable {

// Nobody accepted in the window: expired, invoices and limit are free. Key: certificate's text.
void end_certificate_window(BytesView key, const BlockContext& block, Draft& draft, Events& events);
// Nobody answered in the window: the ranges are their owner's to use again. Key: transfer's text.
void end_transfer_window(BytesView key, const BlockContext& block, Draft& draft, Events& events);
// Due date: every live range waits for payment, pledged ones under their pledge. Key: certificate's
// text.
void fall_due(BytesView key, const BlockContext& block, Draft& draft, Events& events);
// Answer period over, something unpaid: overdue, its ranges unpaid.
void fall_overdue(BytesView key, const BlockContext& block, Draft& draft, Events& events);
// Grace over too: default, the issuer is suspended.
void fall_into_default(BytesView key, const BlockContext& block, Draft& draft, Events& events);

}  // namespace allonge::receivable
