// What a method is. Declared once, as a struct; dispatcher, OpenRPC document, help and the wallet's
// commands follow from it:
//
//   struct CertGet {
//     static constexpr MethodCard card{"cert_get", "One certificate with its terms and state.", Scope::read_party, 1};
//     struct Params { CertificateId id;  static constexpr auto fields(); };
//     using Reply = CertificateReply;                              // also described
//     static constexpr std::array reasons{Reason::not_found};
//     static constexpr Example example{R"({"id":"RC-..."})", R"({...})"};
//   };
//   Result<CertGet::Reply> answer(const CertGet::Params&, Call&);
//
// A method that may wait returns Result<std::optional<Reply>>: nothing means "not yet", after it has
// said until when with Call::put_off. The list of all methods stands in methods.h.
#pragma once

#include <array>

#include "api/backend.h"
#include "api/json.h"

namespace allonge::api {

// Who may call it, once callers are told apart (interfaces.md 9.1). In the first form the local
// operator may call everything.
enum class Scope : std::uint8_t { none, read_public, read_party, tx_submit, admin };
std::string_view name_of(Scope scope);

struct MethodCard {
  const char* name;      // namespace_verbNoun
  const char* sentence;
  Scope scope;
  std::uint32_t cost;    // units of the rate limiter: read 1, list 5, submit 10, proof 20
};

// Texts of JSON. A test puts `params` through the dispatcher and checks answer and `result` against
// the method's schema. Ids in it stand for real ones.
struct Example {
  std::string_view params;
  std::string_view result;
};

enum class Language : std::uint8_t { en, zh };
constexpr std::array<EnumValue, 2> values_of(Language) { return {{{0, "en"}, {1, "zh"}}}; }

// Members that every call's params may have besides its own: read by the dispatcher.
struct CommonParams {
  std::optional<Digest> chain;     // WRONG_CHAIN unless it is this one
  std::optional<Language> lang;    // of message_local
  std::optional<std::uint64_t> at; // HEIGHT_UNAVAILABLE unless it is the last final height
  static constexpr auto fields() {
    using T = CommonParams;
    return std::tuple{Field{1, "chain", &T::chain, "genesis hash the caller expects; another is refused"},
                      Field{2, "lang", &T::lang, "language of message_local in errors"},
                      Field{3, "at", &T::at, "height to read at; the first form serves the last final one"}};
  }
};

// What the calls of one body share while they are asked once.
struct Shared {
  std::shared_ptr<const Snapshot> snapshot;  // the state that all of them read
  // How much of the chain they may look through, all together: meanwhile nobody else is answered.
  std::size_t blocks_to_scan = 2'000;
  std::size_t events_to_scan = 100'000;
};

// One call of one method: who asks whom, and since when.
class Call {
 public:
  Call(const Caller& who, Backend& whom, Shared& of_the_body, std::uint64_t since_ms, bool last_chance)
      : caller(who), backend(whom), started_ms(since_ms), shared(of_the_body), last_chance_(last_chance) {}

  const Caller& caller;
  Backend& backend;
  const std::uint64_t started_ms;  // steady time at which the request came
  Shared& shared;

  // The state to read: the last final one, the same for all reads of one batch.
  const std::shared_ptr<const Snapshot>& snapshot() {
    if (!shared.snapshot) shared.snapshot = backend.snapshot();
    return shared.snapshot;
  }
  const View& state() { return snapshot()->state(); }
  const View& index() { return snapshot()->index(); }

  // True if the answer may be put off until something changes, at the latest until `timeout_ms` after
  // the request came; the method then returns nothing.
  bool put_off(std::uint64_t timeout_ms);
  std::uint64_t wait_until_ms() const { return wait_until_ms_; }

 private:
  const bool last_chance_;
  std::uint64_t wait_until_ms_ = 0;
};

inline constexpr std::uint32_t longest_wait_ms = 30'000;

// Why a call was not answered.
struct Fault {
  Refusal refusal;
  bool in_params = false;  // the parameters themselves are wrong: JSON-RPC -32602
  std::string field;       // which one
};

// A method as the tables hold it.
struct Method {
  MethodCard card;
  const Shape* params;
  const Shape* reply;  // null: any JSON object
  std::span<const Reason> reasons;
  Example example;
  bool waits;
  // Appends the reply's JSON to `out`; false: not yet. In a fault `out` is as it was. `params` is what
  // make_params made and read_json filled in.
  bool (*run)(const void* params, Call& call, std::string& out, std::optional<Fault>& fault);
  // New, empty values of its params and reply, for who walks the list without knowing the types
  // (the dispatcher, the wallet's commands). Without a reply shape there is no reply to make.
  std::shared_ptr<void> (*make_params)();
  std::shared_ptr<void> (*make_reply)();
};

namespace method_detail {

template <class M>
concept Waits = requires(const typename M::Params& params, Call& call) {
  { answer(params, call) } -> std::same_as<Result<std::optional<typename M::Reply>>>;
};

template <class M>
bool run(const void* params, Call& call, std::string& out, std::optional<Fault>& fault) {
  auto answered = answer(*static_cast<const typename M::Params*>(params), call);
  if (!answered) {
    fault = Fault{answered.error(), false, {}};
    return true;
  }
  if constexpr (Waits<M>) {
    if (!*answered) return false;
    append_json(out, shape_of<typename M::Reply>, &**answered);
  } else {
    append_json(out, shape_of<typename M::Reply>, &*answered);
  }
  return true;
}

template <class T>
std::shared_ptr<void> make() {
  return std::make_shared<T>();
}

}  // namespace method_detail

template <class M>
constexpr Method method_of() {
  return Method{M::card,   &shape_of<typename M::Params>, &shape_of<typename M::Reply>, M::reasons,
                M::example, method_detail::Waits<M>,       &method_detail::run<M>,
                &method_detail::make<typename M::Params>, &method_detail::make<typename M::Reply>};
}

inline constexpr std::array<Reason, 0> no_reasons{};

}  // namespace allonge::api
