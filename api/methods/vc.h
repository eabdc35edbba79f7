// vc_get, vc_list: recorded credentials and what they are worth now. That a credential is there, of which
// type, by whom, until when and whether it stands, everybody may know; the facts that gates ask for only
// its issuer, its subject and who brought it.
#pragma once

#include "api/paging.h"
#include "api/rpc_error.h"
#include "contracts/credential/record.h"

namespace allonge::api {

// What a credential is at a moment: its record's status, and what follows from its dates.
enum class VcState : std::uint8_t { active = 1, suspended = 2, revoked = 3, not_yet = 4, expired = 5 };
constexpr std::array<EnumValue, 5> values_of(VcState) {
  return {{{1, "active"}, {2, "suspended"}, {3, "revoked"}, {4, "not_yet"}, {5, "expired"}}};
}
VcState state_of(const credential::Credential& credential, Time now);

struct VcRow {
  Digest hash;
  std::string type;
  credential::Identity issuer;
  credential::Identity subject;
  std::string holder;
  Time valid_from;
  Time valid_until;
  VcState state = VcState::active;
  static constexpr auto fields() {
    using T = VcRow;
    return std::tuple{Field{1, "hash", &T::hash, "SHA-256 of the canonical document without proof"},
                      Field{2, "type", &T::type, "type of credential", credential::type_text},
                      Field{3, "issuer", &T::issuer, "who issued it"},
                      Field{4, "subject", &T::subject, "about whom it speaks"},
                      Field{5, "holder", &T::holder, "whom a gate finds it by: the subject, or its person who signs", 100},
                      Field{6, "valid_from", &T::valid_from, "first moment"},
                      Field{7, "valid_until", &T::valid_until, "last moment, inclusive"},
                      Field{8, "state", &T::state, "now"}};
  }
};
VcRow vc_row(const credential::Credential& credential, Time now);
// Those about a party, by type and end; at most `vc_of_party_limit`.
inline constexpr std::uint32_t vc_of_party_limit = 256;
std::vector<VcRow> credentials_about(const PartyId& party, Call& call);

struct VcReply {
  credential::Credential credential;
  VcState state = VcState::active;
  bool counts = false;
  std::optional<RefusalReply> refusal;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = VcReply;
    return std::tuple{Field{1, "credential", &T::credential, "as recorded; without its facts for whom it does not concern"},
                      Field{2, "state", &T::state, "now"},
                      Field{3, "counts", &T::counts, "whether dates, key, issuer's right and status all hold now"},
                      Field{4, "refusal", &T::refusal, "why not"},
                      Field{5, "height", &T::height, "height at which it was read"}};
  }
};

struct VcGet {
  static constexpr MethodCard card{"vc_get", "One recorded credential and whether it counts now.", Scope::read_public, 1};
  struct Params {
    Digest hash;
    static constexpr auto fields() {
      return std::tuple{Field{1, "hash", &Params::hash, "of the credential's document"}};
    }
  };
  using Reply = VcReply;
  static constexpr std::array reasons{Reason::not_found};
  static constexpr Example example{
      R"({"hash":"59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"})",
      R"({"credential":{"hash":"59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19","id":"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33","type":"LegalEntityKyc","issuer":{"party":"jianghai"},"subject":{"party":"shunchang"},"holder":"shunchang","valid_from":"2027-01-01T00:00:00.000Z","valid_until":"2027-12-31T23:59:59.000Z","created":"2027-03-02T01:00:00.000Z","issuer_key":0,"recorded":"2027-03-02T01:00:01.000Z","recorded_by":"jianghai","facts":{"scope":"","level":2,"roles":[],"codes":[],"substances":[]},"status":"active","revocation":{"list":1,"index":35497},"suspended_at":{"list":1,"index":22437}},"state":"active","counts":true,"height":12371})"};
};
Result<VcReply> answer(const VcGet::Params& params, Call& call);

struct VcListReply {
  std::vector<VcRow> credentials;
  std::uint64_t height = 0;
  std::optional<std::string> next;
  static constexpr auto fields() {
    using T = VcListReply;
    return std::tuple{Field{1, "credentials", &T::credentials, "by hash", limits::largest_page},
                      Field{2, "height", &T::height, height_note},
                      Field{3, "next", &T::next, more_note, longest_token}};
  }
};

struct VcList {
  static constexpr MethodCard card{"vc_list", "Recorded credentials by subject, issuer, type and state.", Scope::read_public, 5};
  struct Params {
    std::optional<credential::Identity> subject;
    std::optional<credential::Identity> issuer;
    std::optional<std::string> type;
    std::optional<VcState> state;
    std::optional<std::uint32_t> limit;
    std::optional<std::string> next;
    static constexpr auto fields() {
      return std::tuple{Field{1, "subject", &Params::subject, "about whom it speaks"},
                        Field{2, "issuer", &Params::issuer, "who issued it"},
                        Field{3, "type", &Params::type, "type of credential", credential::type_text},
                        Field{4, "state", &Params::state, "what it is now"},
                        Field{5, "limit", &Params::limit, limit_note, limits::largest_page},
                        Field{6, "next", &Params::next, next_note, longest_token}};
    }
  };
  using Reply = VcListReply;
  static constexpr std::array reasons{Reason::missing_field, Reason::out_of_range, Reason::page_token_invalid};
  static constexpr Example example{
      R"({"subject":{"party":"shunchang"},"state":"active"})",
      R"({"credentials":[{"hash":"59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19","type":"LegalEntityKyc","issuer":{"party":"jianghai"},"subject":{"party":"shunchang"},"holder":"shunchang","valid_from":"2027-01-01T00:00:00.000Z","valid_until":"2027-12-31T23:59:59.000Z","state":"active"}],"height":12371})"};
};
Result<VcListReply> answer(const VcList::Params& params, Call& call);

}  // namespace allonge::api
