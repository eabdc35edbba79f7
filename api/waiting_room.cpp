#include "api/waiting_room.h"

#include <algorithm>

namespace allonge::api {

std::shared_ptr<void> WaitingRoom::take(std::uint64_t started_ms, std::string_view caller, std::string_view body) {
  const auto guest = std::find_if(guests_.begin(), guests_.end(), [&](const Guest& one) {
    return one.started_ms == started_ms && one.caller == caller && one.body == body;
  });
  if (guest == guests_.end()) return nullptr;
  std::shared_ptr<void> out = std::move(guest->memory);
  bytes_ -= guest->body.size();
  guests_.erase(guest);
  return out;
}

void WaitingRoom::keep(std::uint64_t started_ms, std::string_view caller, std::string_view body,
                       std::shared_ptr<void> guest) {
  guests_.push_back({started_ms, std::string(caller), std::string(body), std::move(guest)});
  bytes_ += body.size();
  while (guests_.size() > 1 && (guests_.size() > most_guests || bytes_ > most_bytes)) {
    bytes_ -= guests_.front().body.size();
    guests_.erase(guests_.begin());
  }
}

}  // namespace allonge::api
