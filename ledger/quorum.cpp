#include "ledger/quorum.h"

#include <bit>

#include "ledger/digest.h"

namespace allonge {

Digest Committee::hash() const {
  Bytes bytes;
  append_big_endian(bytes, std::uint16_t(members.size()));
  for (const Member& member : members) {
    append(bytes, member.key);
    append(bytes, member.name.key());
  }
  return digest("allonge/vset/v1", bytes);
}

Digest epoch_id(const Digest& chain, std::uint64_t epoch, const Digest& root_block, const Digest& committee,
                std::uint32_t recovery) {
  Bytes bytes;
  append(bytes, chain);
  append_big_endian(bytes, epoch);
  append(bytes, root_block);
  append(bytes, committee);
  append_big_endian(bytes, recovery);
  return digest("allonge/epoch/v1", bytes);
}

std::array<std::uint8_t, 89> vote_bytes(VoteKind kind, const Digest& epoch_id, std::uint64_t view, const Digest& block) {
  constexpr std::string_view tag{"ALLONGE-VOTE-V1\0", 16};
  Bytes bytes;
  bytes.reserve(89);
  append(bytes, bytes_of(tag));
  bytes.push_back(std::uint8_t(kind));
  append(bytes, epoch_id);
  append_big_endian(bytes, view);
  append(bytes, block);
  std::array<std::uint8_t, 89> out;
  ensure(bytes.size() == out.size(), "a vote is signed over 89 bytes");
  std::memcpy(out.data(), bytes.data(), out.size());
  return out;
}

std::vector<std::uint32_t> signers_of(const Certificate& certificate, std::uint32_t committee_size) {
  std::vector<std::uint32_t> out;
  if (certificate.signers.size() != (committee_size + 7) / 8) return out;
  for (std::uint32_t place = 0; place < certificate.signers.size() * 8; ++place) {
    if ((certificate.signers[place / 8] >> (place % 8) & 1) == 0) continue;
    if (place >= committee_size) return {};
    out.push_back(place);
  }
  return out;
}

Result<void> verify_certificate(const Certificate& certificate, const Committee& committee, const Digest& epoch_id) {
  const auto signers = signers_of(certificate, committee.size());
  if (signers.size() != committee.quorum() || certificate.signatures.size() != signers.size())
    return Refusal{Reason::proof_invalid, "a certificate has exactly " + std::to_string(committee.quorum()) + " signatures"};
  if (certificate.kind == VoteKind::nullify && !certificate.block.is_zero())
    return Refusal{Reason::proof_invalid, "a nullify certificate names no block"};
  const auto text = vote_bytes(certificate.kind, epoch_id, certificate.view, certificate.block);
  for (std::size_t i = 0; i < signers.size(); ++i) {
    const Member& member = committee.members[signers[i]];
    if (!verify(member.key, text, certificate.signatures[i]))
      return Refusal{Reason::proof_invalid, "the signature of " + std::string(member.name.text()) + " does not verify"};
  }
  return done();
}

}  // namespace allonge
