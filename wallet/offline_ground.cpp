#include "wallet/offline_ground.h"

#include "wallet/process.h"
#include "wallet/rate_text.h"
#include "wallet/verify.h"

namespace allonge::wallet {

credential::KeyResolver OfflineGround::keys() const {
  return [this](const PartyId& party, std::uint32_t serial, Time) -> Result<PublicKey> {
    if (genesis)
      for (const PartyApplication& one : genesis->parties)
        if (one.id == party && serial < one.keys.size()) return one.keys[serial].key;
    return Reason::proof_key;
  };
}

std::vector<FlagSpec> offline_flags() {
  return {optional_flag("genesis", "FILE", "network and first keys; of the context, if left out"),
          optional_flag("network", "NAME", "instead: the network's name alone, without keys"),
          optional_flag("moment", "TIME", "as of when; now if left out")};
}

Result<OfflineGround> offline_ground(Session& session, const FlagValues& flags) {
  OfflineGround out;
  if (!flags.has("network")) {
    TRY(out.genesis, read_genesis(session.genesis_path(flags.one("genesis"))));
  }
  out.network = out.genesis ? out.genesis->network : flags.one("network");
  out.now = Time{wall_ms()};
  if (out.genesis && out.genesis->kind == NetworkKind::test && out.now > out.genesis->wall_anchor)
    out.now.ms = out.genesis->calendar_start.ms + (out.now.ms - out.genesis->wall_anchor.ms);
  // The calendar of a test network can be moved, and only its nodes know how far: one that is there and on
  // this chain is asked. Elsewhere this machine's clock counts, and nobody is asked.
  if (out.genesis && out.genesis->kind == NetworkKind::test && !flags.has("moment"))
    if (const auto said = session.status(); said && said->chain == chain_of(*out.genesis)) out.now = said->time;
  if (flags.has("moment")) {
    TRY(out.now, read_moment(flags.one("moment"), out.now));
  }
  return out;
}

}  // namespace allonge::wallet
