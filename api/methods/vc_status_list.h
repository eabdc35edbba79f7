// vc_getStatusList: an issuer's list of revoked or suspended credentials as bits, for gateways that show it to the
// world outside (W3C Bitstring Status List). The node compresses and signs nothing: compressed bytes differ between
// libraries, and the issuer's key is in the issuer's wallet (credentials.md 5).
#pragma once

#include "api/method.h"
#include "contracts/credential/status_list.h"

namespace allonge::api {

struct VcStatusListReply {
  std::string name;
  std::uint32_t list = 0;
  std::uint32_t latest = 0;
  std::uint32_t set = 0;
  Bytes bits;
  Time moment;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = VcStatusListReply;
    return std::tuple{Field{1, "name", &T::name, "of the list, as places in it are hashed with", 200},
                      Field{2, "list", &T::list, "its number, from 1"},
                      Field{3, "latest", &T::latest, "number of the list that is being filled"},
                      Field{4, "set", &T::set, "how many are revoked, or suspended"},
                      Field{5, "bits", &T::bits, "131072 bits, index 0 the left-most", credential::status_entries / 8},
                      Field{6, "moment", &T::moment, "as of when: suspensions end by themselves"},
                      Field{7, "height", &T::height, "height at which it was read"}};
  }
};

struct VcGetStatusList {
  static constexpr MethodCard card{"vc_getStatusList", "Which credentials of an issuer are revoked or suspended, as bits to be signed and shown outside.",
                                   Scope::read_public, 20};
  struct Params {
    credential::Identity issuer;
    credential::StatusPurpose purpose = credential::StatusPurpose::revocation;
    std::optional<std::uint32_t> list;
    static constexpr auto fields() {
      return std::tuple{Field{1, "issuer", &Params::issuer, "whose list"},
                        Field{2, "purpose", &Params::purpose, "revocation or suspension"},
                        Field{3, "list", &Params::list, "number of the list; the latest if left out", 1'000'000}};
    }
  };
  using Reply = VcStatusListReply;
  static constexpr std::array reasons{Reason::missing_field, Reason::out_of_range, Reason::not_found};
  static constexpr Example example{
      R"({"issuer":{"party":"jianghai"},"purpose":"revocation"})",
      R"({"name":"jianghai-revocation-1","list":1,"latest":1,"set":0,"bits":"AAAAAAAA","moment":"2027-03-02T02:14:07.112Z","height":12371})"};
};
Result<VcStatusListReply> answer(const VcGetStatusList::Params& params, Call& call);

}  // namespace allonge::api
