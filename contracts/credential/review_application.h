// vc.review: the authority takes up an application, returns it for correction, approves or rejects it.
// Maker and checker of the authority sign it, two different people; who they were is kept.
#pragma once

#include "contracts/credential/application.h"
#include "contracts/operation.h"

namespace allonge::credential {

enum class ReviewDecision : std::uint8_t { take = 1, give_back = 2, approve = 3, reject = 4 };
constexpr std::array<EnumValue, 4> values_of(ReviewDecision) {
  return {{{1, "take"}, {2, "return"}, {3, "approve"}, {4, "reject"}}};
}

struct ReviewApplication {
  static constexpr Card card{0x0712, "vc.review", "Decide about an application for a credential."};
  ApplicationId application;
  ReviewDecision decision = ReviewDecision::take;
  std::optional<ReviewReason> reason = std::nullopt;

  static constexpr auto fields() {
    using T = ReviewApplication;
    return std::tuple{Field{1, "application", &T::application, "which application"},
                      Field{2, "decision", &T::decision, "take, return, approve or reject"},
                      Field{3, "reason", &T::reason, "why, for return and reject"}};
  }
  struct Plan;
};
struct ReviewApplication::Plan {
  Application before, after;
};

// WRONG_STATE, NOT_YOUR_PART; REASON_NEEDED to return or reject; PROOF_CHALLENGE to approve what is not proven.
Result<ReviewApplication::Plan> check(const ReviewApplication& op, const Context& context, const View& view);
void apply(const ReviewApplication::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const ReviewApplication& op, const View& view);

}  // namespace allonge::credential
