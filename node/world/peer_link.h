// Links to the other validators: TLS 1.3, both sides with a certificate made at start from their
// link key, keys pinned to the registry (dates are not), then a hello signed by the link key and
// bound to this very channel (hello.h, reliability.md 4.3). One link per pair: the validator with
// the lower place dials. The other one dials too when it has waited in vain: it may have moved.
//
//   frame    length u32 big-endian (of what follows), kind u8, payload
//   kinds    1 hello, 2 welcome, 3 refused, 4 ping, 5 consensus, 6 bulk, 7 gossip
//
// Three queues per peer (consensus.md 12): consensus is written first and never dropped while the
// link lives; bulk and gossip have credit. What is sent to a peer that is away is lost: the node
// says its votes again when on_link tells that the peer is there.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/keys.h"
#include "node/metrics.h"
#include "node/ports.h"
#include "node/world/strand.h"

namespace allonge::node {

struct LinkMember {
  std::string name;      // the validator's party
  PublicKey link_key;    // pinned
  std::string address;   // host:port; empty: it dials us, or cannot be reached
};

struct LinkOptions {
  std::uint32_t own_place = 0;       // in `members`
  std::vector<LinkMember> members;   // in committee order
  std::string network;               // chain id of genesis
  Digest genesis;
  std::string host = "127.0.0.1";    // where we listen
  std::uint16_t port = 0;            // 0: any free one, see port()
  std::uint32_t protocol = 1;

  std::uint64_t handshake_timeout_ms = 5'000;
  std::uint64_t frame_timeout_ms = 10'000;   // from a frame's first byte to its last
  std::uint64_t ping_after_ms = 2'000;       // nothing sent for so long
  std::uint64_t dead_after_ms = 8'000;       // nothing received for so long
  std::uint64_t shortest_retry_ms = 100;
  std::uint64_t longest_retry_ms = 2'000;
  std::uint64_t patience_ms = 5'000;         // without a link from a lower place: then it is dialled
  std::uint64_t shortest_bar_ms = 1'000;     // no link after drop(); doubled by each further one
  std::uint64_t longest_bar_ms = 60'000;
  std::uint64_t forgiven_after_ms = 600'000;  // without a drop: the next bar is the shortest again
  std::uint64_t certificate_days = 90;
  std::int64_t certificate_shift_s = 0;      // moves the certificate's dates: for tests of clocks
};

class PeerLinks final : public Network {
 public:
  // Both run on `strand`, the node's. Of one peer: on_link(true), messages in order, on_link(false).
  using OnMessage = std::function<void(std::uint32_t peer, Bytes message)>;
  using OnLink = std::function<void(std::uint32_t peer, bool up)>;

  static constexpr std::size_t frame_limit = 4 * 1024 * 1024;

  // Begins to listen and to dial. BAD_CONFIG (an address, or the port is taken), BAD_KEY.
  // `io` is the strand of the sockets. Everything given outlives the links.
  static Result<std::unique_ptr<PeerLinks>> open(LinkOptions options, SecretKey link_key, Strand& io, Strand& strand,
                                                 OnMessage on_message, OnLink on_link, const Clock& clock, Log& log,
                                                 Metrics& metrics);
  ~PeerLinks() override;  // closes everything; nothing is called any more. Not on either strand

  // From any thread. A message over the frame limit is dropped and logged.
  void send(std::uint32_t peer, Lane lane, Bytes message) override;
  void broadcast(Lane lane, Bytes message) override;
  bool is_up(std::uint32_t peer) const override;
  void drop(std::uint32_t peer, std::string_view why) override;

  std::uint16_t port() const;

 private:
  struct Hidden;
  explicit PeerLinks(std::shared_ptr<Hidden> hidden);
  std::shared_ptr<Hidden> hidden_;
};

}  // namespace allonge::node
