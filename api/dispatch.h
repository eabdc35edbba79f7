// JSON-RPC 2.0: text in, text out. Never blocks: what has to wait is asked again.
//
//   strict 2.0; parameters by name; batches of at most 100; ids echoed exactly; notifications run and
//   are not answered; an error of one call never hides the answer of another.
#pragma once

#include "api/backend.h"

namespace allonge::api {

struct RpcAnswer {
  // The answer; empty for nothing but notifications (HTTP 204). No text at all: ask again, with the
  // same body and `started_steady_ms`, when something changed (a block became final, a transaction
  // was checked) and at the latest at `wait_until_ms`, then with last_chance.
  std::optional<std::string> text;
  std::uint64_t wait_until_ms = 0;
};

RpcAnswer dispatch(std::string_view body, const Caller& caller, Backend& backend, std::uint64_t started_steady_ms,
                   bool last_chance);

}  // namespace allonge::api
