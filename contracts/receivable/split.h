// cert.split (拆分): the owner cuts one free range in two. Both halves keep the chain behind them.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/certificate.h"
#include "contracts/receivable/interval.h"

namespace allonge::receivable {

struct Split {
  static constexpr const char* type_name = "CertSplit";
  static constexpr Card card{0x0109, "cert.split", "Cut a range that you hold in two."};
  CertificateId certificate;
  Fen start;
  Amount amount;
  static constexpr auto fields() {
    return std::tuple{Field{1, "certificate", &Split::certificate, "certificate"},
                      Field{2, "start", &Split::start, "first fen of the range"},
                      Field{3, "amount", &Split::amount, "how much the lower part holds"}};
  }
  struct Plan;
};
struct Split::Plan {
  Part part;
  Certificate certificate;
};

Result<Split::Plan> check(const Split& op, const Context& context, const View& view);
void apply(const Split::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const Split& op, const View& view);

}  // namespace allonge::receivable
