#include "node/world/random.h"

#include <sodium.h>

namespace allonge::node {

void fill_random(std::span<std::uint8_t> bytes) {
  ensure(sodium_init() >= 0, "libsodium starts");
  randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace allonge::node
