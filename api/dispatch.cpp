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
  JsonValue params;
  CommonParams common;
  std::optional<Fault> fault;
  RpcCode code = RpcCode::invalid_request;
  std::string result;
  bool ran = false;

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
void take_common(Request& request) {
  JsonValue common;
  common.type = Type::object;
  auto& members = request.params.members;
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
    refuse(out, RpcCode::invalid_request, Reason::bad_json, "a request is a JSON object");
    return out;
  }
  const JsonValue* id = value.find("id");
  const JsonValue* version = value.find("jsonrpc");
  const JsonValue* method = value.find("method");
  if (id != nullptr && !read_id(*id, out.id)) {
    refuse(out, RpcCode::invalid_request, Reason::bad_json, "an id is a string, a number or null, up to 256 bytes", "id");
    return out;
  }
  if (version == nullptr || version->type != Type::string || version->text != "2.0") {
    refuse(out, RpcCode::invalid_request, Reason::bad_json, "expected \"2.0\"", "jsonrpc");
    return out;
  }
  if (method == nullptr || method->type != Type::string) {
    refuse(out, RpcCode::invalid_request, Reason::missing_field, "name of the method", "method");
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
  out.params.type = Type::object;
  for (auto& [name, member] : value.members) {
    if (name != "params") continue;
    if (member.type != Type::object) {
      refuse(out, RpcCode::invalid_params, Reason::bad_text, "parameters are given by name, as a JSON object", "params");
      return out;
    }
    out.params = std::move(member);
  }
  take_common(out);
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
    for (Request& request : requests)
      if (request.method != nullptr && request.method->waits)
        if (const std::uint64_t until = run_one(request); until != 0) soonest = std::min(soonest.value_or(until), until);
    if (soonest) return soonest;
    shared_ = nullptr;  // reads see what was waited for
    for (Request& request : requests)
      if (!request.ran) run_one(request);
    return std::nullopt;
  }

 private:
  // Until when it waits; 0 when it has its answer.
  std::uint64_t run_one(Request& request) {
    if (request.fault) return 0;
    // A notification is not answered, so there is nothing to wait for.
    Call call(caller_, backend_, shared_, started_ms_, last_chance_ || !request.answered_to);
    if (request.common.chain && *request.common.chain != backend_.chain()) {
      request.fault = Fault{Refusal{Reason::wrong_chain, "this node serves " + backend_.chain().hex()}, false, "chain"};
    } else if (request.common.at && *request.common.at != call.snapshot()->header().height) {
      request.fault = Fault{Refusal{Reason::height_unavailable, "the last final height is " +
                                                                    std::to_string(call.snapshot()->header().height)},
                            false, "at"};
    } else if (!request.method->run(request.params, call, request.result, request.fault)) {
      return call.wait_until_ms();
    }
    if (request.fault && request.fault->in_params) request.code = RpcCode::invalid_params;
    request.ran = true;
    return 0;
  }

  const Caller& caller_;
  Backend& backend_;
  const std::uint64_t started_ms_;
  const bool last_chance_;
  std::shared_ptr<const Snapshot> shared_;
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
  wait_until_ms_ = std::max<std::uint64_t>(1, started_ms + std::min(timeout_ms, longest_wait_ms));
  return !last_chance_ && backend.steady_ms() < wait_until_ms_;
}

RpcAnswer dispatch(std::string_view body, const Caller& caller, Backend& backend, std::uint64_t started_steady_ms,
                   bool last_chance) {
  auto parsed = parse_json(body);
  if (!parsed)
    return {error_without_id(parsed.reason() == Reason::too_large ? RpcCode::invalid_request : RpcCode::parse_error,
                             parsed.error())};
  const bool is_batch = parsed->type == Type::array;
  std::vector<Request> requests;
  if (is_batch) {
    if (parsed->items.empty()) return {error_without_id(RpcCode::invalid_request, {Reason::bad_json, "an empty batch"})};
    if (parsed->items.size() > limits::rpc_batch)
      return {error_without_id(RpcCode::invalid_request,
                               {Reason::too_large, "a batch has at most " + std::to_string(limits::rpc_batch) + " calls"})};
    requests.reserve(parsed->items.size());
    for (JsonValue& item : parsed->items) requests.push_back(read_request(std::move(item)));
  } else {
    requests.push_back(read_request(*std::move(parsed)));
  }

  Batch batch(caller, backend, started_steady_ms, last_chance);
  if (const auto until = batch.run(requests)) return {std::nullopt, *until};

  std::string out = is_batch ? "[" : "";
  bool any = false;
  for (Request& request : requests) {
    if (!request.answered_to) continue;
    if (out.size() + request.result.size() > limits::rpc_answer)
      request.fault = Fault{Refusal{Reason::too_large, "the answer would be larger than 10 MiB"}, false, {}};
    if (any) out.push_back(',');
    any = true;
    append_answer(out, request);
  }
  if (!any) return {std::string()};
  if (is_batch) out.push_back(']');
  return {std::move(out)};
}

}  // namespace allonge::api
