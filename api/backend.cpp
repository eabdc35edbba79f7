#include "api/backend.h"

#include <algorithm>

namespace allonge::api {

bool visible(const Caller& caller, std::span<const PartyId> readers) {
  return caller.sees_everything ||
         (caller.party.is_set() && std::find(readers.begin(), readers.end(), caller.party) != readers.end());
}

}  // namespace allonge::api
