// Brings the demo parties onto a test network's ledger: market licences, admission and limits, then the
// credentials that the gates ask for. What stands there is left alone, so it may be done any number of times.
#pragma once

#include <functional>

#include "wallet/session.h"

namespace allonge::wallet {

struct Introduced {
  std::size_t parties = 0;      // admitted now
  std::size_t credentials = 0;  // recorded now
};

// `session` acts as operator on the test network in its folder. `progress` is told what is being done.
// TESTNET_TROUBLE with what the ledger said.
Result<Introduced> introduce_demo_parties(Session& session, const std::function<void(const std::string&)>& progress);

}  // namespace allonge::wallet
