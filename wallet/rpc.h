// Asks a node by JSON-RPC in types: the params and replies that api/methods declare. What comes back
// is read as strictly as what a node reads; an answer that does not fit is the node's fault and is
// told as such.
#pragma once

#include "api/json.h"
#include "wallet/client.h"

namespace allonge::wallet {

// The value of "result". A refusal by the node keeps its reason, and its facts as detail.
Result<JsonValue> ask_json(Client& client, std::string_view method, const std::string& params, std::uint64_t timeout_ms);

// Several calls of one method in one request. The answers are in the order of `params`.
Result<std::vector<Result<JsonValue>>> ask_batch(Client& client, std::string_view method,
                                                 const std::vector<std::string>& params, std::uint64_t timeout_ms);

template <class Method>
Result<typename Method::Reply> ask(Client& client, const typename Method::Params& params,
                                   std::uint64_t timeout_ms = 10'000) {
  TRY(const JsonValue value, ask_json(client, Method::card.name, api::to_json(params), timeout_ms));
  auto reply = api::from_json<typename Method::Reply>(value, api::JsonFrom::node);
  if (!reply)
    return Refusal{Reason::unreachable, client.endpoint().text() + " gave an answer to " + Method::card.name +
                                            " that does not fit: " + reply.error().detail};
  return reply;
}

// The JSON text of a value as it was read.
std::string json_text_of(const JsonValue& value);

}  // namespace allonge::wallet
