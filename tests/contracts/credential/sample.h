// One good credential, and the means to spoil it in one place: a bank's KYC of shunchang. Tests say what
// they change and what must come of it.
#pragma once

#include <gtest/gtest.h>

#include "contracts/credential/proof.h"
#include "ledger/jcs.h"

namespace allonge::credential::test {

inline constexpr std::string_view network = "demo-test";

inline const std::string kyc_text = R"({
  "@context": ["https://www.w3.org/ns/credentials/v2", "urn:allonge:context:v1"],
  "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
  "type": ["VerifiableCredential", "LegalEntityKyc"],
  "issuer": "did:allonge:demo-test:jianghai",
  "validFrom": "2026-01-01T00:00:00Z",
  "validUntil": "2026-12-31T23:59:59Z",
  "credentialSubject": {
    "id": "did:allonge:demo-test:shunchang",
    "uscc": "91350100M000100Y43",
    "legalName": "顺昌机械有限公司",
    "level": 2,
    "riskBand": "low",
    "jurisdiction": "CN-SD",
    "_sd": ["X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0", "mGqZZb7l-1pnMYCAAwzJZ1TkcC1p0yNxDf3gpJ2z1Vs"],
    "_sd_alg": "sha-256"
  },
  "credentialStatus": [
    {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "35497", "statusListCredential": "https://bank.example/status/r"},
    {"type": "BitstringStatusListEntry", "statusPurpose": "suspension", "statusListIndex": "0", "statusListCredential": "https://bank.example/status/s"}
  ],
  "credentialSchema": {"id": "urn:allonge:schema:LegalEntityKyc:1", "type": "JsonSchema"},
  "evidence": [{"type": "DocumentDigest", "sha256": "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19", "mediaType": "application/pdf"}]
})";

// The text with `from`, which stands in it exactly once, replaced.
inline std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " is not there";
  EXPECT_EQ(text.find(from, at + 1), std::string::npos) << from << " is there twice";
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}
inline std::string kyc(const std::string& from, const std::string& to) { return changed(kyc_text, from, to); }

inline SecretKey key_number(std::uint8_t number) { return *SecretKey::from_seed(Bytes(32, number)); }
inline Time at(std::string_view moment) { return *parse_moment(moment); }

// The history of a few parties' keys, as the ledger would answer.
struct KeyHistory {
  struct Row {
    std::string party;
    std::uint32_t serial;
    PublicKey key;
    Time from;
    std::optional<Time> until;
  };
  std::vector<Row> rows;

  KeyResolver resolver() const {
    return [rows = rows](const PartyId& party, std::uint32_t serial, Time created) -> Result<PublicKey> {
      for (const Row& row : rows) {
        if (row.party != party.text() || row.serial != serial) continue;
        if (created < row.from || (row.until && *row.until <= created)) return Reason::proof_key_state;
        return row.key;
      }
      return Reason::proof_key;
    };
  }
};

// jianghai's key 0 until the middle of the year, key 1 from then on; taihe has one key.
inline KeyHistory keys() {
  return {{{"jianghai", 0, key_number(1).public_key(), at("2025-01-01T00:00:00Z"), at("2026-06-30T00:00:00Z")},
           {"jianghai", 1, key_number(2).public_key(), at("2026-06-30T00:00:00Z"), std::nullopt},
           {"taihe", 0, key_number(3).public_key(), at("2025-01-01T00:00:00Z"), std::nullopt}}};
}

inline ProofOptions by_jianghai() {
  ProofOptions out;
  out.method = "did:allonge:demo-test:jianghai#key-0";
  out.created = at("2026-01-02T08:00:00Z");
  return out;
}

inline std::string signed_text(const std::string& text, const ProofOptions& options = by_jianghai(), std::uint8_t key = 1) {
  auto read = parse_json(text);
  EXPECT_TRUE(read) << text;
  auto out = sign_document(*read, key_number(key), options);
  EXPECT_TRUE(out);
  return *out;
}

inline Document document(const std::string& text) {
  auto out = read_document(text, network);
  EXPECT_TRUE(out) << out.error().detail;
  return *std::move(out);
}

inline const Time today = at("2026-03-01T09:00:00Z");

// "VC_SHAPE $.issuer: ...", or "accepted".
inline std::string answer(const std::string& text) {
  const auto read = read_document(text, network);
  return read ? "accepted" : std::string(allonge::name_of(read.reason())) + " " + read.error().detail;
}
inline std::string proof_answer(const std::string& text, Time now = today, const Expected& expected = {}) {
  const auto proven = verify_proofs(document(text), now, keys().resolver(), expected);
  return proven ? "proven" : std::string(allonge::name_of(proven.reason())) + " " + proven.error().detail;
}

inline ::testing::AssertionResult begins(const char*, const char*, const std::string& text, const std::string& beginning) {
  if (text.starts_with(beginning)) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "\"" << text << "\", wanted " << beginning;
}
#define EXPECT_BEGINS(text, beginning) EXPECT_PRED_FORMAT2(::allonge::credential::test::begins, text, beginning)

}  // namespace allonge::credential::test
