// trust_query, trust_list: who may issue which credentials, and by whose right. The question has the shape
// of the Trust Registry Query Protocol: does this entity hold this authorisation?
#pragma once

#include "api/paging.h"
#include "contracts/credential/authority.h"

namespace allonge::api {

enum class TrustAction : std::uint8_t { issue = 1, delegate = 2 };
constexpr std::array<EnumValue, 2> values_of(TrustAction) { return {{{1, "issue"}, {2, "delegate"}}}; }

struct TrustQueryReply {
  bool authorised = false;
  std::vector<credential::Identity> chain;
  std::string why;
  Time at;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = TrustQueryReply;
    return std::tuple{Field{1, "authorised", &T::authorised, "whether it may"},
                      Field{2, "chain", &T::chain, "the entity first, then who stands behind it", 8},
                      Field{3, "why", &T::why, "where the chain ended; empty when authorised", 400},
                      Field{4, "at", &T::at, "moment for which it was asked"},
                      Field{5, "height", &T::height, height_note}};
  }
};

struct TrustQuery {
  static constexpr MethodCard card{"trust_query", "Whether an entity may issue a type of credential, or let others issue it.",
                                   Scope::read_public, 1};
  struct Params {
    credential::Identity entity;
    std::string type;
    TrustAction action = TrustAction::issue;
    std::string scope;
    std::optional<credential::Identity> subject;
    std::optional<std::uint32_t> life_days;
    std::optional<Time> moment;
    static constexpr auto fields() {
      return std::tuple{Field{1, "entity", &Params::entity, "who would issue"},
                        Field{2, "type", &Params::type, "type of credential", credential::type_text},
                        Field{3, "action", &Params::action, "issue or delegate"},
                        Field{4, "scope", &Params::scope, "where, CN-SD; everywhere if left out", credential::scope_text},
                        Field{5, "subject", &Params::subject, "about whom; itself if left out"},
                        Field{6, "life_days", &Params::life_days, "how long the credential would last"},
                        Field{7, "moment", &Params::moment, "when its proof would be made; now if left out"}};
    }
  };
  using Reply = TrustQueryReply;
  static constexpr std::array reasons{Reason::missing_field};
  static constexpr Example example{
      R"({"entity":{"party":"jianghai"},"type":"LegalEntityKyc","action":"issue"})",
      R"({"authorised":true,"chain":[{"party":"jianghai"},{"party":"operator"}],"why":"","at":"2027-03-02T02:14:07.112Z","height":12371})"};
};
Result<TrustQueryReply> answer(const TrustQuery::Params& params, Call& call);

struct AuthorityReply {
  credential::Authority authority;
  std::optional<Time> not_since;
  static constexpr auto fields() {
    return std::tuple{Field{1, "authority", &AuthorityReply::authority, "its newest version"},
                      Field{2, "not_since", &AuthorityReply::not_since, "compromised since; nothing later counts"}};
  }
};

struct TrustListReply {
  std::vector<AuthorityReply> authorities;
  std::uint64_t height = 0;
  std::optional<std::string> next;
  static constexpr auto fields() {
    using T = TrustListReply;
    return std::tuple{Field{1, "authorities", &T::authorities, "in the order of their keys", limits::largest_page},
                      Field{2, "height", &T::height, height_note},
                      Field{3, "next", &T::next, more_note, longest_token}};
  }
};

struct TrustList {
  static constexpr MethodCard card{"trust_list", "Authorities with what they may issue.", Scope::read_public, 5};
  struct Params {
    std::optional<std::string> type;
    std::optional<std::string> authority_class;
    std::optional<credential::Identity> parent;
    std::optional<credential::AuthorityStatus> status;
    std::optional<std::uint32_t> limit;
    std::optional<std::string> next;
    static constexpr auto fields() {
      return std::tuple{Field{1, "type", &Params::type, "only who has a right to issue it", credential::type_text},
                        Field{2, "authority_class", &Params::authority_class, "only of this class", credential::name_text},
                        Field{3, "parent", &Params::parent, "only whom this one has named"},
                        Field{4, "status", &Params::status, "as last written"},
                        Field{5, "limit", &Params::limit, limit_note, limits::largest_page},
                        Field{6, "next", &Params::next, next_note, longest_token}};
    }
  };
  using Reply = TrustListReply;
  static constexpr std::array reasons{Reason::missing_field, Reason::out_of_range, Reason::page_token_invalid};
  static constexpr Example example{
      R"({"type":"LegalEntityKyc","limit":1})",
      R"({"authorities":[{"authority":{"version":1,"since":"2027-03-02T01:00:00.000Z","status":"active","terms":{"identity":{"party":"jianghai"},"name":"jianghai","authority_class":"bank","parent":{"party":"operator"},"grants":[{"type":"LegalEntityKyc","scopes":[],"max_life_days":366,"depth_left":1}],"valid_from":"2020-01-01T00:00:00.000Z","valid_until":"2040-01-01T00:00:00.000Z"}}}],"height":12371})"};
};
Result<TrustListReply> answer(const TrustList::Params& params, Call& call);

}  // namespace allonge::api
