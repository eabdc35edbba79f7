// explain and completion: answers that need no node.
#include "wallet/command.h"
#include "wallet/complaint.h"

namespace allonge::wallet {

namespace {

Result<Exit> explain_code(Session& session, const FlagValues& flags) {
  const std::string wanted = flags.one("code");
  if (wanted.empty()) {
    for (const ReasonRow& row : reason_table())
      session.print("ALG-" + std::to_string(number_of(row.reason)) + "  " + std::string(row.name) + "  " +
                    std::string(session.language == Language::zh ? row.zh : row.en) + "\n");
    return Exit::done;
  }
  const auto reason = find_reason(wanted);
  if (!reason) return Refusal{Reason::not_found, "no code \"" + wanted + "\"; allonge explain lists them all"};
  session.print(session.settings.json ? complaint_json(Refusal{*reason, {}}, "explain") : explanation(*reason));
  return Exit::done;
}

// For bash: words of the tree, then the flags of the command.
std::string bash_completion(const Commands& commands) {
  std::map<std::string, std::string> verbs;   // group -> verbs
  std::map<std::string, std::string> flags;   // command -> flags
  for (const Command& one : commands) {
    verbs[one.group] += one.verb + " ";
    for (const FlagSpec& flag : one.flags) flags[one.name()] += "--" + flag.name + " ";
  }
  std::string groups;
  for (const auto& [group, words] : verbs)
    if (!group.empty()) groups += group + " ";
  std::string out =
      "# bash completion for allonge; put it in /etc/bash_completion.d or source it.\n"
      "_allonge() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} first= second= one words=\n"
      "  for one in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
      "    case $one in -*) ;; *) if [ -z \"$first\" ]; then first=$one; elif [ -z \"$second\" ]; then second=$one; fi ;; esac\n"
      "  done\n"
      "  case \"$first $second\" in\n";
  for (const auto& [command, words] : flags) {
    const std::string pattern = command.find(' ') == std::string::npos ? command + " *" : command;
    out += "    " + std::string(command.find(' ') == std::string::npos ? "\"" + command + " \"*" : "\"" + pattern + "\"") +
           ") words='" + words + "' ;;\n";
  }
  for (const auto& [group, words] : verbs)
    if (!group.empty()) out += "    \"" + group + " \"*) words='" + words + "' ;;\n";
  out += "    *) words='" + groups + verbs[""] + "' ;;\n";
  out +=
      "  esac\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$words --as --node --json --yes --lang --help\" -- \"$word\")\n"
      "}\n"
      "complete -o default -F _allonge allonge\n";
  return out;
}

Result<Exit> completion(Session& session, const FlagValues& flags) {
  if (flags.one("shell") != "bash") return Refusal{Reason::bad_text, "completion exists for bash"};
  session.print(bash_completion(all_commands()));
  return Exit::done;
}

}  // namespace

void add_help_commands(Commands& commands) {
  add(commands, {"", "explain", "What a code means, in both languages, without a node.", "allonge explain ALG-2002",
                 {typed_first(optional_flag("code", "CODE", "number or name; without one, all of them"))}, explain_code});
  add(commands, {"", "completion", "Completion for the shell.", "allonge completion bash > /etc/bash_completion.d/allonge",
                 {typed_first(required_flag("shell", "bash", "which shell"))}, completion});
}

}  // namespace allonge::wallet
