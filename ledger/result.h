// A value or a refusal. Refusals are values: a reason from the table (reason.h) and the facts of the
// case for people. TRY and CHECK carry a refusal up; nothing here ever throws.
// Member names follow std::expected, which Debian 12's compiler does not have in C++20.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "ledger/ensure.h"
#include "ledger/reason.h"

namespace allonge {

// Why something was not done. `detail` is for people and logs; it is never hashed and never decides.
struct Refusal {
  Reason reason;
  std::string detail;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Refusal refusal) : state_(std::in_place_index<1>, std::move(refusal)) {}
  Result(Reason reason) : state_(std::in_place_index<1>, Refusal{reason, {}}) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  // Only after has_value(); anything else is a bug and stops the program.
  T& value() & { return need(), *std::get_if<0>(&state_); }
  const T& value() const& { return need(), *std::get_if<0>(&state_); }
  // By value: `for (x : f().value())` must not walk through what has gone.
  T value() && { return need(), std::move(*std::get_if<0>(&state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Refusal& error() const {
    ensure(!has_value(), "a refusal is read only where there is one");
    return *std::get_if<1>(&state_);
  }
  Reason reason() const { return error().reason; }

 private:
  void need() const { ensure(has_value(), "a result is read only after asking whether there is one"); }
  std::variant<T, Refusal> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Refusal refusal) : refusal_(std::move(refusal)) {}
  Result(Reason reason) : refusal_(Refusal{reason, {}}) {}

  bool has_value() const { return !refusal_.has_value(); }
  explicit operator bool() const { return has_value(); }
  const Refusal& error() const {
    ensure(refusal_.has_value(), "a refusal is read only where there is one");
    return *refusal_;
  }
  Reason reason() const { return error().reason; }

 private:
  std::optional<Refusal> refusal_;
};

// "Done": the value of a Result<void>.
inline Result<void> done() { return {}; }

}  // namespace allonge

#define ALLONGE_JOIN2(a, b) a##b
#define ALLONGE_JOIN(a, b) ALLONGE_JOIN2(a, b)
#define ALLONGE_TRY(temporary, declaration, ...)   \
  auto temporary = (__VA_ARGS__);                  \
  if (!temporary) return temporary.error();        \
  declaration = *std::move(temporary)

// TRY(const Certificate certificate, certificates.get(view, id)): the value, or return the refusal.
#define TRY(declaration, ...) ALLONGE_TRY(ALLONGE_JOIN(try_, __LINE__), declaration, __VA_ARGS__)
// CHECK(may_act(...)): go on, or return the refusal.
#define CHECK(...)                                                                    \
  do {                                                                                \
    if (auto check_result = (__VA_ARGS__); !check_result) return check_result.error(); \
  } while (false)
