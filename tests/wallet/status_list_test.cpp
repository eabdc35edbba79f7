// A status list that leaves the ledger: signed by its issuer, read from a file by whoever has no node, and by any
// other reader of the W3C's lists. By hand, for one:
//   python3 -c 'import json,sys,gzip,base64
//   e=json.load(open(sys.argv[1]))["credentialSubject"]["encodedList"][1:]
//   b=gzip.decompress(base64.urlsafe_b64decode(e+"="*(-len(e)%4)));print(len(b),[i for i in range(len(b)*8) if b[i//8]&128>>i%8])' FILE
#include "wallet/status_list.h"

#include <zlib.h>

#include "contracts/operations.h"
#include "tests/support/trust.h"
#include "tests/support/vectors.h"
#include "tests/wallet/lying_node.h"
#include "wallet/files.h"

namespace allonge::wallet {
namespace {

using credential::StatusPurpose;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::vector<std::uint64_t> places_set(BytesView bits) {
  std::vector<std::uint64_t> out;
  for (std::uint64_t i = 0; i < bits.size() * 8; ++i)
    if (*bit_at(bits, i)) out.push_back(i);
  return out;
}

std::string why_not(std::string_view encoded) {
  const auto bits = decode_bits(encoded);
  return bits ? "reads" : bits.error().detail;
}

TEST(Bitstring, ComesBackFromItsTextBitForBit) {
  const std::vector<std::uint32_t> some{0, 7, 8, 35'497, 131'071};
  const Bytes bits = credential::bitstring(some);
  ASSERT_EQ(bits.size(), 16'384u);
  const std::string text = encode_bits(bits);
  EXPECT_EQ(text.front(), 'u');
  ASSERT_EQ(why_not(text), "reads");
  EXPECT_EQ(*decode_bits(text), bits);
  EXPECT_EQ(places_set(bits), (std::vector<std::uint64_t>{0, 7, 8, 35'497, 131'071}));
  EXPECT_EQ(bits[4'437], 0x40) << "35497 is bit 1 of byte 4437, counted from the left (credentials.md V10)";
  EXPECT_EQ(bit_at(bits, 131'072).reason(), Reason::out_of_range);
  EXPECT_TRUE(has(bit_at(bits, 131'072).error().detail, "RANGE_ERROR"));
}

TEST(Bitstring, IsRefusedByTheNameOfTheStandard) {
  const std::string good = encode_bits(credential::bitstring({}));
  const std::pair<std::string, const char*> wrong[] = {
      {good.substr(1), "begins with u"}, {"", "begins with u"}, {"z" + good.substr(1), "begins with u"},
      {good + "=", "not base64url"}, {"u", "not GZIP"}, {"uAAAA", "not GZIP"}, {good.substr(0, good.size() - 8), "not GZIP"},
      {"u" + base64url(bytes_of("not packed at all")), "not GZIP"}};
  for (const auto& [text, part] : wrong) {
    EXPECT_TRUE(has(why_not(text), "MALFORMED_VALUE_ERROR")) << text << ": " << why_not(text);
    EXPECT_TRUE(has(why_not(text), part)) << text << ": " << why_not(text);
  }
  Bytes twice = *parse_base64url(good.substr(1));
  const Bytes again = twice;
  twice.insert(twice.end(), again.begin(), again.end());
  EXPECT_TRUE(has(why_not("u" + base64url(twice)), "behind the end"));
}

Bytes gzip_of_zeros(std::size_t count) {
  Bytes zeros(count, 0), out(count);
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  stream.next_in = zeros.data();
  stream.avail_in = uInt(zeros.size());
  stream.next_out = out.data();
  stream.avail_out = uInt(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST(Bitstring, ABombIsNotExpanded) {
  EXPECT_EQ(why_not("u" + base64url(gzip_of_zeros(longest_bitstring))), "reads") << "1 MiB is the most";
  EXPECT_TRUE(has(why_not("u" + base64url(gzip_of_zeros(longest_bitstring + 1))), "more than 1 MiB"));
  const Bytes bomb = gzip_of_zeros(10 << 20);
  EXPECT_LT(bomb.size(), 20'000u);
  EXPECT_TRUE(has(why_not("u" + base64url(bomb)), "more than 1 MiB"));
}

// Lists that other implementations made and compressed; one of them the wrong way round, as its name says.
TEST(Bitstring, ReadsTheListsOfOthers) {
  READ_VECTOR(text, "status-list/encoded_lists.json");
  std::size_t read = 0;
  const JsonValue lists = test::vector_json(text);
  for (const JsonValue& list : lists.items) {
    const JsonValue* const entries = list.find("entries");
    if (entries == nullptr) continue;  // not a list, says its record
    const std::string& name = list.find("name")->text;
    const auto bits = decode_bits(list.find("encodedList")->text);
    ASSERT_TRUE(bits.has_value()) << name << bits.error().detail;
    EXPECT_EQ(bits->size(), std::stoul(entries->text) / 8) << name;
    std::vector<std::uint64_t> set;
    for (const JsonValue& one : list.find("set")->items) set.push_back(std::stoul(one.text));
    EXPECT_EQ(places_set(*bits), set) << name;
    ++read;
  }
  EXPECT_GE(read, 5u);
}

// jianghai vouches for two, and takes the first back.
struct ListWorld : LyingWorld {
  Digest revoked, standing;

  ListWorld() : LyingWorld(test::trusted_genesis()) {
    use_node(true);
    for (const char* person : {"maker1", "checker1"}) give_key("jianghai", person);
    revoked = recorded("shunchang", "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33");
    standing = recorded("lanwan", "urn:uuid:00000000-0000-4000-8000-000000000001");
    EXPECT_TRUE(ledger.act("jianghai", credential::RevokeCredential{revoked, credential::Cause::claim_false}).ok);
  }
  Digest recorded(const char* subject, const char* id) {
    test::Vouched what;
    what.subject = subject;
    what.id = id;
    const std::string text = test::signed_document(what, ledger.now());
    EXPECT_TRUE(ledger.act("jianghai", credential::IssueCredential{copy_of(bytes_of(text))}).ok);
    return credential::read_document(text, "demo-test")->hash;
  }
  credential::Credential record(const Digest& hash) const {
    return *credential::credential_records.find(ledger.snapshot()->state(), hash);
  }
  Said sign(const std::string& purpose) {
    return allonge({"--as", "jianghai/maker1", "--passphrase-file", file("secret"), "credential", "sign-list", "--purpose", purpose, "--out",
                    file("list.json")});
  }
  Said verify(std::vector<std::string> more = {}) {
    std::vector<std::string> words{"credential", "verify-list", file("list.json"), "--genesis", file("genesis.json"), "--moment", "2026-03-02T02:00:00Z"};
    words.insert(words.end(), more.begin(), more.end());
    return allonge(words);
  }
  bool is_set(std::uint32_t index) { return has(verify({"--json", "--index", std::to_string(index)}).out, R"("set":true)"); }
};

TEST(StatusList, IsSignedByItsIssuerAndReadWithoutANode) {
  ListWorld world;
  const Said made = world.sign("revocation");
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_TRUE(has(made.err, "jianghai-revocation-1: 1 of 131072 places set")) << made.err;
  world.node.asked.clear();
  const Said read = world.verify();
  EXPECT_EQ(read.code, 0) << read.out << read.err;
  EXPECT_TRUE(has(read.out, "did:allonge:demo-test:jianghai")) << read.out;
  EXPECT_TRUE(world.is_set(world.record(world.revoked).revocation.index));
  EXPECT_FALSE(world.is_set(world.record(world.standing).revocation.index));
  const Said beyond = world.verify({"--index", "131072"});
  EXPECT_EQ(beyond.code, 2) << beyond.err;
  EXPECT_TRUE(has(beyond.err, "RANGE_ERROR")) << beyond.err;
  EXPECT_TRUE(world.node.asked.empty()) << "no node is asked";

  const JsonValue document = *parse_json(*read_file(world.file("list.json"), longest_status_list_document));
  const Bytes bits = *decode_bits(document.find("credentialSubject")->find("encodedList")->text);
  EXPECT_EQ(bits.size(), 16'384u);
  EXPECT_EQ(places_set(bits), (std::vector<std::uint64_t>{world.record(world.revoked).revocation.index}));
}

// A list signed on a test network whose calendar was moved lay in the future of this machine's clock.
TEST(StatusList, OnATestNetworkTheCalendarOfItsNodesCounts) {
  ListWorld world;
  world.ledger.go_to({world.ledger.now().ms + 400 * ms_per_day});
  ASSERT_EQ(world.sign("revocation").code, 0);
  const Said read = world.allonge({"credential", "verify-list", world.file("list.json"), "--genesis", world.file("genesis.json")});
  EXPECT_EQ(read.code, 0) << read.out << read.err;
}

TEST(StatusList, ASuspensionIsAnotherListAndEndsByItself) {
  ListWorld world;
  const Time end{world.ledger.now().ms + ms_per_day};
  ASSERT_TRUE(world.ledger.act("jianghai", credential::SuspendCredential{world.standing, credential::Cause::unspecified, end}).ok);
  ASSERT_EQ(world.sign("suspension").code, 0);
  EXPECT_TRUE(world.is_set(world.record(world.standing).suspended_at.index));
  EXPECT_FALSE(world.is_set(world.record(world.revoked).suspended_at.index)) << "revoked, not suspended";
  world.ledger.go_to(end);
  const Said later = world.sign("suspension");
  EXPECT_TRUE(has(later.err, "jianghai-suspension-1: 0 of 131072 places set")) << later.err;
  EXPECT_EQ(world.sign("gossip").code, 2);
}

TEST(StatusList, WhatDoesNotHoldIsRefusedByName) {
  ListWorld world;
  ASSERT_EQ(world.sign("revocation").code, 0);
  const std::string good = *read_file(world.file("list.json"), longest_status_list_document);
  const std::string bits = parse_json(good)->find("credentialSubject")->find("encodedList")->text;
  const auto refused = [&](const std::string& text) {
    EXPECT_TRUE(write_file(world.file("list.json"), text, Privacy::everybody).has_value());
    const Said said = world.verify();
    EXPECT_EQ(said.code, 9) << said.out << said.err;
    return said.err;
  };
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string out = good;
    return out.replace(out.find(from), from.size(), to);
  };
  // Signed by the issuer's own key, and wrong all the same.
  const auto signed_with = [&](const std::string& encoded) {
    StatusListDraft draft;
    draft.issuer = credential::Identity::of(test::id_of("jianghai"));
    draft.id = "urn:x";
    draft.valid_from = test::morning_of("2026-03-02");
    draft.bits = Bytes(16'384, 0);
    JsonValue document = document_of(draft, "demo-test");
    for (auto& [name, member] : document.members)
      if (name == "credentialSubject")
        for (auto& [inner, value] : member.members)
          if (inner == "encodedList") value.text = encoded;
    credential::ProofOptions options;
    options.method = "did:allonge:demo-test:jianghai#key-0";
    options.created = draft.valid_from;
    return *credential::sign_document(document, test::key_of("jianghai", "maker1"), options);
  };
  const std::string empty = encode_bits(Bytes(16'384, 0));
  EXPECT_TRUE(has(refused(with(bits, empty)), "PROOF_SIGNATURE")) << "nobody clears a revocation on the way";
  EXPECT_TRUE(has(refused(with("eddsa-jcs-2022", "eddsa-rdfc-2022")), "PROOF_SUITE"));
  EXPECT_TRUE(has(refused(with("jianghai#key-0", "taihe#key-0")), "PROOF_CONTROLLER"));
  EXPECT_TRUE(has(refused(with("jianghai#key-0", "jianghai#key-9")), "PROOF_KEY"));
  EXPECT_TRUE(has(refused(with("\"BitstringStatusList\"", "\"Something\"")), "VC_SHAPE"));
  EXPECT_TRUE(has(refused("{}"), "VC_SHAPE"));
  EXPECT_TRUE(has(refused(signed_with(bits.substr(1))), "MALFORMED_VALUE_ERROR"));
  EXPECT_TRUE(has(refused(signed_with(encode_bits(Bytes(12'500, 0)))), "STATUS_LIST_LENGTH_ERROR"));
  EXPECT_TRUE(has(refused(signed_with("u" + base64url(gzip_of_zeros(10 << 20)))), "more than 1 MiB"));
}

}  // namespace
}  // namespace allonge::wallet
