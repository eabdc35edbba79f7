#include "api/methods/party_did.h"

#include <algorithm>

#include "contracts/credential/identity.h"
#include "contracts/credential/moment.h"
#include "ledger/did_key.h"

namespace allonge::api {

namespace {

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out += out.back() == '{' ? "" : ",";
  append_json_text(out, name);
  out += ':';
  append_json_text(out, text);
}

// Since when the key proves nothing: its end, or what was reported of it, whichever came first.
std::optional<Time> ended(const KeyRecord& key) {
  if (key.revoked && key.compromised) return std::min(*key.revoked, *key.compromised);
  return key.revoked ? key.revoked : key.compromised;
}

std::string document_of(const Party& party, const std::vector<KeyRecord>& keys, std::string_view network) {
  const credential::Identity self = credential::Identity::of(party.id);
  const std::string did = self.text(network);
  std::string out = R"({"@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1"])";
  append_member(out, "id", did);
  out += ",\"alsoKnownAs\":[";
  append_json_text(out, "urn:allonge:uscc:" + std::string(party.tax_id.text()));
  out += "],\"verificationMethod\":[";
  std::string in_force = "[";
  for (const KeyRecord& key : keys) {
    const std::string name = credential::KeyName{self, key.serial}.text(network);
    out += out.back() == '[' ? "{" : ",{";
    append_member(out, "id", name);
    append_member(out, "type", "Multikey");
    append_member(out, "controller", did);
    append_member(out, "publicKeyMultibase", multikey(key.key));
    const auto end = ended(key);
    if (end) append_member(out, "revoked", credential::moment_text(*end));
    out += '}';
    if (end) continue;
    in_force += in_force.back() == '[' ? "" : ",";
    append_json_text(in_force, name);
  }
  in_force += ']';
  return out + "],\"assertionMethod\":" + in_force + ",\"authentication\":" + in_force + "}";
}

}  // namespace

Result<PartyDidReply> answer(const PartyGetDid::Params& params, Call& call) {
  TRY(const Party party, party_records.get(call.state(), params.id));
  const std::string& network = call.backend.genesis().network;
  PartyDidReply out;
  out.did = credential::Identity::of(party.id).text(network);
  out.document.bytes = copy_of(bytes_of(document_of(party, key_history_of(call.state(), params.id), network)));
  out.height = call.snapshot()->header().height;
  return out;
}

}  // namespace allonge::api
