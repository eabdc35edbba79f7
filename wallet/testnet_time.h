// `allonge testnet time`: moves the calendar of a test network forward, as its operator. Nothing is signed
// where no quorum could record it. A move whose outcome is not known is sent again as long as it may happen;
// one that happened unheard moved the clock past its own last moment, and the same command then counts on.
#pragma once

#include "wallet/exit_code.h"
#include "wallet/flags.h"
#include "wallet/session.h"

namespace allonge::wallet {

Result<Exit> move_time(Session& session, const FlagValues& flags);

}  // namespace allonge::wallet
