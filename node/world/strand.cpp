#include "node/world/strand.h"

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "node/world/asio.h"

namespace allonge::node {

// ---- strand ----

struct Strand::Hidden {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  std::atomic<bool> stopped{false};
  std::thread thread;
};

Strand::Strand(std::string name) : hidden_(std::make_unique<Hidden>()) {
  hidden_->thread = std::thread([this, name = std::move(name)] {
    pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
    hidden_->context.run();
  });
}

Strand::~Strand() { stop(); }

void Strand::post(std::function<void()> work) { asio::post(hidden_->context, std::move(work)); }

void Strand::post_and_wait(std::function<void()> work) {
  ensure(!runs_here(), "a strand does not wait for itself");
  struct Meeting {
    std::mutex mutex;
    std::condition_variable met;
    bool over = false;
  };
  auto meeting = std::make_shared<Meeting>();
  if (!hidden_->stopped) {
    post([meeting, &work] {
      work();
      std::lock_guard lock(meeting->mutex);
      meeting->over = true;
      meeting->met.notify_all();
    });
    std::unique_lock lock(meeting->mutex);
    meeting->met.wait(lock, [&] { return meeting->over; });
  } else {
    work();  // nobody else runs there any more
  }
}

bool Strand::runs_here() const { return std::this_thread::get_id() == hidden_->thread.get_id(); }

void Strand::stop() {
  ensure(!runs_here(), "a strand is stopped from outside");
  hidden_->stopped = true;
  hidden_->context.stop();
  if (hidden_->thread.joinable()) hidden_->thread.join();
}

boost::asio::io_context& Strand::context() { return hidden_->context; }

// ---- timers ----

struct StrandTimers::Hidden {
  explicit Hidden(Strand& its_strand) : strand(its_strand) {}
  struct One {
    explicit One(asio::io_context& context) : timer(context) {}
    asio::steady_timer timer;
    std::uint64_t turn = 0;
  };
  Strand& strand;
  std::uint64_t turns = 0;
  std::map<std::uint64_t, std::unique_ptr<One>> timers;  // by token; only those that will still fire
};

StrandTimers::StrandTimers(Strand& strand) : hidden_(std::make_shared<Hidden>(strand)) {}

StrandTimers::~StrandTimers() { hidden_->timers.clear(); }

void StrandTimers::set(std::uint64_t token, std::uint64_t delay_ms, std::function<void()> fired) {
  auto& one = hidden_->timers[token];
  if (one == nullptr) one = std::make_unique<Hidden::One>(hidden_->strand.context());
  // A timer set again may have its old completion in the queue already: the turn tells them apart.
  const auto turn = one->turn = ++hidden_->turns;
  one->timer.expires_after(std::chrono::milliseconds(delay_ms));
  one->timer.async_wait([weak = std::weak_ptr(hidden_), token, turn,
                         fired = std::move(fired)](const boost::system::error_code& error) {
    const auto hidden = weak.lock();
    if (error || hidden == nullptr) return;
    const auto found = hidden->timers.find(token);
    if (found == hidden->timers.end() || found->second->turn != turn) return;
    hidden->timers.erase(found);
    fired();
  });
}

void StrandTimers::cancel(std::uint64_t token) { hidden_->timers.erase(token); }

// ---- signals ----

struct StopSignals::Hidden : std::enable_shared_from_this<StopSignals::Hidden> {
  Hidden(Strand& its_strand, std::function<void(int)> tell)
      : strand(its_strand), signals(strand.context(), SIGINT, SIGTERM, SIGHUP), arrived(std::move(tell)) {}
  void wait() {
    signals.async_wait([self = shared_from_this()](const boost::system::error_code& error, int number) {
      if (error) return;
      self->wait();
      self->arrived(number);
    });
  }
  Strand& strand;
  asio::signal_set signals;
  std::function<void(int)> arrived;
};

StopSignals::StopSignals(Strand& strand, std::function<void(int)> arrived)
    : hidden_(std::make_shared<Hidden>(strand, std::move(arrived))) {
  hidden_->wait();
}

StopSignals::~StopSignals() {
  boost::system::error_code ignored;
  if (hidden_->strand.runs_here())
    hidden_->signals.cancel(ignored);
  else
    hidden_->strand.post_and_wait([&] { hidden_->signals.cancel(ignored); });
}

}  // namespace allonge::node
