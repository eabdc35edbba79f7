// `allonge testnet time`: moves the calendar of a test network forward, as its operator. Nothing is signed
// where no quorum could record it, and a move whose outcome is not known is never made twice.
#pragma once

#include "wallet/exit_code.h"
#include "wallet/flags.h"
#include "wallet/session.h"

namespace allonge::wallet {

Result<Exit> move_time(Session& session, const FlagValues& flags);

}  // namespace allonge::wallet
