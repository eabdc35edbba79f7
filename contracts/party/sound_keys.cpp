#include "contracts/party/sound_keys.h"

#include <map>

#include "contracts/party/party.h"

namespace allonge::party {

std::optional<std::string> keys_are_sound(const ChangeSet& changes) {
  std::optional<std::string> why;
  std::map<PartyId, std::int64_t> moved;
  changes.each(key_records, [&](const std::optional<KeyRecord>& before, const std::optional<KeyRecord>& after) {
    if (!after) {
      why = "a key's record was removed";
      return;
    }
    if (before && (before->party != after->party || before->person != after->person || before->key != after->key))
      why = "a key changed hands";
    if (before && before->revoked && before->revoked != after->revoked) why = "a revoked key came back or moved its end";
    if (before && before->compromised && (!after->compromised || *after->compromised > *before->compromised))
      why = "a report of a compromised key was taken back";
    moved[after->party] += int(after->in_force()) - int(before && before->in_force());
  });
  changes.each(party_records, [&](const std::optional<Party>& before, const std::optional<Party>& after) {
    if (!after) {
      why = "a party was removed";
      return;
    }
    moved[after->id] -= std::int64_t(after->keys_in_force) - std::int64_t(before ? before->keys_in_force : 0);
  });
  if (why) return why;
  for (const auto& [party, difference] : moved)
    if (difference != 0) return "the count of keys of " + std::string(party.text()) + " is wrong";
  return std::nullopt;
}

}  // namespace allonge::party
