#include "contracts/consortium/set_profile.h"

namespace allonge::consortium {

Result<SetProfile::Plan> check(const SetProfile& op, const Context& context, const View& view) {
  const Profile& profile = op.profile;
  CHECK(acceptable(profile));
  const auto head = profile_head_records.find(view, profile.instrument);
  const std::uint32_t latest = head ? head->latest : 0;
  if (profile.version != latest + 1)
    return Refusal{Reason::profile_order, "the next version is " + std::to_string(latest + 1)};
  if (latest > 0) {
    TRY(const Profile before, profile_version(view, latest, profile.instrument));
    if (profile.valid_from <= before.valid_from)
      return Refusal{Reason::profile_order, "the version before starts on " + before.valid_from.text()};
  }
  // What was done under a version stays done: a new one never starts in the past.
  if (profile.valid_from < today(context.block))
    return Refusal{Reason::profile_order, "it would start before today"};
  // Versions ascend in time, so one of the far future could never be corrected.
  if (profile.valid_from > add_days(today(context.block), furthest_days))
    return Refusal{Reason::out_of_range, "it would start more than " + std::to_string(furthest_days) + " days ahead"};
  return SetProfile::Plan{op};
}

void apply(const SetProfile::Plan& plan, const Context& context, Draft& draft, Events& events) {
  const Profile& profile = plan.op.profile;
  put_profile(draft, profile);
  events.push_back({.type = "profile.set",
                    .subject = "ERC-CN/" + std::to_string(profile.version),
                    .other = profile.valid_from.text(),
                    .parties = {context.party},
                    .ranges = {},
                    .amount = {},
                    .before = {},
                    .after = {},
                    .document = {}});
}

std::optional<Amount> banded_amount(const SetProfile&, const View&) { return std::nullopt; }

}  // namespace allonge::consortium
