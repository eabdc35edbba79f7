#include "wallet/command_line.h"

#include <CLI/CLI.hpp>
#include <deque>
#include <map>

#include "api/nearest.h"

namespace allonge::wallet {

namespace {

constexpr const char* opening =
    "The wallet and operator's tool of an Allonge ledger.\n\n"
    "  allonge testnet up                                   four validators on this machine\n"
    "  allonge --as taihe cert issue --help                 what an act asks for\n";

// For whoever typed nothing; the whole list is long.
constexpr const char* beginning =
    "  allonge --help                                       every command\n"
    "  allonge help cert transfer                           one of them\n"
    "  allonge explain RANGE_LOCKED                         what a refusal means\n";

constexpr const char* closing =
    "Exit codes: 0 done, 2 usage, 3 file, 4 not allowed, 5 not found, 6 refused by a rule,\n"
    "7 outcome unknown (run again: same bytes), 8 unreachable, 9 does not verify, 10 waits for a checker.\n";

// Where CLI11 puts what was typed for one command; the addresses must not move.
struct Slot {
  const FlagSpec* spec = nullptr;
  std::vector<std::string> values;
  bool is_on = false;
};
struct Leaf {
  const Command* command = nullptr;
  CLI::App* app = nullptr;
  std::deque<Slot> slots;
};

void add_flag(CLI::App& app, Slot& slot, const FlagSpec& spec) {
  slot.spec = &spec;
  const std::string letter = spec.letter.empty() ? "" : "-" + spec.letter + ",";
  if (spec.is_switch) {
    app.add_flag(letter + "--" + spec.name, slot.is_on, spec.note);
    return;
  }
  const std::string names = letter + "--" + spec.name + (spec.positional ? "," + spec.name : "");
  CLI::Option* option = app.add_option(names, slot.values, spec.note);
  option->type_name(spec.form);
  // One value for each time the flag is typed; a list without its flag takes what stands there.
  if (!(spec.positional && spec.repeatable)) option->allow_extra_args(false)->type_size(1)->expected(1);
  if (!spec.repeatable) option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  else option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_settings(CLI::App& app, Settings& settings) {
  app.add_option("--as", settings.who, "who acts: PARTY/PERSON, or PARTY on a test network")->type_name("WHO");
  app.add_option("--node", settings.node, "URL, context, or validator of the test network here")->type_name("NODE");
  app.add_option("--dir", settings.directory, "folder of the test network")->type_name("DIR");
  app.add_option("--lang", settings.lang, "en or zh")->type_name("LANG");
  app.add_option("--color", settings.color, "auto, always, never")->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_option("--wait", settings.wait, "committed, or none: return once it is sent")->check(CLI::IsMember({"committed", "none"}));
  app.add_option("--timeout-ms", settings.timeout_ms, "how long to wait for the outcome");
  app.add_option("--valid-for-ms", settings.valid_for_ms, "how long the transaction may still be committed");
  app.add_option("--idem", settings.idem, "32 hexadecimal digits; the same again gives the first outcome")->type_name("HEX");
  app.add_option("--passphrase-file", settings.passphrase_file, "file of mode 0600")->type_name("FILE");
  app.add_option("-o,--out", settings.out, "where to put a prepared transaction or a proof")->type_name("FILE");
  app.add_flag("--json", settings.json, "one JSON document on stdout");
  app.add_flag("--plain", settings.plain, "tables tab-separated, without headings");
  app.add_flag("-q,--quiet", settings.quiet, "only the id of what was made");
  app.add_flag("-y,--yes", settings.yes, "do not ask");
  app.add_flag("--dry-run", settings.dry_run, "say what would happen, send nothing");
}

// Whether the word after this one is its value and no word of a command: in "--as lanwan cert pay", lanwan.
bool takes_a_value(const CLI::App& app, const std::string& word) {
  const CLI::Option* const setting = word.empty() || word[0] != '-' ? nullptr : app.get_option_no_throw(word);
  return setting != nullptr && setting->get_items_expected_max() > 0;
}

Refusal unknown_word(const CLI::App& app, const Commands& commands, int count, const char* const* words, const std::string& what) {
  std::string typed;
  for (int i = 1; i < count && typed.size() < 60; ++i) {
    if (words[i][0] != '-') typed += (typed.empty() ? "" : " ") + std::string(words[i]);
    else if (takes_a_value(app, words[i])) ++i;
  }
  std::vector<std::string> names;
  std::string verbs;
  for (const Command& one : commands) {
    names.push_back(one.name());
    if (!typed.empty() && one.group == typed) verbs += " " + one.verb;
  }
  if (!verbs.empty()) return Refusal{Reason::missing_field, "allonge " + typed + " is followed by one of:" + verbs};
  const std::string two_words = typed.substr(0, typed.find(' ', typed.find(' ') == std::string::npos ? 0 : typed.find(' ') + 1));
  const std::string_view near = api::nearest(two_words, names, [](const std::string& name) { return std::string_view(name); });
  bool is_command = false;
  for (const std::string& name : names) is_command = is_command || name == two_words;
  return Refusal{Reason::unknown_field, (is_command ? what + "; allonge " + two_words + " --help shows what it takes" : "no command \"" + two_words + "\"") + (near.empty() || near == two_words ? "" : "; did you mean: allonge " + std::string(near))};
}

}  // namespace

Result<std::variant<Typed, HelpText>> parse_command_line(const Commands& commands, int count, const char* const* words) {
  // "allonge help cert transfer" is "allonge cert transfer --help".
  if (count > 1 && std::string_view(words[1]) == "help") {
    std::vector<const char*> asked(words, words + count);
    asked.erase(asked.begin() + 1);
    asked.push_back("--help");
    return parse_command_line(commands, int(asked.size()), asked.data());
  }
  if (count <= 1) return std::variant<Typed, HelpText>(HelpText{std::string(opening) + beginning, false});
  CLI::App app{opening, "allonge"};
  app.footer(closing);
  app.require_subcommand(1);
  app.fallthrough();
  app.get_formatter()->column_width(34);
  Typed out;
  add_settings(app, out.settings);

  std::map<std::string, CLI::App*> groups;
  std::deque<Leaf> leaves;
  for (const Command& command : commands) {
    CLI::App* parent = &app;
    if (!command.group.empty()) {
      CLI::App*& group = groups[command.group];
      if (group == nullptr) {
        group = app.add_subcommand(command.group, "");
        group->require_subcommand(1);
        group->fallthrough();
      }
      parent = group;
    }
    Leaf& leaf = leaves.emplace_back();
    leaf.command = &command;
    leaf.app = parent->add_subcommand(command.verb, command.sentence);
    leaf.app->fallthrough();
    if (!command.example.empty()) leaf.app->footer("Example:\n  " + command.example + "\n");
    for (const FlagSpec& spec : command.flags) add_flag(*leaf.app, leaf.slots.emplace_back(), spec);
  }
  for (auto& [name, group] : groups) {
    std::string verbs;
    for (const Command& command : commands)
      if (command.group == name) verbs += (verbs.empty() ? "" : " ") + command.verb;
    group->description(verbs);
  }

  try {
    app.parse(count, words);
  } catch (const CLI::CallForHelp&) {
    return std::variant<Typed, HelpText>(HelpText{app.help()});  // of the command that was typed, by its whole name
  } catch (const CLI::ParseError& error) {
    return unknown_word(app, commands, count, words, error.what());
  }

  for (Leaf& leaf : leaves) {
    if (!leaf.app->parsed()) continue;
    out.command = leaf.command;
    for (Slot& slot : leaf.slots) {
      if (slot.is_on) out.flags.add(slot.spec->name, "true");
      for (std::string& value : slot.values) out.flags.add(slot.spec->name, std::move(value));
      if (slot.spec->required && !out.flags.has(slot.spec->name))
        return Refusal{Reason::missing_field, "--" + slot.spec->name + ": " + slot.spec->note};
    }
    return std::variant<Typed, HelpText>(std::move(out));
  }
  return Refusal{Reason::missing_field, "a command"};
}

}  // namespace allonge::wallet
