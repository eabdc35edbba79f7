// A node's TLS 1.3 identity: a self-signed Ed25519 certificate made at start from its link key, and
// what the other side's certificate says. No authority vouches for it: the key is compared with the
// registry. Its subject names member (CN), chain (O) and genesis (serialNumber), so that a stranger
// can be told why it is one before a single frame of it is read.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "ledger/keys.h"

struct ssl_ctx_st;
struct ssl_st;

namespace allonge::node {

struct CertificateSubject {
  std::string member;
  std::string network;
  std::string genesis;  // hex
};

struct CertificateDates {
  std::int64_t not_before_s = 0;  // Unix time
  std::int64_t not_after_s = 0;
};

// Puts certificate and key into `context` and sets what every link wants: TLS 1.3 only, a
// certificate from both sides, no tickets, no resumption, no compression. BAD_KEY.
Result<void> set_identity(ssl_ctx_st* context, const SecretKey& key, const CertificateSubject& subject,
                          const CertificateDates& dates);

struct PeerCertificate {
  std::optional<PublicKey> key;  // nothing unless Ed25519
  CertificateSubject subject;    // printable, each at most 64 letters
  CertificateDates dates;
};
// Of a finished handshake; nothing when the other side showed no certificate.
std::optional<PeerCertificate> peer_certificate(ssl_st* session);

// 32 bytes that only the two ends of this session know (RFC 5705).
Result<Digest> exporter_of(ssl_st* session);

}  // namespace allonge::node
