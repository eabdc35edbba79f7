// cert.merge (合并): the owner makes one range of two neighbours: same owner, same state, no hold.
// The chain behind it joins both, and there is room for one range more.
#pragma once

#include "contracts/operation.h"
#include "contracts/receivable/certificate.h"
#include "contracts/receivable/interval.h"

namespace allonge::receivable {

struct Merge {
  static constexpr const char* type_name = "CertMerge";
  static constexpr Card card{0x010a, "cert.merge", "Make one range of two neighbours that you hold."};
  CertificateId certificate;
  Fen start;
  static constexpr auto fields() {
    return std::tuple{Field{1, "certificate", &Merge::certificate, "certificate"},
                      Field{2, "start", &Merge::start, "first fen of the lower range; the next one is joined to it"}};
  }
  struct Plan;
};
struct Merge::Plan {
  Range merged;
  Fen middle;  // where the upper range began
  Certificate certificate;
};

Result<Merge::Plan> check(const Merge& op, const Context& context, const View& view);
void apply(const Merge::Plan& plan, const Context& context, Draft& draft, Events& events);
std::optional<Amount> banded_amount(const Merge& op, const View& view);

}  // namespace allonge::receivable
