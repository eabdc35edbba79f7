#include "consensus/tally.h"

namespace allonge::consensus {

Tally::Heard Tally::add(const Electorate& electorate, const Vote& vote, bool verified) {
  auto& of_kind = slots(vote.kind);
  if (of_kind.empty()) of_kind.resize(electorate.size());
  Slot& slot = of_kind[vote.signer];
  if (!slot.taken) {
    slot = Slot{true, verified, vote};
    return Heard::fresh;
  }
  if (slot.vote.block != vote.block) return Heard::contradicts;
  // Another signature for the same vote: one that is known to hold replaces one that is not.
  if (verified && !slot.verified) slot = Slot{true, true, vote};
  return Heard::repeated;
}

const Vote* Tally::counted(VoteKind kind, std::uint32_t signer) const {
  const auto& of_kind = slots(kind);
  return signer < of_kind.size() && of_kind[signer].taken ? &of_kind[signer].vote : nullptr;
}

std::uint32_t Tally::count(VoteKind kind) const {
  std::uint32_t out = 0;
  for (const Slot& slot : slots(kind)) out += slot.taken ? 1 : 0;
  return out;
}

std::optional<Certificate> Tally::certify(const Electorate& electorate, VoteKind kind, const Digest& block,
                                          std::vector<std::uint32_t>& liars) {
  auto& of_kind = slots(kind);
  const auto on_block = [&block](const Slot& slot) { return slot.taken && slot.vote.block == block; };
  std::uint32_t present = 0;
  std::uint32_t verified = 0;
  for (const Slot& slot : of_kind) {
    if (!on_block(slot)) continue;
    ++present;
    verified += slot.verified ? 1 : 0;
  }
  // Nothing is verified before a quorum could exist, and no more than the quorum needs.
  for (std::size_t i = 0; i < of_kind.size() && present >= electorate.quorum() && verified < electorate.quorum(); ++i) {
    Slot& slot = of_kind[i];
    if (!on_block(slot) || slot.verified) continue;
    if (electorate.verify(slot.vote)) {
      slot.verified = true;
      ++verified;
    } else {
      liars.push_back(slot.vote.signer);
      slot = Slot{};
      --present;
    }
  }
  if (verified < electorate.quorum()) return std::nullopt;

  Certificate out;
  out.kind = kind;
  out.epoch = electorate.epoch();
  out.block = block;
  out.signers.resize((electorate.size() + 7) / 8);
  for (const Slot& slot : of_kind) {
    if (!on_block(slot) || !slot.verified || out.signatures.size() == electorate.quorum()) continue;
    out.view = slot.vote.view;
    out.signers[slot.vote.signer / 8] = std::uint8_t(out.signers[slot.vote.signer / 8] | 1u << (slot.vote.signer % 8));
    out.signatures.push_back(slot.vote.signature);
  }
  return out;
}

bool Tally::verify(const Electorate& electorate, const Certificate& certificate) const {
  const auto places = electorate.signers(certificate);
  if (places.empty()) return false;
  const auto& of_kind = slots(certificate.kind);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Signature& signature = certificate.signatures[i];
    if (places[i] < of_kind.size()) {
      const Slot& slot = of_kind[places[i]];
      if (slot.taken && slot.verified && slot.vote.block == certificate.block && slot.vote.signature == signature)
        continue;
    }
    if (!electorate.verify(certificate.kind, certificate.view, certificate.block, places[i], signature)) return false;
  }
  return true;
}

}  // namespace allonge::consensus
