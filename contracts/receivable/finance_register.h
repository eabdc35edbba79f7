// finance.register (登记编号): the number under which the central registry of movable assets carries this
// financing, recorded before the money moves. By the financier or a registrar. A wrong number is
// corrected by recording the right one; the events keep both.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/financing.h"

namespace allonge::receivable {

struct FinanceRegister {
  static constexpr Card card{0x0116, "finance.register", "Record the number of the central registry.", "financier|registrar"};
  FinancingId financing;
  std::string registration_no;
  static constexpr auto fields() {
    return std::tuple{Field{1, "financing", &FinanceRegister::financing, "the awarded financing"},
                      Field{2, "registration_no", &FinanceRegister::registration_no, "number in the central registry", 64}};
  }
  struct Plan;
};
struct FinanceRegister::Plan {
  Financing financing;
};

// BAD_TEXT unless the number is 1 to 64 printable ASCII characters without spaces.
Result<FinanceRegister::Plan> check(const FinanceRegister& op, const Context& context, const View& view);
void apply(const FinanceRegister::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const FinanceRegister& op, const View& view);

// Whether the money may move: REGISTRATION_REQUIRED when the profile of the day asks for a number.
Result<void> registered(const Financing& financing, const Context& context, const View& view);

}  // namespace allonge::receivable
