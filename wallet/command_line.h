// The command line, parsed against the list of commands. The only file that knows CLI11.
#pragma once

#include <variant>

#include "wallet/command.h"

namespace allonge::wallet {

struct Typed {
  const Command* command = nullptr;
  FlagValues flags;
  Settings settings;
};
// Help: asked for, to be printed on stdout, exit 0; or because nothing was typed, on stderr, exit 2.
struct HelpText {
  std::string text;
  bool was_asked_for = true;
};

// BAD_TEXT, UNKNOWN_FIELD, MISSING_FIELD for what cannot be understood.
Result<std::variant<Typed, HelpText>> parse_command_line(const Commands& commands, int count, const char* const* words);

}  // namespace allonge::wallet
