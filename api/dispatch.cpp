#include "api/dispatch.h"

#include <algorithm>

#include "api/methods.h"
#include "api/nearest.h"
#include "api/rpc_error.h"

namespace allonge::api {

namespace {

using Type = JsonValue::Type;

constexpr std::size_t longest_id = 256;

// One call of a body, read as far as the envelope goes.
struct Request {
  std::string id = "null";  // as JSON, echoed
  bool answered_to = true;  // a notification has no id
  const Method* method = nullptr;
  std::shared_ptr<void> params;  // of the method's own type
  CommonParams common;
  std::optional<Fault> fault;
  RpcCode code = RpcCode::invalid_request;
  std::string result;
  bool ran = false;
  std::uint64_t wait_until_ms = 0;  // asked before, and not ready then

  Language language() const { return common.lang.value_or(Language::en); }
};

void refuse(Request& request, RpcCode code, Reason reason, std::string detail, std::string field = {}) {
  request.code = code;
  request.fault = Fault{Refusal{reason, std::move(detail)}, true, std::move(field)};
}

// An id is a string, a number or null; a number comes back as it was written.
bool read_id(const JsonValue& id, std::string& out) {
  if (id.text.size() > longest_id) return false;
  if (id.type == Type::number) {
    out = id.text;
  } else if (id.type == Type::string) {
    out.clear();
    append_json_text(out, id.text);
  } else if (id.type == Type::null) {
    out = "null";
  } else {
    return false;
  }
  return true;
}

// Takes the members that every call understands out of its params, unless the method has its own of
// that name.
void take_common(Request& request, JsonValue& params) {
  JsonValue common;
  common.type = Type::object;
  auto& members = params.members;
  for (std::size_t i = 0; i < members.size();) {
    const auto named = [&](const FieldInfo& field) { return field.name == members[i].first; };
    const Shape& shared = shape_of<CommonParams>;
    const bool own = std::any_of(request.method->params->fields.begin(), request.method->params->fields.end(), named);
    if (own || std::none_of(shared.fields.begin(), shared.fields.end(), named)) {
      ++i;
      continue;
    }
    common.members.push_back(std::move(members[i]));
    members.erase(members.begin() + std::ptrdiff_t(i));
  }
  if (common.members.empty()) return;
  std::string where;
  if (auto read = read_json(shape_of<CommonParams>, &request.common, common, where); !read)
    refuse(request, RpcCode::invalid_params, read.error().reason, read.error().detail, std::move(where));
}

Request read_request(JsonValue value) {
  Request out;
  if (value.type != Type::object) {
    refuse(out, RpcCode::invalid_request, Reason::bad_text, "a request is a JSON object");
    return out;
  }
  const JsonValue* id = value.find("id");
  const JsonValue* version = value.find("jsonrpc");
  const JsonValue* method = value.find("method");
  if (id != nullptr && !read_id(*id, out.id)) {
    refuse(out, RpcCode::invalid_request, Reason::bad_text, "an id is a string, a number or null, up to 256 bytes", "id");
    return out;
  }
  if (version == nullptr) {
    refuse(out, RpcCode::invalid_request, Reason::missing_field, "always \"2.0\"", "jsonrpc");
    return out;
  }
  if (version->type != Type::string || version->text != "2.0") {
    refuse(out, RpcCode::invalid_request, Reason::bad_text, "expected \"2.0\"", "jsonrpc");
    return out;
  }
  if (method == nullptr) {
    refuse(out, RpcCode::invalid_request, Reason::missing_field, "name of the method", "method");
    return out;
  }
  if (method->type != Type::string) {
    refuse(out, RpcCode::invalid_request, Reason::bad_text, "expected the method's name as a JSON string", "method");
    return out;
  }
  for (const auto& [name, member] : value.members)
    if (name != "id" && name != "jsonrpc" && name != "method" && name != "params") {
      refuse(out, RpcCode::invalid_request, Reason::unknown_field, "no field " + quoted(name) + " in a request");
      return out;
    }
  out.answered_to = id != nullptr;
  out.method = find_method(method->text);
  if (out.method == nullptr) {
    const std::string_view near = nearest(method->text, methods(), [](const Method& one) { return std::string_view(one.card.name); });
    refuse(out, RpcCode::method_not_found, Reason::unknown_field,
           "no method " + quoted(method->text) + (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?"));
    return out;
  }
  JsonValue params;
  params.type = Type::object;
  for (auto& [name, member] : value.members) {
    if (name != "params") continue;
    if (member.type != Type::object) {
      refuse(out, RpcCode::invalid_params, Reason::bad_text, "parameters are given by name, as a JSON object", "params");
      return out;
    }
    params = std::move(member);
  }
  take_common(out, params);
  if (out.fault) return out;
  out.params = out.method->make_params();
  std::string where;
  if (auto fits = read_json(*out.method->params, out.params.get(), params, where); !fits)
    refuse(out, RpcCode::invalid_params, fits.error().reason, fits.error().detail, std::move(where));
  return out;
}

class Batch {
 public:
  Batch(const Caller& caller, Backend& backend, std::uint64_t started_ms, bool last_chance)
      : caller_(caller), backend_(backend), started_ms_(started_ms), last_chance_(last_chance) {}

  // Methods that may wait run first, in their order: they put transactions in. If one of them is not
  // ready nothing else is done yet, because everything will be asked again.
  std::optional<std::uint64_t> run(std::vector<Request>& requests) {
    std::optional<std::uint64_t> soonest;
    for (Request& request : requests) {
      if (request.ran || request.fault || !request.method->waits) continue;
      // Once all have been asked, the first that is still not ready speaks for those behind it.
      const bool asked_before = request.wait_until_ms != 0;
      run_one(request);
      if (!request.ran) soonest = std::min(soonest.value_or(request.wait_until_ms), request.wait_until_ms);
      if (!request.ran && asked_before) break;
    }
    if (soonest) return soonest;
    shared_.snapshot = nullptr;  // reads see what was waited for
    for (Request& request : requests)
      if (!request.ran && !request.fault) run_one(request);
    return std::nullopt;
  }

 private:
  void run_one(Request& request) {
    // A notification is not answered, so there is nothing to wait for.
    Call call(caller_, backend_, shared_, started_ms_, last_chance_ || !request.answered_to);
    if (request.common.chain && *request.common.chain != backend_.chain()) {
      request.fault = Fault{Refusal{Reason::wrong_chain, "this node serves " + backend_.chain().hex()}, false, "chain"};
    } else if (request.common.at && *request.common.at != call.snapshot()->header().height) {
      request.fault = Fault{Refusal{Reason::height_unavailable, "the last final height is " +
                                                                    std::to_string(call.snapshot()->header().height)},
                            false, "at"};
    } else if (!request.method->run(request.params.get(), call, request.result, request.fault)) {
      request.wait_until_ms = call.wait_until_ms();
      return;
    }
    request.ran = true;
    request.params = nullptr;
  }

  const Caller& caller_;
  Backend& backend_;
  const std::uint64_t started_ms_;
  const bool last_chance_;
  Shared shared_;
};

void append_answer(std::string& out, Request& request) {
  out += "{\"jsonrpc\":\"2.0\",\"id\":" + request.id;
  if (request.fault) {
    out += ",\"error\":";
    if (request.fault->in_params) append_rpc_error(out, request.code, *request.fault, request.language());
    else append_refusal_error(out, *request.fault, request.language());
  } else {
    out += ",\"result\":" + request.result;
  }
  out.push_back('}');
}

std::string error_without_id(RpcCode code, Refusal refusal) {
  Request request;
  request.code = code;
  request.fault = Fault{std::move(refusal), true, {}};
  std::string out;
  append_answer(out, request);
  return out;
}

}  // namespace

bool Call::put_off(std::uint64_t timeout_ms) {
  wait_until_ms_ = std::max<std::uint64_t>(1, started_ms + std::min<std::uint64_t>(timeout_ms, longest_wait_ms));
  return !last_chance_ && backend.steady_ms() < wait_until_ms_;
}

namespace {

// A body as far as it has come.
struct Body {
  bool is_batch = false;
  std::vector<Request> requests;
  std::optional<std::string> refused;  // the body itself is not acceptable: the answer
};

Body read_body(std::string_view text) {
  Body out;
  auto parsed = parse_json(text);
  if (!parsed) {
    const bool large = parsed.reason() == Reason::too_large;
    out.refused = error_without_id(large ? RpcCode::invalid_request : RpcCode::parse_error, parsed.error());
    return out;
  }
  out.is_batch = parsed->type == Type::array;
  if (!out.is_batch) {
    out.requests.push_back(read_request(*std::move(parsed)));
    return out;
  }
  const std::size_t calls = parsed->items.size();
  if (calls == 0) {
    out.refused = error_without_id(RpcCode::invalid_request, {Reason::missing_field, "a batch has at least one call"});
  } else if (calls > limits::rpc_batch) {
    const std::string most = std::to_string(limits::rpc_batch);
    out.refused = error_without_id(RpcCode::invalid_request, {Reason::too_large, "a batch has at most " + most + " calls"});
  } else {
    out.requests.reserve(calls);
    for (JsonValue& item : parsed->items) out.requests.push_back(read_request(std::move(item)));
  }
  return out;
}

std::string answer_text(Body& body) {
  std::string out = body.is_batch ? "[" : "";
  bool any = false;
  for (Request& request : body.requests) {
    if (!request.answered_to) continue;
    if (out.size() + request.result.size() > limits::rpc_answer)
      request.fault = Fault{Refusal{Reason::too_large, "the answer would be larger than 10 MiB"}, false, {}};
    if (any) out.push_back(',');
    any = true;
    append_answer(out, request);
  }
  if (!any) return {};
  if (body.is_batch) out.push_back(']');
  return out;
}

}  // namespace

RpcAnswer dispatch(std::string_view text, const Caller& caller, Backend& backend, std::uint64_t started_steady_ms,
                   bool last_chance) {
  const std::string_view who = caller.sees_everything ? "*" : caller.party.text();
  auto body = std::static_pointer_cast<Body>(backend.waiting().take(started_steady_ms, who, text));
  if (!body) body = std::make_shared<Body>(read_body(text));
  if (body->refused) return {std::move(body->refused)};
  Batch batch(caller, backend, started_steady_ms, last_chance);
  if (const auto until = batch.run(body->requests)) {
    backend.waiting().keep(started_steady_ms, who, text, std::move(body));
    return {std::nullopt, *until};
  }
  return {answer_text(*body)};
}

}  // namespace allonge::api
