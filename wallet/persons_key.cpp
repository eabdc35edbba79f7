#include "wallet/persons_key.h"

#include "api/methods/party.h"

namespace allonge::wallet {

Result<PersonsKey> persons_key(Session& session, const PartyId& party) {
  TRY(Session::Signers signers, session.signers());
  Signer& signer = signers.keys.front();
  api::PartyGet::Params params;
  params.id = party;
  TRY(const api::PartyReply reply, session.call<api::PartyGet>(params));
  for (const KeyRecord& one : reply.keys)
    if (one.key == signer.key.public_key())
      return PersonsKey{std::move(signer.key), {credential::Identity::of(party), one.serial}};
  return Refusal{Reason::no_identity, signer.name() + "'s key is not in force on the ledger"};
}

}  // namespace allonge::wallet
