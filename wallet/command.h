// A command of the wallet: where it stands in the tree, what it does, its flags, and the act. The
// whole program is one list of these: the wallet's own commands, one per operation, one per method.
// Help, completion and parsing walk the list.
#pragma once

#include <functional>

#include "wallet/exit_code.h"
#include "wallet/flags.h"
#include "wallet/session.h"

namespace allonge::wallet {

struct Command {
  std::string group;     // "cert"; empty for commands of one word
  std::string verb;      // "transfer"
  std::string sentence;
  std::string example;   // a whole command line, or empty
  std::vector<FlagSpec> flags;
  std::function<Result<Exit>(Session&, const FlagValues&)> run;

  std::string name() const { return group.empty() ? verb : group + " " + verb; }
};
using Commands = std::vector<Command>;

// Adds a command unless one of its name is there: what is added first counts.
void add(Commands& commands, Command command);
const Command* find(const Commands& commands, std::string_view group, std::string_view verb);

FlagSpec required_flag(std::string name, std::string form, std::string note);
FlagSpec optional_flag(std::string name, std::string form, std::string note);
FlagSpec typed_first(FlagSpec flag);  // may be typed without its flag
FlagSpec repeated(FlagSpec flag);
FlagSpec switch_flag(std::string name, std::string note);
FlagSpec lettered(std::string letter, FlagSpec flag);  // with a short form

// The families, each in its own file.
void add_identity_commands(Commands& commands);    // wallet, key, use
void add_transaction_commands(Commands& commands); // tx, approve
void add_view_commands(Commands& commands);        // status, cert tree, partition, holdings
void add_inbox_command(Commands& commands);        // inbox
void add_finance_request_command(Commands& commands);
void add_finance_commands(Commands& commands);     // finance quote, reveal, compare, award, settle
void add_event_command(Commands& commands);        // event watch
void add_proof_commands(Commands& commands);       // proof, verify
void add_credential_commands(Commands& commands);  // credential verify, vc verify, gate explain, party get-did
void add_credential_sign_commands(Commands& commands); // credential sign, vc issue
void add_status_list_commands(Commands& commands); // credential sign-list, verify-list
void add_application_command(Commands& commands);  // vc prove
void add_testnet_commands(Commands& commands);
void add_help_commands(Commands& commands);        // explain, completion
void add_operation_commands(Commands& commands);   // from contracts/operations.h
void add_method_commands(Commands& commands);      // from api/methods.h

Commands all_commands();

}  // namespace allonge::wallet
