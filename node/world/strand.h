// A thread that runs what is posted to it, one piece after the other. The node's core lives on one
// strand, the links to peers on a second, HTTP on a third. What is posted from one thread runs in
// the order in which it was posted.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "node/ports.h"

namespace boost::asio {
class io_context;
}

namespace allonge::node {

class Strand {
 public:
  // `name` (at most 15 letters) is what top and gdb show for the thread.
  explicit Strand(std::string name);
  ~Strand();  // stop()
  Strand(const Strand&) = delete;
  Strand& operator=(const Strand&) = delete;

  void post(std::function<void()> work);  // from any thread
  // Runs `work` there and waits for its end. REQUIRES: not called on the strand itself.
  void post_and_wait(std::function<void()> work);
  bool runs_here() const;  // true on the strand's own thread

  // Nothing posted runs after it returns; what was posted and did not run yet is forgotten.
  // REQUIRES: not called on the strand itself.
  void stop();

  boost::asio::io_context& context();

 private:
  struct Hidden;
  std::unique_ptr<Hidden> hidden_;
};

// The Timers port on a strand. Called on the strand only, as its owner is.
class StrandTimers final : public Timers {
 public:
  explicit StrandTimers(Strand& strand);
  ~StrandTimers() override;  // on the strand, or after it was stopped
  void set(std::uint64_t token, std::uint64_t delay_ms, std::function<void()> fired) override;
  void cancel(std::uint64_t token) override;

 private:
  struct Hidden;
  std::shared_ptr<Hidden> hidden_;
};

// Waits for SIGINT, SIGTERM or SIGHUP on a strand: `arrived(number)` for each, until destroyed.
class StopSignals {
 public:
  StopSignals(Strand& strand, std::function<void(int)> arrived);
  ~StopSignals();

 private:
  struct Hidden;
  std::shared_ptr<Hidden> hidden_;
};

}  // namespace allonge::node
