// Signatures of the simulator: Ed25519 in a share of the seeds, a keyed hash in the others, which is
// some fifty times faster and just as unforgeable for code that only calls verify().
#pragma once

#include "consensus/electorate.h"
#include "ledger/digest.h"

namespace allonge::sim {

class Keys final : public consensus::VoteVerifier {
 public:
  Keys(std::uint32_t members, bool real) : real_(real) {
    for (std::uint32_t member = 0; member < members; ++member) {
      Bytes seed(32, std::uint8_t(member + 1));
      seed[31] = 0x5a;
      auto key = SecretKey::from_seed(seed);
      ensure(key.has_value(), "32 bytes make a key");
      Member entry;
      entry.name = *PartyId::parse("validator-" + std::to_string(member + 1));
      entry.key = key->public_key();
      committee_.members.push_back(entry);
      secrets_.push_back(std::move(*key));
    }
  }
  const Committee& committee() const { return committee_; }

  Signature sign(std::uint32_t member, BytesView text) const {
    return real_ ? secrets_[member].sign(text) : keyed_hash(member, text);
  }
  bool verify(std::uint32_t member, BytesView text, const Signature& signature) const override {
    return real_ ? allonge::verify(committee_.members[member].key, text, signature)
                 : keyed_hash(member, text) == signature;
  }

 private:
  Signature keyed_hash(std::uint32_t member, BytesView text) const {
    const Digest hash = plain_sha256({committee_.members[member].key, text});
    Signature out;
    std::copy(hash.bytes.begin(), hash.bytes.end(), out.bytes.begin());
    return out;
  }

  bool real_;
  Committee committee_;
  std::vector<SecretKey> secrets_;
};

}  // namespace allonge::sim
