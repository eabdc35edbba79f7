// A BitstringStatusListCredential (W3C Bitstring Status List): an issuer's list of revoked or suspended credentials,
// signed by the issuer, for readers without a node. The ledger never reads one: its own records decide
// (credentials.md 5). Who reads one here fetches nothing either.
#pragma once

#include "contracts/credential/proof.h"
#include "wallet/bitstring.h"

namespace allonge::wallet {

// How long a reader may keep it: an hour, in milliseconds (credentials.md 7).
inline constexpr std::uint64_t status_list_ttl_ms = 3'600'000;
inline constexpr std::size_t longest_status_list_document = 1 << 20;

struct StatusListDraft {
  credential::Identity issuer;
  credential::StatusPurpose purpose = credential::StatusPurpose::revocation;
  std::string id;    // a URL or URN: what statusListCredential of the credentials names
  Time valid_from;   // whole seconds
  Bytes bits;
};
JsonValue document_of(const StatusListDraft& draft, std::string_view network);

struct StatusList {
  credential::Identity issuer;
  std::string purpose;  // revocation, suspension, or another word of its issuer
  std::string id;
  Bytes bits;
  credential::Proven proven;
};

struct StatusListQuestion {
  std::string_view network;
  Time now;
  credential::KeyResolver keys;
};

// PROOF_INVALID, the detail beginning with the name of what is wrong: the W3C's MALFORMED_VALUE_ERROR and
// STATUS_LIST_LENGTH_ERROR (fewer than 131,072 places hide nobody), or VC_SHAPE, VC_CONTEXT, PROOF_SIGNATURE
// and the other reasons of a document's proofs and dates.
Result<StatusList> read_status_list(std::string_view json, const StatusListQuestion& question);

}  // namespace allonge::wallet
