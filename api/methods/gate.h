// gate_get, gate_explain: which credentials an operation asks for, and who lacks which: for the support
// desk. Answered by the code that the operation itself runs.
#pragma once

#include "api/method.h"
#include "api/rpc_error.h"
#include "contracts/credential/gate.h"
#include "contracts/credential/types.h"

namespace allonge::api {

struct GateReply {
  bool open = true;
  std::optional<credential::Gate> gate;
  std::optional<credential::Gate> newest;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = GateReply;
    return std::tuple{Field{1, "open", &T::open, "whether it asks for no credentials now"},
                      Field{2, "gate", &T::gate, "the version that counts now"},
                      Field{3, "newest", &T::newest, "a later version that does not count yet"},
                      Field{4, "height", &T::height, "height at which it was read"}};
  }
};

struct GateGet {
  static constexpr MethodCard card{"gate_get", "Which credentials an operation asks for.", Scope::read_public, 1};
  struct Params {
    std::string operation;
    static constexpr auto fields() {
      return std::tuple{Field{1, "operation", &Params::operation, "name of the operation: cert.issue", credential::type_text}};
    }
  };
  using Reply = GateReply;
  static constexpr std::array reasons{Reason::not_found};
  static constexpr Example example{
      R"({"operation":"cert.transfer"})",
      R"({"open":false,"gate":{"operation":"cert.transfer","version":1,"applicable_from":"2020-01-01T00:00:00.000Z","rules":[{"code":"sender_kyc","subject":"actor","any_of":[{"type":"LegalEntityKyc","min_level":1,"scope":"","role":"","code":"","covers_amount":false,"issuer_class":"","require_current":false,"grace_days":0,"substance_limits":[]}]}]},"height":12371})"};
};
Result<GateReply> answer(const GateGet::Params& params, Call& call);

struct RuleReply {
  std::string code;
  std::optional<credential::GateSubject> subject;
  bool satisfied = false;
  std::optional<Digest> credential;
  std::optional<RefusalReply> refusal;
  std::vector<std::string> asks;
  static constexpr auto fields() {
    using T = RuleReply;
    return std::tuple{Field{1, "code", &T::code, "name of the rule", credential::type_text},
                      Field{2, "subject", &T::subject, "whose credential"},
                      Field{3, "satisfied", &T::satisfied, "whether somebody satisfies it"},
                      Field{4, "credential", &T::credential, "what satisfied it, or came closest"},
                      Field{5, "refusal", &T::refusal, "why not"},
                      Field{6, "asks", &T::asks, "types of credential, one of which will do", 64}};
  }
};

struct GateExplainReply {
  bool open = true;
  bool admitted = true;
  std::optional<RefusalReply> refusal;
  std::vector<RuleReply> rules;
  std::uint32_t version = 0;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = GateExplainReply;
    return std::tuple{Field{1, "open", &T::open, "whether the operation asks for no credentials"},
                      Field{2, "admitted", &T::admitted, "whether every rule is satisfied"},
                      Field{3, "refusal", &T::refusal, "what the operation would be told: of the first rule that is not"},
                      Field{4, "rules", &T::rules, "in the order they are asked", 16},
                      Field{5, "version", &T::version, "of the gate"},
                      Field{6, "height", &T::height, "height at which it was read"}};
  }
};

struct GateExplain {
  static constexpr MethodCard card{"gate_explain", "Each rule of a gate with the credential that satisfies it, or why none does.",
                                   Scope::read_public, 5};
  struct Params {
    std::string action;
    PartyId actor;
    std::optional<PartyId> counterparty;
    std::optional<PartyId> issuer;
    std::optional<std::string> asset;
    std::optional<Amount> amount;
    std::vector<std::string> people;
    std::optional<Time> moment;
    static constexpr auto fields() {
      return std::tuple{Field{1, "action", &Params::action, "name of the operation: cert.issue", credential::type_text},
                        Field{2, "actor", &Params::actor, "on whose behalf it would be signed"},
                        Field{3, "counterparty", &Params::counterparty, "with whom it would be done"},
                        Field{4, "issuer", &Params::issuer, "of the certificate it is about"},
                        Field{5, "amount", &Params::amount, "of the act"},
                        Field{6, "people", &Params::people, "of the actor, who would sign; not looked at if left out", limits::signatures},
                        Field{7, "moment", &Params::moment, "when; now if left out"},
                        Field{8, "asset", &Params::asset, "product it is done with, as its credentials name it", credential::product_text}};
    }
  };
  using Reply = GateExplainReply;
  static constexpr std::array reasons{Reason::not_found};
  static constexpr Example example{
      R"({"action":"cert.transfer","actor":"shunchang","counterparty":"lanwan"})",
      R"({"open":false,"admitted":false,"refusal":{"code":2332,"reason":"CRED_MISSING","message":"A credential that this act asks for is missing.","message_zh":"缺少此操作所需的凭证。","hint":"allonge gate explain names it; import it with vc issue.","retry":"later","who":"owner"},"rules":[{"code":"sender_kyc","subject":"actor","satisfied":false,"asks":["LegalEntityKyc"]}],"version":1,"height":12371})"};
};
Result<GateExplainReply> answer(const GateExplain::Params& params, Call& call);

}  // namespace allonge::api
