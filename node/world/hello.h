// What two validators tell each other once TLS stands, and why a connection is refused or cut off.
//
// A hello is signed by the member's registered link key over role, the channel's exporter value, the
// receiver's key and the body: it cannot be used on another channel, by the other side, or on
// another chain (reliability.md 4.3). The version stands in front, so that a later form can still be
// refused by name.
#pragma once

#include <string>

#include "ledger/codec.h"
#include "ledger/keys.h"

namespace allonge::node {

// The nine reasons of interfaces.md C1, as settled.md 29 words them, and the one that ends a link which
// was up. Numbers stand in frames.
// clang-format off
//  number, name, sentence, fix
#define ALLONGE_LINK_REFUSALS(X) \
  X(1, plain_text,          "plain text on a TLS port",                     "this port is for validators; JSON-RPC has a port of its own") \
  X(2, key_not_pinned,      "the key is not the one pinned for this name",  "compare the fingerprint by telephone; install the genesis file that names this key, or the right link key") \
  X(3, key_of_another_node, "the key belongs to another node",              "correct this name's address under [peers], or the link key file of that node") \
  X(4, expired,             "the certificate has expired",                  "restart the peer, which makes a new one; the link goes on") \
  X(5, clock,               "the certificate is not valid yet: one of the two clocks is wrong", "set the clocks of both machines by NTP") \
  X(6, not_in_member_list,  "the member list does not hold this name",      "install the same genesis file on both sides") \
  X(7, wrong_chain_id,      "the peer is of another chain",                 "correct the address, or install this chain's genesis file") \
  X(8, wrong_genesis_hash,  "the peer has another genesis file of this chain", "install the genesis file that the consortium signed on both sides") \
  X(9, version_unsupported, "the versions have no protocol in common",      "upgrade the older program") \
  X(10, cut_off,            "the peer said what no correct validator says", "compare versions and logs of the two programs; the link comes back by itself, later each time")
// clang-format on

enum class LinkRefusal : std::uint8_t {
#define ALLONGE_ENUMERATOR(number, name, ...) name = number,
  ALLONGE_LINK_REFUSALS(ALLONGE_ENUMERATOR)
#undef ALLONGE_ENUMERATOR
};

struct LinkRefusalRow {
  LinkRefusal refusal;
  std::string_view name;
  std::string_view sentence;
  std::string_view fix;
};
std::span<const LinkRefusalRow> link_refusals();
const LinkRefusalRow* find_link_refusal(std::uint64_t number);  // null when unknown
const LinkRefusalRow& row_of(LinkRefusal refusal);

// A refusal with the facts of the case; also the payload of a `refused` frame.
struct RefusedLink {
  std::uint32_t reason = 0;
  std::string expected;
  std::string received;
  static constexpr auto fields() {
    return std::tuple{Field{1, "reason", &RefusedLink::reason, "number of the table above"},
                      Field{2, "expected", &RefusedLink::expected, "by the side that refuses", 100},
                      Field{3, "received", &RefusedLink::received, "from the other side", 100}};
  }
};

struct Hello {
  std::uint32_t suite = 1;
  std::string network;   // chain id
  Digest genesis;
  std::string name;      // the sender's party
  Digest nonce;          // random
  std::uint64_t wall_ms = 0;
  std::string program;   // version, for people
  static constexpr auto fields() {
    return std::tuple{Field{1, "suite", &Hello::suite, "1 = Ed25519 and SHA-256"},
                      Field{2, "network", &Hello::network, "chain id", 64},
                      Field{3, "genesis", &Hello::genesis, "genesis hash"},
                      Field{4, "name", &Hello::name, "the sender's party", 32},
                      Field{5, "nonce", &Hello::nonce, "random"},
                      Field{6, "wall_ms", &Hello::wall_ms, "the sender's clock"},
                      Field{7, "program", &Hello::program, "version of the program", 64}};
  }
};

// What a hello is bound to, besides its body.
struct Channel {
  bool sent_by_dialler = false;
  Digest exporter;        // of the TLS session
  PublicKey receiver;     // link key of the other side
};

// Protocol number u32 big-endian, signature, body.
Bytes write_hello(const Hello& hello, std::uint32_t protocol, const Channel& channel, const SecretKey& key);
// The protocol number a hello begins with; 0 when it is too short.
std::uint32_t protocol_of(BytesView bytes);
// BAD_ENCODING, or BAD_SIGNATURE unless signed by `sender` for this channel.
Result<Hello> read_hello(BytesView bytes, const Channel& channel, const PublicKey& sender);

// What people compare: the first 8 bytes in hex.
std::string fingerprint(BytesView key_or_hash);

}  // namespace allonge::node
