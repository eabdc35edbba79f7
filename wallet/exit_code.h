// What the program tells the shell, and whether a script may try again (interfaces.md 6). The code
// follows from the reason of the refusal, so that one table decides it for every command.
#pragma once

#include <iterator>

#include "ledger/reason.h"

namespace allonge::wallet {

enum class Exit : int {
  done = 0,
  fault = 1,          // a defect of this program
  usage = 2,          // no retry
  file = 3,           // configuration or file problem
  not_allowed = 4,    // not authenticated, not allowed
  not_found = 5,
  refused = 6,        // by a rule of the ledger; final; a new id after fixing
  unknown = 7,        // outcome not known yet: retry with the same id only
  unreachable = 8,    // node unreachable or not ready; retry
  unverified = 9,     // a proof, signature or file does not hold
  waiting = 10,       // recorded, but waits for a second approval
  interrupted = 130,
};

// The first row whose last reason is not before the reason in question.
struct ExitRow {
  std::uint32_t last;
  Exit exit;
};
inline constexpr ExitRow exit_table[] = {
    {100, Exit::usage},       {101, Exit::file},       {102, Exit::file},
    {199, Exit::usage},       {1002, Exit::refused},   {1003, Exit::waiting},
    {1004, Exit::refused},    {1005, Exit::unreachable}, {1006, Exit::file},
    {1008, Exit::refused},    {1010, Exit::not_allowed}, {1014, Exit::refused},
    {1015, Exit::unreachable}, {1016, Exit::unknown},  {1102, Exit::not_allowed},
    {1103, Exit::not_found},  {1104, Exit::unreachable}, {1105, Exit::usage},
    {1203, Exit::unreachable}, {1206, Exit::file},     {1207, Exit::unreachable},
    {1209, Exit::file},       {1210, Exit::unknown},   {1211, Exit::not_allowed},
    {1212, Exit::usage},      {1213, Exit::unreachable}, {1303, Exit::usage},
    {1304, Exit::unverified}, {2900, Exit::refused},   {~0u, Exit::fault},
};
constexpr Exit exit_of(std::uint32_t reason_number) {
  for (const ExitRow& row : exit_table)
    if (reason_number <= row.last) return row.exit;
  return Exit::fault;
}
inline Exit exit_of(Reason reason) { return exit_of(number_of(reason)); }

constexpr bool exit_table_ascends() {
  for (std::size_t i = 1; i < std::size(exit_table); ++i)
    if (exit_table[i - 1].last >= exit_table[i].last) return false;
  return true;
}
static_assert(exit_table_ascends(), "the table is read from the smallest number up");

}  // namespace allonge::wallet
