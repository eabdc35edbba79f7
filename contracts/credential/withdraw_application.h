// vc.withdraw: the applicant takes its application back, until a credential was issued on it.
#pragma once

#include "contracts/credential/application.h"
#include "contracts/operation.h"

namespace allonge::credential {

struct WithdrawApplication {
  static constexpr Card card{0x0718, "vc.withdraw", "Take your application for a credential back."};
  ApplicationId application;

  static constexpr auto fields() {
    using T = WithdrawApplication;
    return std::tuple{Field{1, "application", &T::application, "your application"}};
  }
  struct Plan;
};
struct WithdrawApplication::Plan {
  Application before, after;
};

Result<WithdrawApplication::Plan> check(const WithdrawApplication& op, const Context& context, const View& view);
void apply(const WithdrawApplication::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const WithdrawApplication& op, const View& view);

}  // namespace allonge::credential
