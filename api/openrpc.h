// The list of methods as an OpenRPC 1.3 document: what rpc.discover answers, what GET /openrpc.json
// serves, and what is committed as api/openrpc.json. Made from the tables that dispatch, so it
// cannot drift.
#pragma once

#include <string>

namespace allonge::api {

// One line per method and schema, so that changes read well. The same text on every call.
const std::string& openrpc_document();

// api/allonge.proto: every message of the wire, of proofs and of the state.
std::string proto_document();

}  // namespace allonge::api
