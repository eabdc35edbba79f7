// SHA-256 with a domain tag: a digest of one kind of thing never equals a digest of another kind.
// digest of X = SHA-256( u8 length of tag, tag, bytes of X ), tag like "allonge/tx/v1".
// Documents from outside are named by their plain SHA-256, as their own standards say.
#pragma once

#include <initializer_list>

#include "ledger/bytes.h"

namespace allonge {

// REQUIRES: tag no longer than 255 bytes. The parts are hashed one after the other, without lengths.
Digest digest(std::string_view tag, BytesView bytes);
Digest digest(std::string_view tag, std::initializer_list<BytesView> parts);

Digest plain_sha256(BytesView bytes);
Digest plain_sha256(std::initializer_list<BytesView> parts);

}  // namespace allonge
