// vc prove: the subject of an application signs its challenge (credentials.md 7). The challenge names the block of
// the latest submission, which is looked up among the application's events; a node that names another
// block gets a signature that is good for nothing.
#include "api/methods/events.h"
#include "contracts/credential/prove_control.h"
#include "wallet/act.h"
#include "wallet/command.h"

namespace allonge::wallet {

namespace {

using credential::Application;

constexpr int most_pages = 200;

// As far as its challenge goes: id, authority, block of the latest submission.
Result<Application> submitted(Session& session, const ApplicationId& id) {
  std::optional<Application> found;
  api::EventList::Params params;
  params.filter = api::EventFilter{{"vc.applied"}, {}, {id.text()}};
  params.limit = limits::largest_page;
  for (int page = 0; page < most_pages; ++page) {
    TRY(const api::EventsReply reply, session.call<api::EventList>(params));
    for (const api::EventReply& one : reply.events) {
      if (one.event.subject != id.text() || one.event.parties.empty()) continue;
      found.emplace();
      found->id = id;
      found->authority = one.event.parties.back();  // the applicant stands before it
      found->height = one.cursor.height;
    }
    if (!reply.more) break;
    params.after = reply.scanned_to;
  }
  if (!found) return Refusal{Reason::not_found, "nobody has submitted " + id.text()};
  return *std::move(found);
}

Result<Exit> prove(Session& session, const FlagValues& flags) {
  TRY(const ApplicationId id, ApplicationId::parse(flags.one("application")));
  if (flags.has("signature")) {
    credential::ProveControl op;
    CHECK(fill(shape_of<credential::ProveControl>, &op, flags));
    return act(session, {op}, "vc prove");
  }
  TRY(const Application application, submitted(session, id));
  TRY(const Session::Signers signers, session.signers());
  const Signer& signer = signers.keys.front();
  const Signature signature = signer.key.sign(credential::challenge_of(application));
  return act(session, {credential::ProveControl{id, signer.key.public_key(), signature}}, "vc prove");
}

}  // namespace

void add_application_command(Commands& commands) {
  add(commands, {"vc", "prove", credential::ProveControl::card.sentence, "allonge --as hongtu/zhangwei vc prove AP-4C81",
                 {typed_first(required_flag("application", "AP-...", "your application")),
                  optional_flag("key", "64 HEX", "of a subject outside the ledger"),
                  optional_flag("signature", "128 HEX", "and what it signed elsewhere")},
                 prove});
}

}  // namespace allonge::wallet
