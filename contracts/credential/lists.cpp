#include "contracts/credential/lists.h"

namespace allonge::credential {

Bytes list_key(List list, const Identity& identity) {
  Bytes out;
  append_big_endian(out, std::uint16_t(list));
  append(out, identity_key(identity).bytes);
  return out;
}

bool is_listed(BytesView key) {
  return key.size() >= 2 && read_big_endian<std::uint16_t>(key) == credential_records.number;
}

std::vector<Bytes> list_keys(BytesView value) {
  const Credential one = credential_records.read(value);
  std::vector<Bytes> out{list_key(List::credentials_of_subject, one.subject), list_key(List::credentials_of_issuer, one.issuer)};
  for (Bytes& key : out) append(key, one.hash.bytes);
  return out;
}

}  // namespace allonge::credential
