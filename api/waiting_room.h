// Bodies that wait for something, read once: when one is asked again it goes on where it was. Nothing
// depends on it but speed: a body that is not found here is simply read again.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace allonge::api {

class WaitingRoom {
 public:
  static constexpr std::size_t most_guests = 128;  // as many as HTTP lets wait (node/main.cpp)
  static constexpr std::size_t most_bytes = 32 * 1024 * 1024;  // of bodies

  // What was kept for exactly this body by this caller that came at this moment; null if nothing. It
  // is taken out.
  std::shared_ptr<void> take(std::uint64_t started_ms, std::string_view caller, std::string_view body);
  // Without room the guest that came first leaves.
  void keep(std::uint64_t started_ms, std::string_view caller, std::string_view body, std::shared_ptr<void> guest);

  std::size_t guests() const { return guests_.size(); }

 private:
  struct Guest {
    std::uint64_t started_ms;
    std::string caller;
    std::string body;
    std::shared_ptr<void> memory;
  };
  std::vector<Guest> guests_;
  std::size_t bytes_ = 0;
};

}  // namespace allonge::api
