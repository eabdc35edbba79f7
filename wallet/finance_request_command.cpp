// finance request with moments as people speak of them: "+2h" as well as the ledger's form. The same words
// typed again after any doubt mean the same moments as before, or a second request would come of them.
#include <algorithm>

#include "api/json.h"
#include "wallet/act.h"
#include "wallet/command.h"
#include "wallet/rate_text.h"
#include "wallet/whole_ids.h"

namespace allonge::wallet {

namespace {

using receivable::Deadlines;
using receivable::FinanceRequest;

bool is_relative(const FlagValues& flags, const char* name) { return flags.one(name).rfind('+', 0) == 0; }

Result<Deadlines> deadlines_typed(const FlagValues& flags, Time now) {
  Deadlines out;
  TRY(out.quote_by, read_moment(flags.one("quote-by"), now));
  TRY(out.reveal_by, read_moment(flags.one("reveal-by"), now));
  TRY(out.settle_by, read_moment(flags.one("settle-by"), now));
  return out;
}

// The request that these bytes make, if that is all they do.
std::optional<FinanceRequest> request_in(const Bytes& bytes) {
  const auto transaction = read_transaction(bytes);
  if (!transaction || transaction->body.operations.size() != 1) return std::nullopt;
  const auto operation = read_operation(transaction->body.operations.front().bytes);
  if (!operation) return std::nullopt;
  const auto* request = std::get_if<FinanceRequest>(&*operation);
  return request == nullptr ? std::nullopt : std::optional(*request);
}

// The deadlines of an attempt at the same request that is not over.
Result<std::optional<Deadlines>> deadlines_of_earlier(Session& session, const Network& network, FinanceRequest wished) {
  TRY(const PartyId party, session.party());
  TRY(const Journal journal, session.journal());
  for (const JournalEntry& entry : journal.unfinished(network.chain, party)) {
    if (network.is_over(entry.valid_until)) continue;
    const auto earlier = request_in(entry.bytes);
    if (!earlier) continue;
    wished.deadlines = earlier->deadlines;
    if (encode(wished) == encode(*earlier)) return std::optional(earlier->deadlines);
  }
  return std::optional<Deadlines>();
}

Result<Exit> request(Session& session, const FlagValues& flags) {
  TRY(const Network network, session.network());
  TRY(const Deadlines deadlines, deadlines_typed(flags, network.now));
  TRY(FlagValues whole, with_whole_ids(session, shape_of<FinanceRequest>, flags));
  whole.add("deadlines", api::to_json(deadlines));
  FinanceRequest op;
  CHECK(fill(shape_of<FinanceRequest>, &op, whole));
  std::sort(op.invited.begin(), op.invited.end());
  if (is_relative(flags, "quote-by") || is_relative(flags, "reveal-by") || is_relative(flags, "settle-by")) {
    TRY(const std::optional<Deadlines> earlier, deadlines_of_earlier(session, network, op));
    if (earlier) op.deadlines = *earlier;
  }
  return act(session, {op}, "finance request");
}

std::vector<FlagSpec> request_flags() {
  std::vector<FlagSpec> out;
  for (FlagSpec& flag : flags_of(shape_of<FinanceRequest>)) {
    if (flag.name != "deadlines") {
      out.push_back(std::move(flag));
      continue;
    }
    out.push_back(required_flag("quote-by", "TIME|+2h", "until then quotes are sealed"));
    out.push_back(required_flag("reveal-by", "TIME|+3h", "until then they are revealed; from then on one is awarded"));
    out.push_back(required_flag("settle-by", "TIME|+2d", "until then one is awarded and the money moves"));
  }
  return out;
}

}  // namespace

void add_finance_request_command(Commands& commands) {
  add(commands, {"finance", "request", FinanceRequest::card.sentence,
                 "allonge --as lanwan finance request RC-7K2M --amount 200,000.00 --invited dongfang,jianghai --quote-by +1h "
                 "--reveal-by +2h --settle-by +1d",
                 request_flags(), request});
}

}  // namespace allonge::wallet
