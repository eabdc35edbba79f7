#include "api/methods/vc_verify.h"

namespace allonge::api {

VcVerifyReply verify_reply(const credential::Verification& verification, std::uint64_t height) {
  VcVerifyReply out;
  out.valid = !verification.failed() && verification.complete();
  for (const credential::StepResult& one : verification.steps) {
    out.steps.push_back({one.number, one.step, one.outcome, std::nullopt, std::nullopt});
    if (one.reason) out.steps.back().reason = std::string(name_of(*one.reason));
    if (!one.detail.empty()) out.steps.back().detail = one.detail;
  }
  if (const auto& document = verification.document) {
    out.hash = document->hash;
    out.type = document->type;
    out.issuer = document->issuer;
    out.subject = document->subject;
    out.valid_until = document->valid_until;
  }
  out.recorded = verification.recorded.has_value();
  out.height = height;
  return out;
}

Result<VcVerifyReply> answer(const VcVerify::Params& params, Call& call) {
  if (params.presenter && !is_set(*params.presenter)) return Refusal{Reason::missing_field, "presenter: a party or a key"};
  credential::VerificationQuestion question;
  question.network = call.backend.genesis().network;
  question.now = call.backend.now();
  question.ledger = &call.state();
  question.presenter = params.presenter;
  question.domain = params.domain;
  question.challenge = params.challenge;
  return verify_reply(verify_document(text_of(params.document), question), call.snapshot()->header().height);
}

}  // namespace allonge::api
