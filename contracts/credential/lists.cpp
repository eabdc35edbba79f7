#include "contracts/credential/lists.h"

namespace allonge::credential {

Bytes list_key(List list, const Identity& identity) {
  Bytes out;
  append_big_endian(out, std::uint16_t(list));
  append(out, identity_key(identity).bytes);
  return out;
}

Bytes list_key(List list, const PartyId& party) {
  Bytes out;
  append_big_endian(out, std::uint16_t(list));
  append_key(out, party);
  return out;
}

namespace {

bool is_of(std::uint16_t table, BytesView key) { return key.size() >= 2 && read_big_endian<std::uint16_t>(key) == table; }

std::vector<Bytes> keys_of(const Credential& one) {
  std::vector<Bytes> out{list_key(List::credentials_of_subject, one.subject), list_key(List::credentials_of_issuer, one.issuer)};
  for (Bytes& key : out) append(key, one.hash.bytes);
  return out;
}

std::vector<Bytes> keys_of(const Application& one) {
  std::vector<Bytes> out{list_key(List::applications_of_applicant, one.applicant),
                         list_key(List::applications_of_authority, one.authority)};
  for (Bytes& key : out) append_key(key, one.id);
  return out;
}

}  // namespace

bool is_listed(BytesView key) {
  return is_of(credential_records.number, key) || is_of(application_records.number, key);
}

std::vector<Bytes> list_keys(BytesView key, BytesView value) {
  return is_of(credential_records.number, key) ? keys_of(credential_records.read(value))
                                               : keys_of(application_records.read(value));
}

bool stands_as_before(BytesView key) { return is_of(credential_records.number, key); }

}  // namespace allonge::credential
