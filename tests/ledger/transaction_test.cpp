#include "ledger/transaction.h"

#include <gtest/gtest.h>

#include "ledger/digest.h"

namespace allonge {
namespace {

struct People {
  std::vector<SecretKey> keys;
  TransactionBody body;

  People() {
    for (std::uint8_t i = 1; i <= 3; ++i) keys.push_back(*SecretKey::from_seed(Bytes(32, i)));
    body.chain.bytes.fill(0xC0);
    body.party = *PartyId::parse("jianghai");
    body.idem.bytes.fill(7);
    body.valid_until = Time{1'772'413'200'000};
    body.operations.push_back({Bytes{0x8a, 0x10, 0x00}});
  }
  std::vector<KeySignature> sign(const Bytes& bytes, std::initializer_list<std::size_t> people) const {
    std::vector<KeySignature> out;
    for (const std::size_t i : people)
      out.push_back({keys[i].public_key(), keys[i].sign(text_to_sign(transaction_id(bytes)))});
    return out;
  }
};

TEST(Transaction, ReadsWhatWasAssembled) {
  const People people;
  const Bytes body = encode(people.body);
  const Bytes bytes = assemble(body, people.sign(body, {0, 1, 2}));
  const auto read = read_transaction(bytes);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->id, digest("allonge/tx/v1", body));
  EXPECT_EQ(read->wire_id, digest("allonge/wire/v1", bytes));
  EXPECT_EQ(read->body.party.text(), "jianghai");
  EXPECT_EQ(read->signatures.size(), 3u);
  EXPECT_TRUE(verify_signatures(*read));
}

TEST(Transaction, IsSignedOverATagAndItsId) {
  Digest id;
  id.bytes.fill(0xAB);
  const auto text = text_to_sign(id);
  EXPECT_EQ(hex(text), "414c4c4f4e47452d54582d5631" "000000" + id.hex());
}

TEST(Transaction, KeepsItsIdWhateverTheSignatures) {
  const People people;
  const Bytes body = encode(people.body);
  const auto one = read_transaction(assemble(body, people.sign(body, {0})));
  const auto two = read_transaction(assemble(body, people.sign(body, {0, 1})));
  EXPECT_EQ(one->id, two->id);
  EXPECT_NE(one->wire_id, two->wire_id);
}

TEST(Transaction, RefusesWhatNeedsNoStateToSee) {
  const People people;
  const Bytes body = encode(people.body);
  EXPECT_EQ(read_transaction(Bytes(limits::transaction_bytes + 1)).reason(), Reason::too_large);
  EXPECT_EQ(read_transaction({}).reason(), Reason::bad_encoding);
  EXPECT_EQ(read_transaction(Bytes{1, 2, 3}).reason(), Reason::bad_encoding);

  auto signatures = people.sign(body, {0, 1});
  Bytes doubled = encode(SignedTransaction{{body}, {signatures[0], signatures[0]}});
  EXPECT_EQ(read_transaction(doubled).reason(), Reason::signatures_unordered);
  if (signatures[0].key < signatures[1].key) std::swap(signatures[0], signatures[1]);
  EXPECT_EQ(read_transaction(encode(SignedTransaction{{body}, signatures})).reason(), Reason::signatures_unordered);

  TransactionBody other = people.body;
  other.operations.clear();
  EXPECT_EQ(read_transaction(assemble(encode(other), {})).reason(), Reason::no_operations);
  other = people.body;
  other.operations.assign(501, {Bytes{0x8a, 0x10, 0x00}});
  EXPECT_EQ(read_transaction(assemble(encode(other), {})).reason(), Reason::bad_encoding);
  other.operations.resize(500);
  EXPECT_TRUE(read_transaction(assemble(encode(other), {})));
  other = people.body;
  other.party = {};
  EXPECT_EQ(read_transaction(assemble(encode(other), {})).reason(), Reason::missing_field);

  Bytes padded = body;
  padded.push_back(0);
  EXPECT_EQ(read_transaction(assemble(padded, {})).reason(), Reason::bad_encoding) << "bytes behind the body";
}

TEST(Transaction, RefusesSignaturesThatDoNotVerify) {
  const People people;
  const Bytes body = encode(people.body);
  EXPECT_EQ(verify_signatures(*read_transaction(assemble(body, {}))).reason(), Reason::bad_signature) << "unsigned";
  auto signatures = people.sign(body, {0, 1});
  std::swap(signatures[0].signature, signatures[1].signature);
  EXPECT_EQ(verify_signatures(*read_transaction(assemble(body, signatures))).reason(), Reason::bad_signature);

  TransactionBody other = people.body;
  other.idem.bytes[0] ^= 1;
  EXPECT_EQ(verify_signatures(*read_transaction(assemble(encode(other), people.sign(body, {0})))).reason(), Reason::bad_signature)
      << "signed another body";
}

TEST(Transaction, NoticesAnyChangedBit) {
  const People people;
  const Bytes body = encode(people.body);
  const Bytes good = assemble(body, people.sign(body, {2}));
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Bytes bad = good;
    bad[bit / 8] = std::uint8_t(bad[bit / 8] ^ 1u << bit % 8);
    const auto read = read_transaction(bad);
    EXPECT_FALSE(read && verify_signatures(*read)) << "bit " << bit;
  }
}

}  // namespace
}  // namespace allonge
