// allonge: the wallet and operator's tool. Parses the command line, runs one command, and turns what
// it returns into output and an exit code.
#include <sodium.h>

#include <clocale>
#include <csignal>
#include <cstdio>

#include "ledger/core_file.h"
#include "ledger/keys.h"
#include "wallet/command_line.h"
#include "wallet/complaint.h"

namespace {

using namespace allonge;
using namespace allonge::wallet;

bool is_typed(int count, char** words, std::string_view flag) {
  for (int i = 1; i < count; ++i)
    if (words[i] == flag) return true;
  return false;
}

int tell(const Refusal& refusal, std::string_view act, const Settings& settings) {
  if (settings.json) std::fputs(complaint_json(refusal, act).c_str(), stdout);
  std::fflush(stdout);
  std::fputs(complaint(refusal, act, language_from(settings.lang), Terminal::from_environment(settings.color)).c_str(), stderr);
  return int(exit_of(refusal.reason));
}

}  // namespace

int main(int count, char** words) {
  leave_no_core_file();
  std::setlocale(LC_TIME, "");
  std::signal(SIGPIPE, SIG_IGN);
  if (sodium_init() < 0) return int(Exit::fault);
  if (const auto sound = signature_self_test(); !sound) return tell(sound.error(), "allonge", {});

  const Commands commands = all_commands();
  auto parsed = parse_command_line(commands, count, words);
  if (!parsed) {
    Settings settings;
    settings.json = is_typed(count, words, "--json");
    const int code = tell(parsed.error(), "allonge", settings);
    return code == int(Exit::usage) ? code : int(Exit::usage);
  }
  if (const auto* help = std::get_if<HelpText>(&*parsed)) {
    std::fputs(help->text.c_str(), help->was_asked_for ? stdout : stderr);
    return int(help->was_asked_for ? Exit::done : Exit::usage);
  }
  Typed& typed = std::get<Typed>(*parsed);
  Session session(std::move(typed.settings));
  const auto exit = typed.command->run(session, typed.flags);
  std::fflush(stdout);
  if (!exit) return tell(exit.error(), typed.command->name(), session.settings);
  return int(*exit);
}
