#include "contracts/credential/application.h"

#include "ledger/digest.h"

namespace allonge::credential {

Result<ApplicationState> may(ApplicationAct act, const Application& application, const PartyId& actor) {
  const auto plays = [&](ApplicationWho who) {
    switch (who) {
      case ApplicationWho::applicant: return actor == application.applicant;
      case ApplicationWho::authority: return actor == application.authority;
    }
    return false;
  };
  return allonge::may(application_life::table, act, false, application.state, plays);
}

Digest challenge_of(const Application& application) {
  Bytes height;
  append_big_endian(height, application.height);
  return digest("allonge/app/v1", {bytes_of(application.id.text()), application.authority.key(), height});
}

Event told(std::string_view type, std::string_view before, const Application& after, const Context& context) {
  Event out{.type = std::string(type),
            .subject = after.id.text(),
            .other = after.type,
            .parties = {context.party},
            .ranges = {},
            .amount = {},
            .before = std::string(before),
            .after = std::string(word_of(after.state)),
            .document = after.credential};
  const PartyId& other = context.party == after.applicant ? after.authority : after.applicant;
  if (other != context.party) out.parties.push_back(other);
  return out;
}

}  // namespace allonge::credential
