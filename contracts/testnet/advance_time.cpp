#include "contracts/testnet/advance_time.h"

namespace allonge::testnet {

namespace {
// Dates added to such a moment (tenors, windows) stay within what a record can hold.
constexpr Time last_moment{4'102'444'799'999};  // 2099-12-31T23:59:59.999Z
}  // namespace

Result<AdvanceTime::Plan> check(const AdvanceTime& op, const Context& context, const View& view) {
  if (!context.block.test_network) return Reason::not_test_network;
  // Block time was made with the parent's offset; an earlier advance in this same block moved the
  // offset without moving this block's time.
  const TimeTravel record = time_travel_record.find(view).value_or(TimeTravel{});
  const bool moved_in_this_block = record.height == context.block.height && context.block.height != 0;
  const std::uint64_t ran_with = moved_in_this_block ? record.offset_before_ms : record.offset_ms;
  const Time reached{context.block.time.ms + (record.offset_ms - ran_with)};
  if (op.to <= reached) return Refusal{Reason::time_backwards, "it is already " + reached.text()};
  if (op.to > last_moment) return Refusal{Reason::out_of_range, "to"};
  return AdvanceTime::Plan{op, {ran_with + (op.to.ms - context.block.time.ms), context.block.height, ran_with}};
}

void apply(const AdvanceTime::Plan& plan, const Context& context, Draft& draft, Events& events) {
  time_travel_record.put(draft, plan.after);
  events.push_back({.type = "testnet.time_advanced",
                    .subject = plan.op.to.text(),
                    .other = {},
                    .parties = {context.party},
                    .ranges = {},
                    .amount = {},
                    .before = context.block.time.text(),
                    .after = plan.op.to.text(),
                    .document = {}});
}

std::optional<Amount> banded_amount(const AdvanceTime&, const View&) { return std::nullopt; }

}  // namespace allonge::testnet
