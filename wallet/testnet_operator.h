// Acts of the test network's own operator, with the demo keys of the folder, whatever context and
// environment say.
#pragma once

#include "wallet/demo_consortium.h"
#include "wallet/session.h"

namespace allonge::wallet {

inline Settings as_operator(const Session& session) {
  Settings out = session.settings;
  out.who = demo_operator;
  out.testnet_only = true;
  out.idem.clear();
  out.out.clear();
  out.wait = "committed";
  return out;
}

}  // namespace allonge::wallet
