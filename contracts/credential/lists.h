// Under which lists credentials stand beside the state (contracts/index.h): by whom they are about and by
// who issued them. Neither ever changes, so an entry is made once.
#pragma once

#include "contracts/credential/record.h"

namespace allonge::credential {

// DO NOT CHANGE OR RE-USE A NUMBER: they stand on disk.
enum class List : std::uint16_t {
  credentials_of_subject = 0xe021,  // identity_key of the subject, hash
  credentials_of_issuer = 0xe022,   // identity_key of the issuer, hash
};

// The beginning of a list's keys, for a walk.
Bytes list_key(List list, const Identity& identity);

bool is_listed(BytesView key);
std::vector<Bytes> list_keys(BytesView value);

}  // namespace allonge::credential
