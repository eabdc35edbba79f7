// One command per operation and one per method, from the two lists that declare them. None is known
// here by name.
#include "api/methods.h"
#include "wallet/act.h"
#include "wallet/command.h"
#include "wallet/show.h"
#include "wallet/whole_ids.h"

namespace allonge::wallet {

namespace {

// "cert.accept_transfer" -> "cert", "accept-transfer"
std::pair<std::string, std::string> words_of_operation(std::string_view name) {
  const std::size_t dot = name.find('.');
  return {std::string(name.substr(0, dot)), flag_name(name.substr(dot + 1))};
}

// "chain_listBlocks" -> "chain", "list-blocks"; "rpc.discover" -> "rpc", "discover"
std::pair<std::string, std::string> words_of_method(std::string_view name) {
  const std::size_t mark = name.find_first_of("_.");
  std::string verb;
  for (const char c : name.substr(mark + 1)) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital) verb.push_back('-');
    verb.push_back(capital ? char(c - 'A' + 'a') : c);
  }
  return {std::string(name.substr(0, mark)), verb};
}

std::string example_of_method(const api::Method& method) {
  const auto [group, verb] = words_of_method(method.card.name);
  std::string out = "allonge " + group + " " + verb;
  const auto params = parse_json(method.example.params);
  if (!params) return out;
  for (const auto& [name, value] : params->members) {
    const bool is_plain = value.type == JsonValue::Type::string || value.type == JsonValue::Type::number;
    out += " --" + flag_name(name) + " " + (is_plain ? value.text : "'" + json_text_of(value) + "'");
  }
  return out;
}

Result<Exit> call_method(Session& session, const api::Method& method, const FlagValues& flags) {
  const std::shared_ptr<void> params = method.make_params();
  CHECK(fill(*method.params, params.get(), flags));
  std::string text;
  api::append_json(text, *method.params, params.get());
  TRY(Client* const node, session.client());
  const std::uint64_t timeout_ms = method.waits ? api::longest_wait_ms + 3'000 : session.settings.timeout_ms;
  TRY(const JsonValue value, ask_json(*node, method.card.name, text, timeout_ms));
  if (session.settings.json) {
    session.print("{\"v\":1,\"data\":" + json_text_of(value) + "}\n");
    return Exit::done;
  }
  if (method.reply == nullptr || method.reply->fields.empty()) {
    session.print(harmless(json_text_of(value)) + "\n");
    return Exit::done;
  }
  const std::shared_ptr<void> reply = method.make_reply();
  std::string where;
  if (const auto fits = api::read_json(*method.reply, reply.get(), value, where, api::JsonFrom::node); !fits)
    return Refusal{Reason::unreachable, "the node's answer does not fit " + std::string(method.card.name) + ": " + where + " " + fits.error().detail};
  session.print(show(*method.reply, reply.get(), session.terminal));
  return Exit::done;
}

// rpc call METHOD name=value ...: any method, with its parameters as they stand in JSON.
Result<Exit> call_by_name(Session& session, const FlagValues& flags) {
  const std::vector<std::string>& words = flags.all("call");
  const api::Method* method = api::find_method(words.front());
  if (method == nullptr) return Refusal{Reason::not_found, "no method " + words.front() + "; allonge rpc discover lists them"};
  FlagValues params;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t mark = words[i].find('=');
    if (mark == std::string::npos) return Refusal{Reason::bad_text, "\"" + words[i] + "\" is not name=value"};
    params.add(flag_name(words[i].substr(0, mark)), words[i].substr(mark + 1));
  }
  return call_method(session, *method, params);
}

}  // namespace

void add_operation_commands(Commands& commands) {
  const Shape& operations = shape_of<Operation>;
  for (std::size_t place = 0; place < operations.fields.size(); ++place) {
    const FieldInfo& alternative = operations.fields[place];
    const auto [group, verb] = words_of_operation(alternative.name);
    Command command{group, verb, std::string(alternative.note), "", flags_of(*alternative.shape), {}};
    command.run = [place, name = command.name()](Session& session, const FlagValues& flags) -> Result<Exit> {
      Operation operation;
      const Shape& shape = shape_of<Operation>;
      void* const made = shape.emplace(&operation, place);
      TRY(const FlagValues whole, with_whole_ids(session, *shape.fields[place].shape, flags));
      CHECK(fill(*shape.fields[place].shape, made, whole));
      return act(session, {operation}, name);
    };
    add(commands, std::move(command));
  }
}

void add_method_commands(Commands& commands) {
  add(commands, {"rpc", "call", "Call any method by its name.", "allonge rpc call permission_list",
                 {typed_first(repeated(required_flag("call", "METHOD [NAME=VALUE ...]", "method and parameters")))}, call_by_name});
  for (const api::Method& method : api::methods()) {
    const auto [group, verb] = words_of_method(method.card.name);
    Command command{group, verb, method.card.sentence, example_of_method(method), flags_of(*method.params), {}};
    command.run = [&method](Session& session, const FlagValues& flags) { return call_method(session, method, flags); };
    // People say show where methods say get.
    if (verb == "get") {
      Command show_command = command;
      show_command.verb = "show";
      add(commands, std::move(show_command));
    }
    add(commands, std::move(command));
  }
}

}  // namespace allonge::wallet
