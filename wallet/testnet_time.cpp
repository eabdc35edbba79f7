#include "wallet/testnet_time.h"

#include <algorithm>
#include <charconv>

#include "wallet/act.h"
#include "wallet/show.h"
#include "wallet/testnet_operator.h"
#include "wallet/testnet_status.h"

namespace allonge::wallet {

namespace {

constexpr const char* name_of_move = "testnet time";  // as the journal has it

// "+1d", "+90m", "+2h" from now, or a day at 09:00 +08:00.
Result<Time> target_time(const FlagValues& flags, Time now) {
  if (flags.has("to")) {
    TRY(const Date day, Date::parse(flags.one("to")));
    return Time{start_of(day, business_zone_minutes).ms + 9 * 3'600'000};
  }
  const std::string step = flags.one("step");
  std::uint64_t count = 0;
  const auto refuse = Refusal{Reason::bad_text, "write +1d, +2h or +30m, or --to YYYY-MM-DD"};
  if (step.size() < 3 || step.front() != '+') return refuse;
  const auto [end, error] = std::from_chars(step.data() + 1, step.data() + step.size() - 1, count);
  if (error != std::errc() || end != step.data() + step.size() - 1 || count > 100'000) return refuse;
  const std::uint64_t unit = step.back() == 'd' ? ms_per_day : step.back() == 'h' ? 3'600'000 : step.back() == 'm' ? 60'000 : 0;
  if (unit == 0) return refuse;
  return Time{now.ms + count * unit};
}

// An earlier move of which nothing was heard may have happened, or may still. "+1d" counts from now, so the same
// command is another act: the bytes of the first are sent again instead. That its last moment has passed says
// nothing: a move that happened has jumped over it.
Result<std::optional<JournalEntry>> earlier_move(Session& session, const Network& network, const PartyId& party) {
  TRY(const Journal journal, session.journal());
  for (JournalEntry& entry : journal.open_entries(network.chain))
    if (entry.title == name_of_move && entry.party == party) return std::optional(std::move(entry));
  return std::optional<JournalEntry>();
}

struct Move {
  Outcome outcome;
  Time to;
};

Result<Move> make_move(Session& session, const FlagValues& flags, Time now) {
  TRY(const PartyId party, session.party());
  TRY(const Network network, session.network());
  TRY(const auto earlier, earlier_move(session, network, party));
  if (earlier) {
    session.say("! " + std::string(say(Phrase::earlier_attempt, session.language)) + " " + local_time_text(earlier->valid_until) + "\n");
    TRY(const Prepared prepared, prepared_of(*earlier, network.name));
    auto outcome = send(session, prepared, name_of_move);
    const bool never_happened = !outcome && outcome.reason() == Reason::tx_expired;
    if (!outcome && !never_happened) return outcome.error();
    if (outcome) {
      if (outcome->status.replayed.value_or(false)) session.say("! " + std::string(say(Phrase::replayed, session.language)) + "\n");
      const auto* op = std::get_if<testnet::AdvanceTime>(&prepared.operations.front());
      return Move{*std::move(outcome), op == nullptr ? now : op->to};
    }
  }
  TRY(const Time to, target_time(flags, now));
  // The body is valid until a moment of block time, which is about to jump: as far behind it as usual.
  TRY(Proposal proposal, propose(session, party, {testnet::AdvanceTime{to}}));
  TRY([[maybe_unused]] const bool enough, sign(session, proposal, false));
  TRY(Outcome outcome, send(session, proposal.prepared, name_of_move));
  return Move{std::move(outcome), to};
}

}  // namespace

Result<Exit> move_time(Session& session, const FlagValues& flags) {
  Settings settings = as_operator(session);
  if (!session.settings.who.empty()) settings.who = session.settings.who;
  Session by_operator(std::move(settings));
  TRY(const api::NodeStatusReply before, by_operator.status());
  const TestnetFolder folder = by_operator.testnet();
  TRY(const TestnetFile file, folder.read());
  CHECK(need_quorum(look(folder, file)));
  TRY(const Move move, make_move(by_operator, flags, before.time));
  if (!move.outcome.status.ok.value_or(false)) return report(by_operator, move.outcome, name_of_move);

  // What falls due happens in the next blocks: give it a moment, so that who looks next sees it.
  TRY(Client* const node, by_operator.client());
  const std::uint64_t begin = steady_ms();
  const std::uint64_t longest_ms = std::min<std::uint64_t>(5'000, session.settings.timeout_ms);
  api::NodeStatusReply now = before;
  std::uint64_t quiet_since = begin;
  while (steady_ms() - begin < longest_ms) {
    TRY(const api::NodeStatusReply reply, ask<api::NodeStatusMethod>(*node, {}));
    if (reply.height != now.height) quiet_since = steady_ms();
    now = reply;
    if (now.time >= move.to && steady_ms() - quiet_since > 400) break;
    sleep_ms(50);
  }
  session.say("✓ business date " + now.business_date.text() + " (was " + before.business_date.text() + ")\n");
  if (session.settings.json) session.print("{\"v\":1,\"data\":" + api::to_json(now) + "}\n");
  return Exit::done;
}

}  // namespace allonge::wallet
