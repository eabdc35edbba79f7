#include "wallet/command.h"

namespace allonge::wallet {

void add(Commands& commands, Command command) {
  if (find(commands, command.group, command.verb) == nullptr) commands.push_back(std::move(command));
}

const Command* find(const Commands& commands, std::string_view group, std::string_view verb) {
  for (const Command& one : commands)
    if (one.group == group && one.verb == verb) return &one;
  return nullptr;
}

FlagSpec optional_flag(std::string name, std::string form, std::string note) {
  FlagSpec out;
  out.name = std::move(name);
  out.form = std::move(form);
  out.note = std::move(note);
  return out;
}

FlagSpec required_flag(std::string name, std::string form, std::string note) {
  FlagSpec out = optional_flag(std::move(name), std::move(form), std::move(note));
  out.required = true;
  return out;
}

FlagSpec typed_first(FlagSpec flag) {
  flag.positional = true;
  return flag;
}

FlagSpec repeated(FlagSpec flag) {
  flag.repeatable = true;
  return flag;
}

FlagSpec lettered(std::string letter, FlagSpec flag) {
  flag.letter = std::move(letter);
  return flag;
}

FlagSpec switch_flag(std::string name, std::string note) {
  FlagSpec out = optional_flag(std::move(name), "", std::move(note));
  out.is_switch = true;
  return out;
}

// The wallet's own commands come first: where a method or an operation has the same name, they are
// the better-mannered form of it.
Commands all_commands() {
  Commands out;
  add_testnet_commands(out);
  add_view_commands(out);
  add_inbox_command(out);
  add_finance_request_command(out);
  add_finance_commands(out);
  add_credential_commands(out);
  add_credential_sign_commands(out);
  add_status_list_commands(out);
  add_transaction_commands(out);
  add_proof_commands(out);
  add_identity_commands(out);
  add_application_command(out);
  add_event_command(out);
  add_help_commands(out);
  add_operation_commands(out);
  add_method_commands(out);
  return out;
}

}  // namespace allonge::wallet
