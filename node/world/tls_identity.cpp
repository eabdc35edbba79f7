#include "node/world/tls_identity.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>

#include "node/world/random.h"

namespace allonge::node {

namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* held) const {
    Free(held);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, Freed<X509_free>>;

constexpr std::size_t name_limit = 64;  // of X.520 for CN, O and serialNumber

Refusal tls_trouble(const char* what) {
  char words[256] = {};
  ERR_error_string_n(ERR_get_error(), words, sizeof words);
  ERR_clear_error();
  return {Reason::bad_key, std::string("cannot ") + what + ": " + words};
}

bool add_name(X509_NAME* name, int id, const std::string& text) {
  return text.empty() || X509_NAME_add_entry_by_NID(name, id, MBSTRING_UTF8,
                                                    reinterpret_cast<const unsigned char*>(text.data()),
                                                    int(text.size()), -1, 0) == 1;
}

// Only what prints: it comes from a stranger and goes to a log.
std::string read_name(X509_NAME* name, int id) {
  const int place = X509_NAME_get_index_by_NID(name, id, -1);
  if (place < 0) return {};
  const ASN1_STRING* const data = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, place));
  std::string text;
  for (int i = 0; i < ASN1_STRING_length(data) && text.size() < name_limit; ++i) {
    const unsigned char letter = ASN1_STRING_get0_data(data)[i];
    text += letter >= 0x20 && letter < 0x7f ? char(letter) : '?';
  }
  return text;
}

std::int64_t seconds_of(const ASN1_TIME* time) {
  std::tm parts{};
  return ASN1_TIME_to_tm(time, &parts) == 1 ? std::int64_t(::timegm(&parts)) : 0;
}

}  // namespace

Result<void> set_identity(SSL_CTX* context, const SecretKey& key, const CertificateSubject& subject,
                          const CertificateDates& dates) {
  const BytesView seed = key.reveal_seed();
  const Key pair(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  if (pair == nullptr) return tls_trouble("use the link key for TLS");
  const X509Certificate certificate(X509_new());
  if (certificate == nullptr) return tls_trouble("make a certificate");
  std::array<std::uint8_t, 8> serial;
  fill_random(serial);
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  const bool made = X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
                    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()),
                                            read_big_endian<std::uint64_t>(serial) >> 1 | 1) == 1 &&
                    ASN1_TIME_set(X509_getm_notBefore(certificate.get()), std::time_t(dates.not_before_s)) != nullptr &&
                    ASN1_TIME_set(X509_getm_notAfter(certificate.get()), std::time_t(dates.not_after_s)) != nullptr &&
                    add_name(name, NID_commonName, subject.member) &&
                    add_name(name, NID_organizationName, subject.network) &&
                    add_name(name, NID_serialNumber, subject.genesis) &&
                    X509_set_issuer_name(certificate.get(), name) == 1 &&
                    X509_set_pubkey(certificate.get(), pair.get()) == 1 &&
                    X509_sign(certificate.get(), pair.get(), nullptr) > 0;
  if (!made) return tls_trouble("make a certificate");

  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  // Any certificate passes here and is compared with the registry afterwards: only so can the other
  // side be told the reason.
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                     [](int, X509_STORE_CTX*) { return 1; });
  if (SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) != 1 ||
      SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) != 1 || SSL_CTX_set_num_tickets(context, 0) != 1 ||
      SSL_CTX_use_certificate(context, certificate.get()) != 1 || SSL_CTX_use_PrivateKey(context, pair.get()) != 1)
    return tls_trouble("prepare TLS 1.3");
  return done();
}

std::optional<PeerCertificate> peer_certificate(SSL* session) {
  const X509Certificate certificate(SSL_get1_peer_certificate(session));
  if (certificate == nullptr) return std::nullopt;
  PeerCertificate peer;
  const EVP_PKEY* const key = X509_get0_pubkey(certificate.get());
  PublicKey bytes;
  std::size_t length = PublicKey::size;
  if (key != nullptr && EVP_PKEY_get_id(key) == EVP_PKEY_ED25519 &&
      EVP_PKEY_get_raw_public_key(key, bytes.bytes.data(), &length) == 1 && length == PublicKey::size)
    peer.key = bytes;
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  peer.subject = {read_name(name, NID_commonName), read_name(name, NID_organizationName),
                  read_name(name, NID_serialNumber)};
  peer.dates = {seconds_of(X509_get0_notBefore(certificate.get())), seconds_of(X509_get0_notAfter(certificate.get()))};
  return peer;
}

Result<Digest> exporter_of(SSL* session) {
  static constexpr std::string_view label = "EXPORTER-allonge-link-v1";
  Digest value;
  if (SSL_export_keying_material(session, value.bytes.data(), Digest::size, label.data(), label.size(), nullptr, 0, 0) != 1)
    return tls_trouble("bind the hello to the channel");
  return value;
}

}  // namespace allonge::node
