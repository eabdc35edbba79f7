// event watch: what happens on the ledger, one line each, for people and for programs that follow it. The cursor behind
// the last line is all that a reader keeps: with it the next run goes on, at whatever node, without a gap.
#include <algorithm>

#include "api/methods/events.h"
#include "wallet/command.h"
#include "wallet/files.h"
#include "wallet/money_text.h"
#include "wallet/process.h"
#include "wallet/show.h"

namespace allonge::wallet {

namespace {

constexpr std::uint64_t pause_ms = 500;  // before another node is tried
constexpr std::size_t longest_cursor = 80;

std::string line_of(const api::EventReply& one) {
  const Event& event = one.event;
  std::string out = one.cursor.text() + "  " + local_time_text(one.time) + "  " + harmless(event.type) + "  " + harmless(event.subject);
  if (event.amount) out += "  " + money_text(*event.amount);
  if (!event.after.empty()) out += "  " + harmless(event.after);
  for (const PartyId& party : event.parties) out += "  " + std::string(party.text());
  return out;
}

// Where an earlier run ended, or what was typed; nothing: from now on.
Result<std::optional<api::Cursor>> beginning(const FlagValues& flags) {
  std::string text = flags.one("after");
  std::error_code error;
  if (flags.has("cursor-file") && std::filesystem::exists(flags.one("cursor-file"), error)) {
    TRY(text, read_file(flags.one("cursor-file"), longest_cursor));
    text.erase(text.find_last_not_of(" \r\n") + 1);
  }
  if (text.empty()) return std::optional<api::Cursor>();
  TRY(const api::Cursor cursor, api::Cursor::parse(text));
  return std::optional(cursor);
}

Result<std::optional<std::uint64_t>> count_typed(const FlagValues& flags) {
  if (!flags.has("count")) return std::optional<std::uint64_t>();
  const std::string& typed = flags.one("count");
  const bool is_number = !typed.empty() && typed.size() <= 9 && typed.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number || std::stoul(typed) == 0) return Refusal{Reason::bad_text, "--count: how many, from 1"};
  return std::optional<std::uint64_t>(std::stoul(typed));
}

bool another_node_may_answer(Reason reason) {
  return reason == Reason::unreachable || reason == Reason::outcome_unknown || reason == Reason::rate_limited || reason == Reason::syncing;
}

Result<Exit> watch(Session& session, const FlagValues& flags) {
  api::EventWait::Params params;
  api::EventFilter filter;
  CHECK(fill(shape_of<api::EventFilter>, &filter, flags));
  params.filter = filter;
  params.timeout_ms = api::longest_wait_ms;
  TRY(params.after, beginning(flags));
  TRY(std::optional<std::uint64_t> left, count_typed(flags));
  while (!left || *left > 0) {
    // No more than are printed, so that the cursor never runs ahead of the lines.
    params.limit = std::uint32_t(std::min<std::uint64_t>(left.value_or(limits::page), limits::largest_page));
    const auto reply = session.call<api::EventWait>(params, *params.timeout_ms + 3'000);
    if (!reply) {
      if (!another_node_may_answer(reply.reason())) return reply.error();
      session.say(std::string(session.terminal.symbols().attention) + " no answer; trying again behind " +
                  (params.after ? params.after->text() : "the end of the log") + "\n");
      session.forget_node();
      sleep_ms(pause_ms);
      continue;
    }
    for (const api::EventReply& one : reply->events) session.print((session.settings.json ? api::to_json(one) : line_of(one)) + "\n");
    std::fflush(stdout);
    params.after = reply->scanned_to;
    if (flags.has("cursor-file")) CHECK(write_file(flags.one("cursor-file"), params.after->text() + "\n", Privacy::everybody));
    if (left) *left -= std::min<std::uint64_t>(*left, reply->events.size());
  }
  return Exit::done;
}

}  // namespace

void add_event_command(Commands& commands) {
  std::vector<FlagSpec> flags = flags_of(shape_of<api::EventFilter>);
  flags.push_back(optional_flag("after", "H.L.P", "cursor to begin behind; from now on if left out, 0.0.0: everything"));
  flags.push_back(optional_flag("cursor-file", "FILE", "where the cursor is kept: the next run goes on there"));
  flags.push_back(optional_flag("count", "NUMBER", "end after so many; without it, with Ctrl-C"));
  add(commands, {"event", "watch", "Follow what happens, one line each; with --json one document each.",
                 "allonge event watch --parties jianghai --types 'finance.*' --cursor-file jianghai.cursor", std::move(flags), watch});
}

}  // namespace allonge::wallet
