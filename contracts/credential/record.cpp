#include "contracts/credential/record.h"

#include <algorithm>

#include "contracts/credential/types.h"
#include "contracts/party/party.h"
#include "ledger/digest.h"

namespace allonge::credential {

namespace {

bool is_regulator(const View& view, const PartyId& party) {
  return party_with(view, party, Role::regulator).has_value();
}

// The parent of the issuer as an authority; of a root, whoever is the council. What a company says of its
// own people rests on no grant, so no grantor has a say in it.
bool is_parent_of_issuer(const View& view, const Credential& credential, const PartyId& party) {
  const CredentialType* const type = find_credential_type(credential.type);
  if (type != nullptr && issued_by_subject(*type)) return false;
  const auto authority = current_authority(view, credential.issuer);
  if (!authority) return false;
  const std::optional<Identity>& parent = authority->terms.parent;
  return parent ? parent == Identity::of(party) : party_with(view, party, Role::operator_).has_value();
}

// A company that is no party yet signs nothing here: who is to admit it presents what admission asks for.
bool is_admitting(const View& view, const Credential& credential, const PartyId& party) {
  const std::optional<PartyId>& newcomer = credential.subject.party;
  return newcomer && !party_records.has(view, *newcomer) && party_with(view, party, Role::operator_).has_value();
}

Digest two_parts(std::string_view tag, BytesView a, BytesView b) {
  const std::uint8_t end = 0;
  return digest(tag, {a, BytesView(&end, 1), b});
}

}  // namespace

Digest name_key(const Identity& issuer, std::string_view id) {
  return two_parts("allonge/credential-id/v1", bytes_of(holder_name(issuer)), bytes_of(id));
}
Digest holder_key(std::string_view type, std::string_view holder) {
  return two_parts("allonge/credential-holder/v1", bytes_of(type), bytes_of(holder));
}

std::string holder_name(const Identity& identity) { return short_text(identity); }
std::string signer_name(const Identity& company, const SignerName& signer) {
  return short_text(company) + "#" + (signer.of.party ? signer.person : short_text(signer.of));
}
std::string holder_name_of_product(std::string_view product) { return "product:" + std::string(product); }

void put_held(Draft& draft, const Credential& credential) {
  const Digest key = holder_key(credential.type, credential.holder);
  Holding holding = credential_holder_records.find(draft, key).value_or(Holding{});
  const Held entry{credential.valid_until, credential.hash};
  holding.held.insert(std::lower_bound(holding.held.begin(), holding.held.end(), entry), entry);
  credential_holder_records.put(draft, key, holding);
}

void erase_held(Draft& draft, const Credential& credential) {
  const Digest key = holder_key(credential.type, credential.holder);
  auto holding = credential_holder_records.find(draft, key);
  ensure(holding.has_value(), "what is taken from a holder's list stands in it");
  std::erase(holding->held, Held{credential.valid_until, credential.hash});
  credential_holder_records.put(draft, key, *holding);
}

std::vector<Credential> credentials_of(const View& view, std::string_view type, std::string_view holder) {
  std::vector<Credential> out;
  const auto holding = credential_holder_records.find(view, holder_key(type, holder));
  if (!holding) return out;
  out.reserve(holding->held.size());
  for (const Held& held : holding->held) {
    auto record = credential_records.find(view, held.hash);
    ensure(record.has_value(), "a holder's credential has its record");
    out.push_back(*std::move(record));
  }
  return out;
}

CredentialStatus status_at(const Credential& credential, Time now) {
  const bool over = credential.status == CredentialStatus::suspended && credential.suspension &&
                    credential.suspension->until && *credential.suspension->until <= now;
  return over ? CredentialStatus::active : credential.status;
}

Result<CredentialStatus> may(CredentialAct act, const Credential& credential, const Context& context,
                             const View& view) {
  const Identity actor = Identity::of(context.party);
  const auto plays = [&](CredentialWho who) {
    switch (who) {
      case CredentialWho::issuer: return credential.issuer == actor;
      // A party that issues acts for itself; only what somebody outside the ledger signed is presented.
      case CredentialWho::subject:
        return !credential.issuer.party && (credential.subject == actor || is_admitting(view, credential, context.party));
      case CredentialWho::parent: return is_parent_of_issuer(view, credential, context.party);
      case CredentialWho::regulator: return is_regulator(view, context.party);
      case CredentialWho::suspender: return credential.suspension && credential.suspension->by == context.party;
    }
    return false;
  };
  return allonge::may(credential_life::table, act, false, status_at(credential, context.block.time), plays);
}

}  // namespace allonge::credential
