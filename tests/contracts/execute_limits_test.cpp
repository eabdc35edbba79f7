// How much one transaction and one block may do: receipts, questions to the state.
#include "contracts/receivable/exposure.h"
#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

namespace {

std::vector<const Transaction*> pointers(const std::vector<Transaction>& transactions) {
  std::vector<const Transaction*> out;
  for (const Transaction& transaction : transactions) out.push_back(&transaction);
  return out;
}

// A certificate of 500 equal ranges, all of shunchang, that is due.
CertificateId due_in_pieces(Desk& desk, std::uint64_t fen_each) {
  const CertificateId id = desk.active("taihe", "shunchang", Amount::of_fen(500 * fen_each)->text());
  std::vector<RawMessage> cuts;
  for (std::uint64_t i = 0; i < 499; ++i)
    cuts.push_back(write_operation(Operation(Split{id, Fen{i * fen_each + 1}, *Amount::of_fen(fen_each)})));
  EXPECT_OK(desk.world.by("shunchang").submit(cuts));
  desk.world.go_to_date("2026-08-28");
  return id;
}

// So many more like it, written into the state as if each had been issued and cut up.
std::vector<CertificateId> copies(Desk& desk, const CertificateId& of, std::uint32_t count) {
  Draft draft(desk.world.view());
  std::vector<CertificateId> out;
  Exposure exposure = desk.exposure("taihe");
  exposure.outstanding = *Amount::of_fen(exposure.outstanding.fen() * (count + 1));
  exposure_records.put(draft, id_of("taihe"), Currency::cny, exposure);
  const std::vector<Range> ranges = partition(desk.world.view(), desk.certificate(of));
  for (std::uint32_t i = 0; i < count; ++i) {
    Certificate copy = desk.certificate(of);
    copy.id = out.emplace_back(CertificateId::derive(digest_of("a copy"), i));
    certificate_records.put(draft, copy.id, copy);
    for (Range range : ranges) {
      range.certificate = copy.id;
      put(draft, range);
    }
  }
  EXPECT_TRUE(desk.world.state().write(draft.take(), false).has_value());
  return out;
}

std::size_t total_of(const std::vector<Bytes>& all) {
  std::size_t out = 0;
  for (const Bytes& one : all) out += one.size();
  return out;
}

std::vector<RawMessage> tiny_payments(const CertificateId& id) {
  return std::vector<RawMessage>(499, write_operation(Operation(Pay{id, yuan("0.01")})));
}

}  // namespace

TEST(Execute, StopsBeforeItsReceiptsOutgrowTheBlockStore) {
  // A block of 100 KB made 69 MB of receipts; it was final before the store refused it, and every node stopped.
  Desk desk;
  desk.world.credit("taihe", "5000.00");
  const auto papers = copies(desk, due_in_pieces(desk, 1), 7 * 64);
  std::vector<Transaction> pool;
  for (std::size_t i = 0; i < papers.size(); i += 7) {
    std::vector<RawMessage> payments;
    for (std::size_t j = i; j < i + 7; ++j) payments.push_back(write_operation(Operation(Pay{papers[j], {}})));
    pool.push_back(desk.world.by("taihe").sign_raw(payments));
  }
  std::vector<const Transaction*> candidates = pointers(pool);
  const BuiltBlock built = build_block(desk.world.view(), desk.world.ring(), desk.world.next_block(), candidates);
  EXPECT_LT(built.taken.size(), pool.size());
  EXPECT_TRUE(built.left_out.empty());  // their turn comes in the next block
  for (const Receipt& receipt : built.outcome.receipts) EXPECT_TRUE(receipt.ok);
  const std::size_t bytes = total_of(built.outcome.receipt_bytes);
  EXPECT_GE(bytes, limits::block_receipt_bytes);
  EXPECT_LT(bytes, limits::block_receipt_bytes + 1024 * 1024);  // by one receipt

  const auto judged = [&](std::size_t count) {
    return execute_block(desk.world.view(), desk.world.ring(), desk.world.next_block(), std::span(candidates).first(count));
  };
  const auto same = judged(built.taken.size());
  ASSERT_TRUE(same.has_value());
  EXPECT_EQ(same->receipt_bytes, built.outcome.receipt_bytes);
  EXPECT_EQ(judged(built.taken.size() + 1).reason(), Reason::too_large);
}

TEST(Execute, ATransactionThatReadsTooMuchIsRefused) {
  // 499 payments of one fen on 500 ranges and one that fails: 250,000 decoded records for nothing, again and again.
  Desk desk;
  const CertificateId id = due_in_pieces(desk, 100);
  desk.world.credit("taihe", "500.00");
  const Verdict verdict = desk.world.by("taihe").submit(tiny_payments(id));
  EXPECT_REFUSED(verdict, Reason::too_large);
  EXPECT_NEAR(verdict.receipt.operation, limits::transaction_reads / 500, 10);
  EXPECT_TRUE(desk.certificate(id).paid.is_zero());
  EXPECT_OK(desk.world.by("taihe").act(Pay{id, {}}));
}

TEST(Execute, StopsBeforeABlockReadsTooMuch) {
  Desk desk;
  const CertificateId id = due_in_pieces(desk, 100);
  desk.world.credit("taihe", "500.00");
  std::vector<Transaction> pool;
  for (int i = 0; i < 6; ++i) pool.push_back(desk.world.by("taihe").sign_raw(tiny_payments(id)));
  const auto candidates = pointers(pool);
  const BuiltBlock built = build_block(desk.world.view(), desk.world.ring(), desk.world.next_block(), candidates);
  EXPECT_EQ(built.taken.size(), limits::block_reads / limits::transaction_reads + 1);
  EXPECT_TRUE(built.left_out.empty());
  EXPECT_EQ(execute_block(desk.world.view(), desk.world.ring(), desk.world.next_block(), candidates).reason(), Reason::too_large);
}

// The widest that business asks: each of 499 transfers by amount walks to the lowest free fen.
TEST(Execute, CutsUpAWholeCertificateInOneTransaction) {
  Desk desk;
  const CertificateId id = desk.active("taihe", "shunchang", "500.00");
  const std::vector<RawMessage> offers(499, write_operation(Operation(desk.transfer_op(id, "lanwan", "1.00"))));
  const Verdict made = desk.world.by("shunchang").submit(offers);
  EXPECT_OK(made);
  EXPECT_EQ(desk.certificate(id).range_count, 500u);
  std::vector<RawMessage> answers;
  for (std::uint32_t i = 0; i < 499; ++i)
    answers.push_back(write_operation(Operation(AcceptTransfer{TransferId::derive(made.transaction, i)})));
  EXPECT_OK(desk.world.by("lanwan").submit(answers));
  desk.expect_sound();
}

}  // namespace allonge::test
