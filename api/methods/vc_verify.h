// vc_verify: a whole signed document, judged in every step of credentials.md 4.3. Nothing is fetched: keys,
// rights and standing come from this ledger.
#pragma once

#include "api/methods/vc.h"
#include "contracts/credential/verification.h"

namespace allonge::api {

struct VerifyStep {
  std::uint32_t number = 0;
  std::string step;
  credential::StepOutcome outcome = credential::StepOutcome::not_reached;
  std::optional<std::string> reason;
  std::optional<std::string> detail;
  static constexpr auto fields() {
    using T = VerifyStep;
    return std::tuple{Field{1, "number", &T::number, "of the step"},
                      Field{2, "step", &T::step, "what was judged", 40},
                      Field{3, "outcome", &T::outcome, "passed, failed, not asked for, or not judged and why"},
                      Field{4, "reason", &T::reason, "name of the refusal", 64},
                      Field{5, "detail", &T::detail, "facts of the case", 1000}};
  }
};

struct VcVerifyReply {
  bool valid = false;
  std::vector<VerifyStep> steps;
  std::optional<Digest> hash;
  std::optional<std::string> type;
  std::optional<credential::Identity> issuer;
  std::optional<credential::Identity> subject;
  std::optional<Time> valid_until;
  bool recorded = false;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = VcVerifyReply;
    return std::tuple{Field{1, "valid", &T::valid, "no step failed and every one that was asked for passed"},
                      Field{2, "steps", &T::steps, "all of them, in order", 12},
                      Field{3, "hash", &T::hash, "of the document, once it could be read"},
                      Field{4, "type", &T::type, "type of credential", credential::type_text},
                      Field{5, "issuer", &T::issuer, "who issued it"},
                      Field{6, "subject", &T::subject, "about whom it speaks"},
                      Field{7, "valid_until", &T::valid_until, "its last moment"},
                      Field{8, "recorded", &T::recorded, "whether it is on this ledger"},
                      Field{9, "height", &T::height, "as of this height; 0 without a ledger"}};
  }
};
VcVerifyReply verify_reply(const credential::Verification& verification, std::uint64_t height);

struct VcVerify {
  static constexpr MethodCard card{"vc_verify", "Judge a signed credential in every step; nothing is fetched.", Scope::read_public, 20};
  struct Params {
    Bytes document;
    std::optional<credential::Identity> presenter;
    std::optional<std::string> domain;
    std::optional<std::string> challenge;
    static constexpr auto fields() {
      return std::tuple{Field{1, "document", &Params::document, "the JSON document, byte for byte", credential::document_limits::document_bytes},
                        Field{2, "presenter", &Params::presenter, "who shows it, and must be its subject"},
                        Field{3, "domain", &Params::domain, "for which its proofs must be made", 512},
                        Field{4, "challenge", &Params::challenge, "that its proofs must answer", 512}};
    }
  };
  using Reply = VcVerifyReply;
  static constexpr std::array reasons{Reason::missing_field};
  static constexpr Example example{
      R"({"document":"e30"})",
      R"({"valid":false,"steps":[{"number":1,"step":"json","outcome":"passed"},{"number":2,"step":"shape and schema","outcome":"failed","reason":"VC_SHAPE","detail":"$.@context: is missing"},{"number":3,"step":"contexts","outcome":"not_reached"}],"recorded":false,"height":12371})"};
};
Result<VcVerifyReply> answer(const VcVerify::Params& params, Call& call);

}  // namespace allonge::api
