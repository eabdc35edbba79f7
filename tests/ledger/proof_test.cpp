#include "ledger/proof.h"

#include <gtest/gtest.h>

#include "tests/support/small_chain.h"

namespace allonge {
namespace {

using test::Validators;

// A block of some transactions with receipts, and the headers after it.
struct Story {
  Validators validators{4};
  std::vector<Digest> wire_ids;
  std::vector<RawMessage> receipts;
  StateTree state;
  std::vector<Header> headers;

  explicit Story(std::uint32_t transactions, std::size_t later = 0) {
    Changes records;
    for (std::uint32_t i = 0; i < 60; ++i) {
      Bytes key;
      append_big_endian(key, std::uint16_t{9});
      append_big_endian(key, i);
      records[key] = copy_of(bytes_of("record " + std::to_string(i)));
    }
    state = state.with(records);
    receipts.push_back({encode(Receipt{{}, true, 0, 0, {}})});
    for (std::uint32_t i = 0; i < transactions; ++i) {
      Digest id;
      id.bytes.fill(std::uint8_t(i + 1));
      wire_ids.push_back(plain_sha256(id));
      receipts.push_back({encode(Receipt{id, i % 2 == 0, i % 2 == 0 ? 0u : 2002u, 0, {}})});
    }
    Header header = validators.after(nullptr);
    header.transaction_count = transactions;
    header.transaction_root = merkle_root(transaction_leaves(wire_ids));
    header.receipt_root = merkle_root(receipt_leaves(receipts));
    header.state_root = state.root();
    headers.push_back(header);
    for (std::size_t i = 0; i < later; ++i) headers.push_back(validators.after(&headers.back()));
  }

  FinalHeader final() const {
    FinalHeader out;
    out.header = headers.front();
    out.links.assign(headers.begin() + 1, headers.end());
    out.certificate = validators.finalize(headers.back());
    return out;
  }
  TransactionProof transaction(std::uint32_t place) const {
    return prove_transaction(final(), wire_ids, receipts, place);
  }
  StateProof record(std::uint32_t number) const {
    StateProof proof;
    append_big_endian(proof.key, std::uint16_t{9});
    append_big_endian(proof.key, number);
    if (number < 60) proof.value = copy_of(bytes_of("record " + std::to_string(number)));
    proof.path = state.prove(proof.key);
    proof.final = final();
    return proof;
  }
  TrustAnchor anchor() const { return validators.anchor(); }
};

template <class T, class Verify>
void any_changed_byte_fails(const T& proof, Verify verify) {
  const Bytes good = encode(proof);
  ASSERT_TRUE(verify(*decode<T>(good)));
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int flip : {0x01, 0x10, 0x80}) {
      Bytes bad = good;
      bad[at] = std::uint8_t(bad[at] ^ flip);
      const auto read = decode<T>(bad);
      EXPECT_FALSE(read && verify(*read)) << "byte " << at << " of " << good.size();
    }
  }
  for (std::size_t size = 0; size < good.size(); size += 7) {
    const auto read = decode<T>(BytesView(good).first(size));
    EXPECT_FALSE(read && verify(*read)) << "cut at " << size;
  }
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_FALSE(decode<T>(longer));
}

TEST(TransactionProof, ShowsEveryReceiptOfBlocksOfAnySize) {
  for (std::uint32_t count : {0u, 1u, 2u, 3u, 7u, 8u, 20u}) {
    const Story story(count);
    for (std::uint32_t place = 0; place <= count; ++place) {
      const auto shown = verify_transaction_proof(story.transaction(place), story.anchor());
      ASSERT_TRUE(shown) << shown.error().detail;
      EXPECT_EQ(encode(shown->receipt), story.receipts[place].bytes);
      EXPECT_EQ(shown->height, 1u);
      EXPECT_EQ(shown->wire_id.has_value(), place > 0);
    }
  }
}

TEST(TransactionProof, HoldsThroughLinksToALaterCertificate) {
  const Story story(3, 5);
  EXPECT_TRUE(verify_transaction_proof(story.transaction(2), story.anchor()));
  TransactionProof broken = story.transaction(2);
  broken.final.links.erase(broken.final.links.begin() + 2);
  EXPECT_FALSE(verify_transaction_proof(broken, story.anchor()));
  broken = story.transaction(2);
  broken.final.links.pop_back();
  EXPECT_FALSE(verify_transaction_proof(broken, story.anchor())) << "the certificate is for another header";
  broken = story.transaction(2);
  std::swap(broken.final.links[0], broken.final.links[1]);
  EXPECT_FALSE(verify_transaction_proof(broken, story.anchor()));
}

TEST(TransactionProof, FailsWithAnyChangedByte) {
  const Story story(5, 1);
  const auto verify = [&](const TransactionProof& proof) {
    return verify_transaction_proof(proof, story.anchor()).has_value();
  };
  any_changed_byte_fails(story.transaction(3), verify);
  any_changed_byte_fails(story.transaction(0), verify);
}

TEST(TransactionProof, NeverServesForAnotherPlace) {
  const Story story(6);
  for (std::uint32_t place = 0; place <= 6; ++place) {
    for (std::uint32_t other = 0; other <= 8; ++other) {
      TransactionProof moved = story.transaction(place);
      moved.place = other;
      EXPECT_EQ(verify_transaction_proof(moved, story.anchor()).has_value(), place == other);
    }
    TransactionProof mixed = story.transaction(place);
    if (place == 0) continue;
    mixed.wire_id = story.wire_ids[place % 6];
    EXPECT_FALSE(verify_transaction_proof(mixed, story.anchor()));
  }
}

TEST(StateProof, ShowsRecordsAndTheirAbsence) {
  const Story story(2, 1);
  for (std::uint32_t number : {0u, 1u, 59u, 60u, 1000u}) {
    const auto verdict = verify_state_proof(story.record(number), story.anchor());
    EXPECT_TRUE(verdict) << number << ": " << verdict.error().detail;
  }
  StateProof denied = story.record(7);
  denied.value.reset();
  EXPECT_FALSE(verify_state_proof(denied, story.anchor()));
  StateProof invented = story.record(60);
  invented.value = Bytes{1};
  EXPECT_FALSE(verify_state_proof(invented, story.anchor()));
}

TEST(StateProof, FailsWithAnyChangedByte) {
  const Story story(1);
  const auto verify = [&](const StateProof& proof) { return verify_state_proof(proof, story.anchor()).has_value(); };
  any_changed_byte_fails(story.record(11), verify);
  // The absence of key 61 once held with a changed byte in the key too: it proved the absence of both.
  any_changed_byte_fails(story.record(61), verify);
}

TEST(FinalHeader, IsBelievedOnlyByItsOwnAnchor) {
  const Story story(1);
  EXPECT_TRUE(verify_final(story.final(), story.anchor()));
  TrustAnchor other = story.anchor();
  other.chain.bytes[0] ^= 1;
  EXPECT_EQ(verify_final(story.final(), other).reason(), Reason::proof_invalid) << "another chain";
  other = story.anchor();
  other.epoch_id.bytes[0] ^= 1;
  EXPECT_FALSE(verify_final(story.final(), other)) << "another epoch";
  other = story.anchor();
  std::swap(other.committee.members[0], other.committee.members[1]);
  EXPECT_FALSE(verify_final(story.final(), other)) << "another committee";
}

TEST(FinalHeader, NeedsAFinalizeCertificateOfAQuorum) {
  const Story story(1);
  const Header& header = story.headers[0];
  FinalHeader proof = story.final();
  proof.certificate = story.validators.certify(VoteKind::notarize, header.view, hash_of(header), {0, 1, 2});
  EXPECT_FALSE(verify_final(proof, story.anchor())) << "notarized is not final";
  proof.certificate = story.validators.certify(VoteKind::finalize, header.view, hash_of(header), {0, 1});
  EXPECT_FALSE(verify_final(proof, story.anchor())) << "too few";
  proof.certificate = story.validators.certify(VoteKind::finalize, header.view, hash_of(header), {0, 1, 2, 3});
  EXPECT_FALSE(verify_final(proof, story.anchor())) << "more than a quorum is another form";
  proof.certificate = story.validators.certify(VoteKind::finalize, header.view, hash_of(header), {1, 2, 3});
  EXPECT_TRUE(verify_final(proof, story.anchor())) << "any quorum does";
  proof.certificate = story.validators.certify(VoteKind::finalize, header.view + 1, hash_of(header), {0, 1, 2});
  EXPECT_FALSE(verify_final(proof, story.anchor())) << "another view";
  for (const auto change : {&Header::version, &Header::flags}) {
    Header odd = header;
    odd.*change = 2;
    EXPECT_FALSE(verify_final({odd, {}, story.validators.finalize(odd)}, story.anchor()));
  }
}

}  // namespace
}  // namespace allonge
