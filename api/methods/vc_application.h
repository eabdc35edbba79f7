// vc_getApplication, vc_listApplications: who asks which authority for which credential, and what became of it
// (credentials.md 7). Readers are who asks and who decides.
#pragma once

#include "api/id_beginning.h"
#include "api/paging.h"
#include "contracts/credential/application.h"

namespace allonge::api {

struct VcApplicationReply {
  credential::Application application;
  Digest challenge;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = VcApplicationReply;
    return std::tuple{Field{1, "application", &T::application, "as it stands"},
                      Field{2, "challenge", &T::challenge, "what the subject signs to show that it controls its key"},
                      Field{3, "height", &T::height, "height at which it was read"}};
  }
};

struct VcGetApplication {
  static constexpr MethodCard card{"vc_getApplication", "One application for a credential, with its decisions.", Scope::read_party, 1};
  struct Params {
    IdBeginning<ApplicationKind> id;
    static constexpr auto fields() {
      return std::tuple{Field{1, "id", &Params::id, "application; a unique beginning is enough"}};
    }
  };
  using Reply = VcApplicationReply;
  static constexpr std::array reasons{Reason::not_found, Reason::ambiguous_id};
  static constexpr Example example{
      R"({"id":"AP-0000-0000-0001-2"})",
      R"({"application":{"id":"AP-0000-0000-0001-2","applicant":"shunchang","authority":"jianghai","subject":{"party":"shunchang"},"type":"LegalEntityKyc","claims":"59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19","documents":[{"sha256":"07b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19","kind":"business_licence","language":"zh"}],"state":"in_review","height":12340,"decisions":[{"to":"in_review","time":"2027-03-02T01:00:00.000Z","people":["maker1"]}]},"challenge":"66ab6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19ab","height":12371})"};
};
Result<VcApplicationReply> answer(const VcGetApplication::Params& params, Call& call);

struct VcApplicationListReply {
  std::vector<credential::Application> applications;
  std::uint64_t height = 0;
  std::optional<std::string> next;
  static constexpr auto fields() {
    using T = VcApplicationListReply;
    return std::tuple{Field{1, "applications", &T::applications, "by id", limits::largest_page},
                      Field{2, "height", &T::height, height_note},
                      Field{3, "next", &T::next, more_note, longest_token}};
  }
};

struct VcListApplications {
  static constexpr MethodCard card{"vc_listApplications", "Applications of who asks or to who decides; all there are without one.",
                                   Scope::read_party, 5};
  struct Params {
    std::optional<PartyId> applicant;
    std::optional<PartyId> authority;
    std::optional<credential::ApplicationState> state;
    std::optional<std::uint32_t> limit;
    std::optional<std::string> next;
    static constexpr auto fields() {
      return std::tuple{Field{1, "applicant", &Params::applicant, "who asks"},
                        Field{2, "authority", &Params::authority, "who decides"},
                        Field{3, "state", &Params::state, "where it is in its life"},
                        Field{4, "limit", &Params::limit, limit_note, limits::largest_page},
                        Field{5, "next", &Params::next, next_note, longest_token}};
    }
  };
  using Reply = VcApplicationListReply;
  static constexpr std::array reasons{Reason::out_of_range, Reason::page_token_invalid};
  static constexpr Example example{
      R"({"authority":"jianghai","state":"submitted"})",
      R"({"applications":[{"id":"AP-0000-0000-0001-2","applicant":"shunchang","authority":"jianghai","subject":{"party":"shunchang"},"type":"LegalEntityKyc","claims":"59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19","documents":[],"state":"submitted","height":12340,"decisions":[]}],"height":12371})"};
};
Result<VcApplicationListReply> answer(const VcListApplications::Params& params, Call& call);

}  // namespace allonge::api
