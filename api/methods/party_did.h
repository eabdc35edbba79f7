// party_getDid: a party as a DID document (W3C DID Core, Multikey), from its key history: keys no longer in
// force stay named, so that what they signed in their time can be checked, and say since when they are not.
#pragma once

#include "api/method.h"
#include "contracts/party/party.h"

namespace allonge::api {

struct PartyDidReply {
  std::string did;
  RawMessage document;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = PartyDidReply;
    return std::tuple{Field{1, "did", &T::did, "did:allonge:<network>:<party>", 120},
                      Field{2, "document", &T::document, "type: DidDocument", 1 << 20},
                      Field{3, "height", &T::height, "height at which it was read"}};
  }
};

struct PartyGetDid {
  static constexpr MethodCard card{"party_getDid", "A party as a DID document, from its key history.", Scope::read_public, 1};
  struct Params {
    PartyId id;
    static constexpr auto fields() { return std::tuple{Field{1, "id", &Params::id, "short name of the party"}}; }
  };
  using Reply = PartyDidReply;
  static constexpr std::array reasons{Reason::not_found};
  static constexpr Example example{
      R"({"id":"taihe"})",
      R"({"did":"did:allonge:scf-east-1:taihe","document":{"@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1"],"id":"did:allonge:scf-east-1:taihe","alsoKnownAs":["urn:allonge:uscc:91310000MA1FL0000A"],"verificationMethod":[{"id":"did:allonge:scf-east-1:taihe#key-0","type":"Multikey","controller":"did:allonge:scf-east-1:taihe","publicKeyMultibase":"z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"}],"assertionMethod":["did:allonge:scf-east-1:taihe#key-0"],"authentication":["did:allonge:scf-east-1:taihe#key-0"]},"height":12371})"};
};
Result<PartyDidReply> answer(const PartyGetDid::Params& params, Call& call);

}  // namespace allonge::api
