// The signature rule is a rule of consensus, so it is tried before a program runs: the releases of
// libsodium are strict and cofactorless, its development branch accepts more (reliability.md,
// decision 10).
#include <sodium.h>

#include "ledger/keys.h"
#include "ledger/signature_known_answers.h"

namespace allonge {

namespace {

Result<bool> answer(const KnownAnswer& known) {
  TRY(const Bytes message, parse_hex(known.message));
  TRY(const PublicKey key, PublicKey::parse_hex(known.key));
  TRY(const Signature signature, Signature::parse_hex(known.signature));
  return verify(key, message, signature);
}

}  // namespace

Result<void> signature_self_test() {
  if (sodium_init() < 0) return Refusal{Reason::bad_key, "libsodium does not start"};
  for (const KnownAnswer& known : known_answers) {
    TRY(const bool valid, answer(known));
    if (valid != known.valid)
      return Refusal{Reason::bad_key, std::string("this libsodium decides differently: ") + known.what};
  }
  return done();
}

}  // namespace allonge
