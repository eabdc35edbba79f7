// Prepared files travel by any channel: everything is read from the signed bytes, and nothing that was
// changed on the way gets through.
#include "wallet/prepared.h"

#include <gtest/gtest.h>

#include "wallet/keyring.h"
#include "wallet/screen.h"

namespace allonge::wallet {
namespace {

TransactionBody body_of(std::vector<Operation> operations) {
  TransactionBody body;
  body.chain.bytes[0] = 1;
  body.party = *PartyId::parse("jianghai");
  body.idem.bytes[0] = 1;
  body.valid_until = *Time::parse("2027-03-02T02:00:00.000Z");
  for (const Operation& one : operations) body.operations.push_back(write_operation(one));
  return body;
}

Operation credit(const char* amount) {
  cash::Credit out;
  out.party = *PartyId::parse("taihe");
  out.amount = *Amount::parse(amount);
  out.payment_ref = "JH-1";
  return out;
}

SecretKey key_of(const char* person) { return *SecretKey::from_seed(demo_seed(*PartyId::parse("jianghai"), person)); }

TEST(Prepared, CollectsSignaturesInAnyOrder) {
  auto prepared = prepare("demo", body_of({credit("300000.00")}));
  ASSERT_TRUE(prepared.has_value()) << prepared.error().detail;
  ASSERT_TRUE(prepared->add(key_of("maker1")).has_value());
  ASSERT_TRUE(prepared->add(key_of("checker1")).has_value());
  const auto transaction = read_transaction(prepared->wire_bytes());
  ASSERT_TRUE(transaction.has_value());
  EXPECT_TRUE(verify_signatures(*transaction).has_value());
  EXPECT_EQ(transaction->id, prepared->file.digest);
}

TEST(Prepared, RefusesTheSameKeyTwice) {
  auto prepared = prepare("demo", body_of({credit("1")}));
  ASSERT_TRUE(prepared.has_value());
  ASSERT_TRUE(prepared->add(key_of("maker1")).has_value());
  EXPECT_EQ(prepared->add(key_of("maker1")).reason(), Reason::same_signer);
}

TEST(Prepared, DoesNotReadAfterAnyChange) {
  auto prepared = prepare("demo", body_of({credit("1")}));
  ASSERT_TRUE(prepared.has_value());
  ASSERT_TRUE(prepared->add(key_of("maker1")).has_value());
  EXPECT_TRUE(read_prepared(prepared->file).has_value());
  for (std::size_t i = 0; i < prepared->file.body.size(); ++i) {
    PreparedFile changed = prepared->file;
    changed.body[i] ^= 1;
    EXPECT_FALSE(read_prepared(changed).has_value()) << i;
  }
  PreparedFile changed = prepared->file;
  changed.digest.bytes[3] ^= 1;
  EXPECT_FALSE(read_prepared(changed).has_value());
  changed = prepared->file;
  changed.signatures[0].signature.bytes[3] ^= 1;
  EXPECT_EQ(read_prepared(changed).reason(), Reason::bad_signature);
}

TEST(Prepared, CombinesCopiesOfTheSameBodyOnly) {
  auto one = prepare("demo", body_of({credit("1")}));
  ASSERT_TRUE(one.has_value());
  auto two = one;
  ASSERT_TRUE(one->add(key_of("maker1")).has_value());
  ASSERT_TRUE(two->add(key_of("checker1")).has_value());
  const auto whole = combine({*one, *two});
  ASSERT_TRUE(whole.has_value());
  EXPECT_EQ(whole->file.signatures.size(), 2u);
  auto other = prepare("demo", body_of({credit("2")}));
  ASSERT_TRUE(other.has_value());
  EXPECT_EQ(combine({*one, *other}).reason(), Reason::bad_file);
}

TEST(Screen, ShowsEverythingInTheBytesAndTheAmountInWords) {
  const auto prepared = prepare("demo", body_of({credit("300000.00")}));
  ASSERT_TRUE(prepared.has_value());
  const std::string screen = signing_screen(*prepared, true, Language::en, Terminal::plain());
  for (const char* part : {"jianghai", "taihe", "cash.credit", "300,000.00", "叁拾万元整", "JH-1", "TEST"})
    EXPECT_NE(screen.find(part), std::string::npos) << part << "\n" << screen;
  EXPECT_NE(screen.find(prepared->file.digest.hex()), std::string::npos);
}

TEST(Screen, AsksForTheSumOfABatch) {
  EXPECT_EQ(amount_to_confirm({credit("1.50"), credit("2.50")})->text(), "4.00");
  receivable::AcceptTransfer acceptance;
  EXPECT_FALSE(amount_to_confirm({acceptance}).has_value());
}

TEST(Keyring, IsRefusedOutsideItsTestNetwork) {
  Digest chain;
  chain.bytes[0] = 1;
  Keyring keyring;
  keyring.chain = chain;
  EXPECT_TRUE(may_use(keyring, true, chain).has_value());
  EXPECT_EQ(may_use(keyring, false, chain).reason(), Reason::bad_key_file);
  EXPECT_EQ(may_use(keyring, true, Digest{}).reason(), Reason::bad_key_file);
  keyring.kind = "production";
  EXPECT_EQ(may_use(keyring, true, chain).reason(), Reason::bad_key_file);
}

}  // namespace
}  // namespace allonge::wallet
