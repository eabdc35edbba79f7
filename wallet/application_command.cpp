// vc prove: the subject of an application signs its challenge (credentials.md 7), which is made here from what the
// node says of the application: one that names another authority or block gets a signature that is good for nothing.
#include "api/methods/vc_application.h"
#include "contracts/credential/prove_control.h"
#include "wallet/act.h"
#include "wallet/command.h"

namespace allonge::wallet {

namespace {

Result<Exit> prove(Session& session, const FlagValues& flags) {
  if (flags.has("signature")) {
    credential::ProveControl op;
    CHECK(fill(shape_of<credential::ProveControl>, &op, flags));
    return act(session, {op}, "vc prove");
  }
  api::VcGetApplication::Params params;
  TRY(params.id, api::IdBeginning<ApplicationKind>::parse(flags.one("application")));
  TRY(const api::VcApplicationReply reply, session.call<api::VcGetApplication>(params));
  // A whole id means this application and no other; of a beginning the screen shows what the node took it for.
  const auto whole = ApplicationId::parse(flags.one("application"));
  if (whole && *whole != reply.application.id)
    return Refusal{Reason::unreachable, "the node answers with another application, " + reply.application.id.text()};
  TRY(const Session::Signers signers, session.signers());
  const Signer& signer = signers.keys.front();
  const Signature signature = signer.key.sign(credential::challenge_of(reply.application));
  return act(session, {credential::ProveControl{reply.application.id, signer.key.public_key(), signature}}, "vc prove");
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
