// One row per kind of act that happens by itself, ascending. Forgetting one stops the build.
#include "contracts/credential/renewal.h"
#include "contracts/due_queue.h"
#include "contracts/idem_memory.h"
#include "contracts/receivable/day_end.h"
#include "contracts/receivable/finance_day_end.h"

namespace allonge {

namespace {

constexpr std::array act_list{
    DueActRow{DueKind::idem, "idem", forget_idem},
    DueActRow{DueKind::certificate_window, "certificate_window", receivable::end_certificate_window},
    DueActRow{DueKind::transfer_window, "transfer_window", receivable::end_transfer_window},
    DueActRow{DueKind::certificate_due, "certificate_due", receivable::fall_due},
    DueActRow{DueKind::certificate_overdue, "certificate_overdue", receivable::fall_overdue},
    DueActRow{DueKind::certificate_default, "certificate_default", receivable::fall_into_default},
    DueActRow{DueKind::financing_quotes, "financing_quotes", receivable::close_quotes},
    DueActRow{DueKind::financing_reveal, "financing_reveal", receivable::close_reveal},
    DueActRow{DueKind::financing_settlement, "financing_settlement", receivable::close_settlement},
    DueActRow{DueKind::credential_renewal, "credential_renewal", credential::tell_of_end},
};

constexpr bool every_kind_has_its_act() {
  constexpr auto kinds = values_of(DueKind{});
  if (kinds.size() != act_list.size()) return false;
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (kinds[i].number != std::uint64_t(act_list[i].kind)) return false;
  return true;
}
static_assert(every_kind_has_its_act());

}  // namespace

std::span<const DueActRow> due_acts() { return act_list; }

}  // namespace allonge
