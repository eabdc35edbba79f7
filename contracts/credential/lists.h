// Under which lists credentials and applications stand beside the state (contracts/index.h): credentials by whom
// they are about and by who issued them, which never changes; applications by who asks and by who decides, who
// may be another after an application came back.
#pragma once

#include "contracts/credential/application.h"
#include "contracts/credential/record.h"

namespace allonge::credential {

// DO NOT CHANGE OR RE-USE A NUMBER: they stand on disk.
enum class List : std::uint16_t {
  credentials_of_subject = 0xe021,  // identity_key of the subject, hash
  credentials_of_issuer = 0xe022,   // identity_key of the issuer, hash
  applications_of_applicant = 0xe023,  // party, application
  applications_of_authority = 0xe024,  // party, application
};

// The beginning of a list's keys, for a walk.
Bytes list_key(List list, const Identity& identity);
Bytes list_key(List list, const PartyId& party);

bool is_listed(BytesView key);
std::vector<Bytes> list_keys(BytesView key, BytesView value);
// Whether a record under this key stands in the same lists whatever became of it.
bool stands_as_before(BytesView key);

}  // namespace allonge::credential
