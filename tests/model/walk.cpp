#include "tests/model/walk.h"

#include "contracts/execute.h"
#include "contracts/index.h"
#include "contracts/receivable/audit.h"
#include "contracts/receivable/queries.h"
#include "tests/model/walk_world.h"

#include <gtest/gtest.h>

namespace allonge::test {

using namespace allonge::receivable;

namespace {

std::vector<CertificateId> touched(const Changes& changes) {
  std::vector<CertificateId> out;
  for (const auto& [key, value] : changes) {
    const auto table = read_big_endian<std::uint16_t>(key);
    if (table != certificate_records.number && table != range_records.number) continue;
    const auto id = CertificateId::parse(ids::write("RC", read_big_endian<std::uint64_t>(BytesView(key).subspan(2, 8))));
    if (std::find(out.begin(), out.end(), *id) == out.end()) out.push_back(*id);
  }
  return out;
}

}  // namespace

Walk::Walk(std::uint64_t seed, const GenesisConfig& genesis)
    : model_(walk_setting()), chain_(chain_of(genesis)), acts_(seed, model_, walk_setting(), chain_), now_(genesis.calendar_start) {
  auto state = genesis_state(genesis);
  EXPECT_TRUE(state.has_value()) << (state ? "" : state.error().detail);
  EXPECT_TRUE(state_.write(*state, false).has_value());
  for (const PartyId& party : acts_.everybody()) {
    const SecretKey maker = key_of(party.text(), "maker1"), checker = key_of(party.text(), "checker1");
    keys_[party] = {maker.public_key(), checker.public_key()};
  }
}

bool Walk::block() {
  now_ = {now_.ms + pause_ms()};
  const BlockContext context{chain_, ++height_, now_, true};
  model_.begin_block(now_);
  acts_.go_to(now_, blocks / 200 % 2 == 1);
  std::vector<Transaction> transactions;
  std::vector<std::optional<Reason>> predicted;
  const std::size_t count = 1 + acts_.dice().below(30);
  for (std::size_t i = 0; i < count; ++i) {
    // The first act chooses who acts; others in the same transaction are by the same party.
    std::vector<Operation> operations{acts_.next(acts_.anybody(), false)};
    const PartyId actor = acts_.by();
    while (acts_.dice().one_in(12)) operations.push_back(acts_.next(actor, true));
    transactions.push_back(transaction(actor, operations));
    predicted.push_back(predict(actor, operations, transactions.back().id));
  }
  std::vector<const Transaction*> pointers;
  for (const Transaction& one : transactions) pointers.push_back(&one);
  auto outcome = execute_block(state_, ring_, context, pointers);
  if (!outcome) {
    ADD_FAILURE() << "block " << height_ << " is invalid: " << name_of(outcome.reason()) << " " << outcome.error().detail;
    return false;
  }
  const bool same = take(*std::move(outcome), predicted);
  model_.forget(40, 60);
  return same;
}

bool Walk::take(BlockOutcome outcome, std::span<const std::optional<Reason>> predicted) {
  EXPECT_FALSE(outcome.more_due);
  bool same = outcome.broken_laws.empty();
  for (const std::string& why : outcome.broken_laws) ADD_FAILURE() << "block " << height_ << ": " << why;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    const Receipt& receipt = outcome.receipts[i + 1];
    const std::uint32_t wanted = predicted[i] ? number_of(*predicted[i]) : 0;
    if (receipt.ok == !predicted[i] && receipt.reason == wanted) continue;
    ADD_FAILURE() << "block " << height_ << " transaction " << i << ": model "
                  << (predicted[i] ? name_of(*predicted[i]) : "done") << ", ledger "
                  << (receipt.ok ? "done" : name_of(Reason(receipt.reason)));
    same = false;
  }
  Changes beside = outcome.beside;
  derive_index(state_, outcome.changes, beside);
  EXPECT_TRUE(index_.write(beside, false).has_value());
  EXPECT_TRUE(state_.write(outcome.changes, false).has_value());
  ring_.add_block(now_, outcome.idems);
  ++blocks;
  const auto looked_at = blocks % 50 == 0 ? model_.every_certificate() : touched(outcome.changes);
  for (const std::string& why : model_.differences(state_, looked_at)) {
    ADD_FAILURE() << "block " << height_ << ": " << why;
    same = false;
  }
  return same;
}

void Walk::look_closely() {
  for (const std::string& wrong : audit(state_)) ADD_FAILURE() << "block " << height_ << ": " << wrong;
  const Books books{state_, index_};
  for (const auto& [id, paper] : model_.papers()) {
    if (paper.units.empty() || !acts_.dice().one_in(10)) continue;
    const std::uint64_t fen = 1 + acts_.dice().below(paper.face);
    const auto title = history(books, *certificate_records.find(state_, id), Fen{fen});
    ASSERT_TRUE(title.has_value()) << name_of(title.reason());
    std::vector<TransferId> path;
    for (const Endorsement& node : title->endorsements)
      if (node.kind == EndorsementKind::transfer) path.push_back(node.transfer);
    EXPECT_EQ(path, paper.units[fen - 1].path) << id.text() << " fen " << fen;
  }
}

std::uint64_t Walk::pause_ms() {
  if (acts_.dice().one_in(60)) return ms_per_day * (1 + acts_.dice().below(6));
  if (acts_.dice().one_in(9)) return 1 + acts_.dice().below(ms_per_day);
  return 1 + acts_.dice().below(60'000);
}

Transaction Walk::transaction(const PartyId& by, const std::vector<Operation>& operations) {
  TransactionBody body;
  body.chain = chain_;
  body.party = by;
  Bytes idem(8);
  append_big_endian(idem, ++idems_);
  body.idem = *Idem::from(idem);
  body.valid_until = {now_.ms + 60'000};
  for (const Operation& op : operations) body.operations.push_back(write_operation(op));
  // Signatures are verified before a block is executed, so their bytes do not matter here.
  std::vector<KeySignature> signatures;
  for (const PublicKey& key : keys_.at(by)) signatures.push_back({key, {}});
  auto read = read_transaction(assemble(encode(body), std::move(signatures)));
  EXPECT_TRUE(read.has_value()) << (read ? "" : read.error().detail);
  return *std::move(read);
}

std::optional<Reason> Walk::predict(const PartyId& by, const std::vector<Operation>& operations, const Digest& id) {
  std::optional<LedgerModel> before;
  if (operations.size() > 1) before = model_;
  std::optional<Reason> answer;
  for (std::uint32_t place = 0; place < operations.size() && !answer; ++place) {
    ++acts;
    answer = std::visit(
        [&]<class Op>(const Op& op) -> std::optional<Reason> {
          if constexpr (requires { model_.perform(by, op, id, place); }) return model_.perform(by, op, id, place);
          else return Reason::operation_unknown;
        },
        operations[place]);
    ++outcomes[std::string(card_of(operations[place]).name) + " " + std::string(answer ? name_of(*answer) : "done")];
  }
  if (answer && before) model_ = *before;
  done += !answer;
  return answer;
}

}  // namespace allonge::test
