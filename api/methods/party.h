// party_get, party_list: who is who.
#pragma once

#include "api/methods/vc.h"
#include "contracts/party/party.h"

namespace allonge::api {

struct PartyReply {
  Party party;
  std::vector<KeyRecord> keys;
  std::vector<IssuerLimit> limits;
  std::vector<VcRow> credentials;
  static constexpr auto fields() {
    return std::tuple{Field{1, "party", &PartyReply::party, "the record"},
                      Field{2, "keys", &PartyReply::keys, "its people's keys, in force or all", 10'000},
                      Field{3, "limits", &PartyReply::limits, "how much it may have outstanding as issuer", 16},
                      Field{4, "credentials", &PartyReply::credentials, "about it, by type and end, with what they are now", vc_of_party_limit}};
  }
};

struct PartyGet {
  static constexpr MethodCard card{"party_get", "One party with its keys, signing policy and credentials.", Scope::read_public, 1};
  struct Params {
    PartyId id;
    bool history = false;
    static constexpr auto fields() {
      return std::tuple{Field{1, "id", &Params::id, "short name of the party"},
                        Field{2, "history", &Params::history, "also keys no longer in force, oldest first"}};
    }
  };
  using Reply = PartyReply;
  static constexpr std::array reasons{Reason::not_found};
  static constexpr Example example{
      R"({"id":"taihe"})",
      R"({"party":{"id":"taihe","full_name":"泰和制造","tax_id":"91310000MA1FL0000A","roles":["issuer","holder"],"status":"active","policy":{"rules":[]},"admitted":"2027-03-02T01:00:00.000Z","keys_ever":2,"keys_in_force":2,"recovery_acts":0},"keys":[{"key":"ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c","party":"taihe","serial":0,"person":"maker1","purposes":["maker"],"added":"2027-03-02T01:00:00.000Z","added_height":0,"revoked_height":0}],"limits":[{"issuer":"taihe","currency":"CNY","limit":"100000000.00"}],"credentials":[]})"};
};
Result<PartyReply> answer(const PartyGet::Params& params, Call& call);

struct PartyListReply {
  std::vector<Party> parties;
  std::uint64_t height = 0;
  std::optional<std::string> next;
  static constexpr auto fields() {
    using T = PartyListReply;
    return std::tuple{Field{1, "parties", &T::parties, "in order of their names", limits::largest_page},
                      Field{2, "height", &T::height, height_note},
                      Field{3, "next", &T::next, more_note, longest_token}};
  }
};

struct PartyList {
  static constexpr MethodCard card{"party_list", "Parties in order of their names.", Scope::read_public, 5};
  struct Params {
    std::optional<Role> role;
    std::optional<std::uint32_t> limit;
    std::optional<std::string> next;
    static constexpr auto fields() {
      return std::tuple{Field{1, "role", &Params::role, "only parties that hold it"},
                        Field{2, "limit", &Params::limit, limit_note, limits::largest_page},
                        Field{3, "next", &Params::next, next_note, longest_token}};
    }
  };
  using Reply = PartyListReply;
  static constexpr std::array reasons{Reason::out_of_range, Reason::page_token_invalid};
  static constexpr Example example{
      R"({"role":"issuer","limit":1})",
      R"({"parties":[{"id":"taihe","full_name":"泰和制造","tax_id":"91310000MA1FL0000A","roles":["issuer","holder"],"status":"active","policy":{"rules":[]},"admitted":"2027-03-02T01:00:00.000Z","keys_ever":2,"keys_in_force":2,"recovery_acts":0}],"height":12371,"next":"AAAAAAAAMFM"})"};
};
Result<PartyListReply> answer(const PartyList::Params& params, Call& call);

}  // namespace allonge::api
