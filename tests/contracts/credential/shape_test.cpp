// V13: the shape checker over the inputs of the W3C's test suite (shared/vectors/vc-data-model).
#include "contracts/credential/shape.h"

#include <gtest/gtest.h>

#include <map>

#include "contracts/credential/web_text.h"
#include "ledger/reason.h"
#include "tests/support/vectors.h"

namespace allonge::credential {
namespace {

using allonge::test::vector_json;

// Where our answer is another than the suite's, because only JSON-LD could tell, or because it is no
// matter of shape. This list may only become shorter.
const std::map<std::string, std::string> decided_otherwise{
    {"credential-type-unmapped-fail.json", "accepted: whether a context defines the type's name takes JSON-LD processing"},
    {"presentation-self-asserted-vc-issuer-mismatch.json",
     "accepted: of the same shape as presentation-holder-ok.json; that issuer and holder are one is asked of proofs"},
};

// As the suite's own harness does: a credential without issuer gets one, unless the test is about it.
JsonValue with_issuer(JsonValue document) {
  JsonValue name;
  name.type = JsonValue::Type::string;
  name.text = "did:example:issuer";
  for (auto& [member, value] : document.members)
    if (member == "issuer") {
      if (value.type == JsonValue::Type::object && value.find("id") == nullptr) value.members.emplace_back("id", name);
      return document;
    }
  document.members.emplace_back("issuer", name);
  return document;
}

std::string answer(const std::string& file, const JsonValue& document) {
  const auto shape = file.starts_with("presentation") ? presentation_shape(document) : credential_shape(with_issuer(document));
  return shape ? "accepted" : std::string(allonge::name_of(shape.error().reason)) + " " + shape.error().detail;
}

TEST(W3cShape, AgreesWithTheSuiteButForTheList) {
  READ_VECTOR(expectations, "vc-data-model/expected.json");
  std::size_t count = 0, otherwise = 0;
  const JsonValue all = vector_json(expectations);
  for (const auto& [file, expected] : all.members) {
    READ_VECTOR(text, "vc-data-model/" + file);
    const std::string says = answer(file, vector_json(text));
    ++count;
    if (decided_otherwise.contains(file)) {
      EXPECT_EQ(expected.text, "fail") << file;
      EXPECT_EQ(says, "accepted") << file << " agrees now: take it off the list";
      ++otherwise;
    } else if (expected.text == "ok") {
      EXPECT_EQ(says, "accepted") << file;
    } else {
      EXPECT_TRUE(says.starts_with("VC_SHAPE $.")) << file << ": " << says;
    }
  }
  EXPECT_EQ(count, 73u);
  EXPECT_EQ(otherwise, decided_otherwise.size());
}

TEST(W3cShape, NamesTheWrongMember) {
  for (const auto& [file, path] : std::vector<std::pair<const char*, const char*>>{
           {"credential-context-combo3-fail.json", "$.@context[1]"},
           {"credential-context-combo4-fail.json", "$.@context[1]"},
           {"credential-id-not-url-fail.json", "$.id"},
           {"credential-id-subject-multi-fail.json", "$.credentialSubject.id"},
           {"credential-issuer-object-id-null-fail.json", "$.issuer.id"},
           {"credential-missing-required-type-fail.json", "$.type"},
           {"credential-no-subject-fail.json", "$.credentialSubject"},
           {"credential-proof-missing-type-fail.json", "$.proof.type"},
           {"credential-redef-type-fail.json", "$.@context[1]"},
           {"credential-schema-non-url-id-fail.json", "$.credentialSchema.id"},
           {"credential-subject-multiple-empty-fail.json", "$.credentialSubject[1]"},
           {"credential-validfrom-invalid-fail.json", "$.validFrom"},
           {"names-and-descriptions/issuer-name-extra-prop-en-fail.json", "$.issuer.name"},
           {"presentation-holder-object-fail.json", "$.holder.id"},
           {"presentation-vc-missing-required-type-fail.json", "$.verifiableCredential[0]"}}) {
    READ_VECTOR(text, std::string("vc-data-model/") + file);
    EXPECT_TRUE(answer(file, vector_json(text)).starts_with(std::string("VC_SHAPE ") + path + ":")) << file << ": " << answer(file, vector_json(text));
  }
}

TEST(W3cShape, RefusesAnEndBeforeTheBeginning) {
  const auto says = [](const char* from, const char* until) {
    return answer("credential", *parse_json(R"({"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"credentialSubject":{"a":1},"validFrom":")" +
                                            std::string(from) + R"(","validUntil":")" + until + "\"}"));
  };
  EXPECT_EQ(says("2023-02-26T01:21:23Z", "2023-02-25T19:21:29-06:00"), "accepted") << "six seconds later, in another zone";
  EXPECT_EQ(says("2023-02-26T01:21:23Z", "2023-02-26T01:21:23Z"), "accepted");
  EXPECT_EQ(says("2023-02-26T01:21:23Z", "2023-02-26T01:21:22.999Z"), "VC_SHAPE $.validUntil: is before validFrom");
}

TEST(WebText, KnowsUrls) {
  for (const char* good : {"https://example.org/a?b=c#d", "did:example:x", "urn:uuid:1", "data:text/plain,x", "did:key:z6Mk#z6Mk"}) EXPECT_TRUE(is_url(good)) << good;
  for (const char* bad : {"", "x", ":x", "x:", "1a:b", "https ://x", "https://a b", "https://a\nb", "a:<b>", "a:\"b\"", "-a:b", "a:b|c", "z6MkpJy"}) EXPECT_FALSE(is_url(bad)) << bad;
}

TEST(WebText, KnowsMomentsWithZones) {
  EXPECT_EQ(parse_date_time_stamp("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_date_time_stamp("1969-12-31T18:00:00-06:00"), 0);
  EXPECT_EQ(parse_date_time_stamp("1970-01-01T08:00:00.0019+08:00"), 1);
  EXPECT_EQ(parse_date_time_stamp("1969-12-31T23:59:59Z"), -1000);
  EXPECT_EQ(parse_date_time_stamp("2026-12-31T23:59:59.5Z"), 1'798'761'599'500);
  for (const char* bad : {"", "2026-12-31", "2026-12-31T23:59:59", "2026-12-31T23:59:59.Z", "2026-12-31T24:00:00Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
                          "2026-12-31T23:59:59+8:00", "2026-12-31T23:59:59+15:00", "2026-12-31t23:59:59z", "2026-12-31T23:59:59Zx", "Sat 25 Feb 2023 07:16:31 PM CST"})
    EXPECT_EQ(parse_date_time_stamp(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace allonge::credential
