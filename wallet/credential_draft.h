// A credential as a clerk types it, turned into the JSON document of profile AVP-1 that is to be signed
// (credentials.md 4.2). The schema of its type says what each claim is: --claim level=2 becomes a number,
// --claim roles=issue,finance a list.
#pragma once

#include <string>
#include <vector>

#include "contracts/credential/types.h"

namespace allonge::wallet {

struct CredentialDraft {
  std::string type;
  std::string subject;              // "shunchang", or a whole did
  std::vector<std::string> claims;  // "name=value"
  Time valid_from, valid_until;     // whole seconds
  std::string id;                   // empty: a fresh urn:uuid
};

// VC_SCHEMA for a type or claim nobody knows, BAD_TEXT for what is not name=value.
Result<JsonValue> document_of(const CredentialDraft& draft, const PartyId& issuer, std::string_view network);

std::string fresh_urn();  // "urn:uuid:...", random

}  // namespace allonge::wallet
