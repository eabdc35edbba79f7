#include "contracts/execute.h"

#include "contracts/due_queue.h"
#include "contracts/idem_memory.h"
#include "tests/support/world.h"

namespace allonge::test {
namespace {

cash::Credit credit(const char* amount, std::string ref) { return {id_of("taihe"), Currency::cny, yuan(amount), std::move(ref)}; }
cash::Debit debit(const char* amount, std::string ref) { return {id_of("taihe"), Currency::cny, yuan(amount), std::move(ref)}; }
Amount balance(const World& world) { return balance_of(world.view(), id_of("jianghai"), id_of("taihe"), Currency::cny); }

TEST(Execute, GivesTheBoundaryAndEachTransactionAReceipt) {
  World world;
  const auto outcome = world.block({world.by("jianghai").sign(credit("1.00", "a")), world.by("jianghai").sign(debit("5.00", "b"))});
  ASSERT_TRUE(outcome);
  ASSERT_EQ(outcome->receipts.size(), 3u);
  EXPECT_TRUE(outcome->receipts[0].ok);
  EXPECT_TRUE(outcome->receipts[0].transaction.is_zero());
  EXPECT_TRUE(outcome->receipts[1].ok);
  EXPECT_EQ(outcome->receipts[1].events.size(), 1u);
  EXPECT_FALSE(outcome->receipts[2].ok);
  EXPECT_EQ(outcome->receipts[2].reason, number_of(Reason::insufficient_cash));
  EXPECT_TRUE(outcome->receipts[2].events.empty());
  EXPECT_EQ(outcome->event_count, 1u);
}

TEST(Execute, LetsAnOperationSeeThoseBeforeIt) {
  World world;
  EXPECT_OK(world.by("jianghai").act(credit("10.00", "a"), debit("7.50", "b"), credit("1.00", "c")));
  EXPECT_EQ(balance(world), yuan("3.50"));
}

// All or nothing: what the first operations of a refused transaction did is gone.
TEST(Execute, LeavesNothingOfARefusedTransaction) {
  World world;
  world.credit("taihe", "1.00");
  const auto before = world.state();
  const Verdict verdict = world.by("jianghai").act(credit("10.00", "a"), credit("1.00", "b"), debit("99.00", "c"));
  EXPECT_REFUSED(verdict, Reason::insufficient_cash);
  EXPECT_EQ(verdict.receipt.operation, 2u);
  EXPECT_EQ(balance(world), yuan("1.00"));
  EXPECT_EQ(world.state().size(), before.size());
  EXPECT_OK(world.by("jianghai").act(credit("10.00", "a")));  // not even the reference is used up
}

TEST(Execute, AsksTheCardsRoleFirst) {
  World world;
  const cash::Credit nonsense{id_of("nobody-here"), Currency::cny, Amount{}, ""};
  EXPECT_REFUSED(world.by("taihe").act(nonsense), Reason::role_forbidden);
  EXPECT_REFUSED(world.by("dongfang").act(credit("1.00", "a")), Reason::role_forbidden);
  EXPECT_REFUSED(world.by("jianghai").act(party::SetLimit{id_of("taihe"), Currency::cny, yuan("1.00")}), Reason::role_forbidden);
}

template <std::size_t... I>
std::vector<Operation> one_of_each(std::index_sequence<I...>) {
  return {Operation(std::in_place_index<I>)...};
}

// Exhaustive: every operation by every single role. The card decides, before anything else is looked at.
TEST(Execute, LetsExactlyTheCardsRolesThrough) {
  World world;
  const Context context{world.next_block(), id_of("taihe"), digest_of("a transaction"), 0};
  for (const Operation& op : one_of_each(std::make_index_sequence<std::variant_size_v<Operation>>{})) {
    const RoleSet wanted = *roles_named(card_of(op).role);
    for (const EnumValue& role : values_of(Role{})) {
      Draft draft(world.view());
      Events events;
      const auto verdict = perform(op, context, RoleSet{Role(role.number)}, draft, events);
      if (wanted.empty() || wanted.has(Role(role.number))) {
        EXPECT_TRUE(verdict || verdict.error().detail != std::string("needs ") + card_of(op).role) << card_of(op).name;
        continue;
      }
      ASSERT_FALSE(verdict) << card_of(op).name << " by " << role.name;
      EXPECT_EQ(verdict.error().reason, Reason::role_forbidden) << card_of(op).name << " by " << role.name;
      EXPECT_TRUE(draft.changes().empty());
      EXPECT_TRUE(events.empty());
    }
  }
}

TEST(Execute, RefusesABlockWithAnythingInadmissible) {
  World world;
  const Transaction good = world.by("jianghai").sign(credit("1.00", "a"));
  const Transaction unchecked = world.by("jianghai").only({"maker1"}).sign(credit("1.00", "b"));
  EXPECT_EQ(world.block({good, unchecked}).reason(), Reason::approvals_missing);
  EXPECT_EQ(balance(world), Amount{});
}

TEST(Execute, RefusesABlockThatUsesAnIdemTwice) {
  World world;
  const Transaction one = world.by("jianghai").idem("x").sign(credit("1.00", "a"));
  const Transaction other = world.by("jianghai").idem("x").sign(credit("1.00", "b"));
  const Time later{world.now().ms + 3'600'000};
  const Transaction long_one = world.by("jianghai").idem("y").valid_until(later).sign(credit("1.00", "c"));
  const Transaction long_other = world.by("jianghai").idem("y").valid_until(later).sign(credit("1.00", "d"));
  EXPECT_EQ(world.block({one, one}).reason(), Reason::already_known);
  EXPECT_EQ(world.block({one, other}).reason(), Reason::idem_conflict);
  EXPECT_EQ(world.block({long_one, long_one}).reason(), Reason::already_known);
  EXPECT_EQ(world.block({long_one, long_other}).reason(), Reason::idem_conflict);
  EXPECT_TRUE(world.block({one, long_one}));
}

TEST(Execute, BuildsABlockFromWhatIsAdmissible) {
  World world;
  const std::vector<Transaction> pool{
      world.by("jianghai").sign(credit("1.00", "a")),
      world.by("jianghai").only({"maker1"}).sign(credit("1.00", "b")),
      world.by("jianghai").sign(debit("9.00", "c")),
      world.by("jianghai").idem("x").sign(credit("2.00", "d")),
      world.by("jianghai").idem("x").sign(credit("4.00", "e")),
  };
  std::vector<const Transaction*> candidates;
  for (const Transaction& transaction : pool) candidates.push_back(&transaction);
  const BuiltBlock built = build_block(world.view(), world.ring(), world.next_block(), candidates);
  EXPECT_EQ(built.taken, (std::vector<std::size_t>{0, 2, 3}));  // a refusal of business is taken
  ASSERT_EQ(built.left_out.size(), 2u);
  EXPECT_EQ(built.left_out[0].second.reason, Reason::approvals_missing);
  EXPECT_EQ(built.left_out[1].second.reason, Reason::idem_conflict);

  // The others, executing what was taken, come to the same.
  const auto executed = world.block({pool[0], pool[2], pool[3]});
  ASSERT_TRUE(executed);
  EXPECT_EQ(executed->changes, built.outcome.changes);
  EXPECT_EQ(executed->event_count, built.outcome.event_count);
}

TEST(Execute, StopsABlockAtItsLimitOfBytes) {
  World world;
  std::vector<RawMessage> many;
  for (int i = 0; i < 500; ++i) many.push_back(write_operation(Operation(credit("1.00", "padding-to-make-it-longer-padding-" + std::to_string(i)))));
  std::vector<Transaction> pool;
  std::size_t bytes = 0;
  while (bytes <= limits::block_bytes) {
    pool.push_back(world.by("jianghai").sign_raw(many));
    bytes += pool.back().bytes.size();
  }
  std::vector<const Transaction*> candidates;
  for (const Transaction& transaction : pool) candidates.push_back(&transaction);
  const BuiltBlock built = build_block(world.view(), world.ring(), world.next_block(), candidates);
  EXPECT_EQ(built.taken.size(), pool.size() - 1);
  EXPECT_TRUE(built.left_out.empty());
  EXPECT_EQ(execute_block(world.view(), world.ring(), world.next_block(), candidates).reason(), Reason::too_large);
}

TEST(Execute, TakesFiveHundredOperations) {
  World world;
  std::vector<RawMessage> many;
  for (int i = 0; i < 500; ++i) many.push_back(write_operation(Operation(credit("0.01", "n" + std::to_string(i)))));
  EXPECT_OK(world.by("jianghai").submit(many));
  EXPECT_EQ(balance(world), yuan("5.00"));
}

TEST(Execute, SimulatesWithoutSignatures) {
  World world;
  TransactionBody body;
  body.chain = world.chain();
  body.party = id_of("jianghai");
  body.valid_until = {world.now().ms + 1000};
  body.operations = {write_operation(Operation(debit("1.00", "a")))};
  const Simulation refused = simulate(world.view(), world.next_block(), body, digest_of("id"));
  EXPECT_FALSE(refused.receipt.ok);
  EXPECT_EQ(refused.receipt.reason, number_of(Reason::insufficient_cash));
  EXPECT_EQ(refused.detail, "jianghai/taihe/CNY holds 0.00, 1.00 is asked");
  EXPECT_TRUE(refused.changes.empty());
  body.operations = {write_operation(Operation(credit("1.00", "a")))};
  const Simulation done = simulate(world.view(), world.next_block(), body, digest_of("id"));
  EXPECT_TRUE(done.receipt.ok);
  EXPECT_EQ(done.changes.size(), 3u);  // account, issued money, reference
  body.party = id_of("nobody-here");
  EXPECT_EQ(simulate(world.view(), world.next_block(), body, digest_of("id")).receipt.reason, number_of(Reason::unknown_party));
}

TEST(Execute, SpillsWhatFallsDueOverIntoTheNextBlock) {
  World world;
  const Time until{world.now().ms + 3'600'000};
  const std::size_t before = world.state().size();
  for (int block = 0; block < 5; ++block) {
    std::vector<Transaction> transactions;
    for (int i = 0; i < 500; ++i)
      transactions.push_back(world.by("jianghai").valid_until(until).sign(credit("0.01", std::to_string(block * 500 + i))));
    ASSERT_TRUE(world.block(transactions));
  }
  // Reference, idem, and its place in the queue; the count of the party's idems and of all.
  EXPECT_EQ(world.state().size(), before + 2 + 2500 * 3 + 2);
  ReplayRing ring;
  BlockContext context = world.next_block();
  context.time = {until.ms + 1};
  std::vector<std::size_t> removed;
  MemoryStore state = world.state();
  for (bool more = true; more; ++context.height) {
    const auto outcome = execute_block(state, ring, context, {});
    ASSERT_TRUE(outcome);
    removed.push_back((outcome->changes.size() - 2) / 2);
    more = outcome->more_due;
    ASSERT_TRUE(state.write(outcome->changes, false));
  }
  EXPECT_EQ(removed, (std::vector<std::size_t>{1000, 1000, 500}));
  EXPECT_EQ(next_due(state), std::nullopt);
  EXPECT_FALSE(idem_total.has(state));
}

}  // namespace
}  // namespace allonge::test
