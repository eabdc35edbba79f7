// One row per kind of act that happens by itself, ascending. Forgetting one stops the build.
#include "contracts/due_queue.h"
#include "contracts/idem_memory.h"

namespace allonge {

namespace {

constexpr std::array act_list{
    DueActRow{DueKind::idem, "idem", forget_idem},
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
