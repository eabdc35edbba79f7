#include "tests/support/world.h"

#include <ostream>

#include "contracts/due_queue.h"
#include "contracts/index.h"
#include "ledger/digest.h"

namespace allonge::test {

std::ostream& operator<<(std::ostream& out, const Verdict& verdict) {
  if (verdict.ok()) return out << "done";
  out << (verdict.in_block ? "refused " : "kept out ");
  if (verdict.reason) out << name_of(*verdict.reason);
  return out << " " << verdict.detail;
}

Actor::Actor(World& world, std::string party) : world_(world), party_(std::move(party)) {}

Actor& Actor::only(std::vector<std::string> people) {
  people_ = std::move(people);
  return *this;
}
Actor& Actor::with_keys(std::vector<const SecretKey*> keys) {
  keys_ = std::move(keys);
  return *this;
}
Actor& Actor::idem(std::string_view text) {
  const Digest made = digest("allonge/test-idem/v1", bytes_of(text));
  idem_ = *Idem::from(BytesView(made.bytes).first(16));
  return *this;
}
Actor& Actor::valid_until(Time time) {
  valid_until_ = time;
  return *this;
}
Actor& Actor::on_chain(const Digest& chain) {
  chain_ = chain;
  return *this;
}

Transaction Actor::sign_raw(std::vector<RawMessage> operations) {
  TransactionBody body;
  body.chain = chain_.value_or(world_.chain());
  body.party = id_of(party_);
  body.idem = idem_ ? *idem_ : world_.fresh_idem();
  body.valid_until = valid_until_.value_or(Time{world_.now().ms + 300'000});
  body.operations = std::move(operations);
  const Bytes bytes = encode(body);
  const auto text = text_to_sign(transaction_id(bytes));
  std::vector<KeySignature> signatures;
  const auto sign_with = [&](const SecretKey& key) { signatures.push_back({key.public_key(), key.sign(text)}); };
  if (keys_)
    for (const SecretKey* key : *keys_) sign_with(*key);
  else
    for (const std::string& person : people_) sign_with(key_of(party_, person));
  auto transaction = read_transaction(assemble(bytes, std::move(signatures)));
  EXPECT_TRUE(transaction.has_value()) << (transaction ? "" : transaction.error().detail);
  if (transaction && !transaction->signatures.empty()) {
    EXPECT_TRUE(verify_signatures(*transaction).has_value());
  }
  return *std::move(transaction);
}

Verdict Actor::submit(std::vector<RawMessage> operations) { return world_.submit(sign_raw(std::move(operations))); }

World::World(const GenesisConfig& genesis)
    : chain_(chain_of(genesis)), test_network_(genesis.kind == NetworkKind::test), now_(genesis.calendar_start) {
  auto state = genesis_state(genesis);
  EXPECT_TRUE(state.has_value()) << (state ? "" : state.error().detail);
  EXPECT_TRUE(state_.write(*state, false).has_value());
}

void World::admit(std::string_view name, std::vector<Role> roles) {
  bool issuer = false;
  for (const Role role : roles) issuer = issuer || role == Role::issuer;
  EXPECT_OK(by("operator").act(party::AdmitParty{application_of(name, std::move(roles))}));
  if (issuer) EXPECT_OK(by("operator").act(party::SetLimit{id_of(name), Currency::cny, yuan("100000000.00")}));
}

void World::admit_scenario_parties() {
  admit("core", {Role::issuer});
  for (int i = 1; i <= 25; ++i) admit(i < 10 ? "s0" + std::to_string(i) : "s" + std::to_string(i), {Role::holder});
}

void World::credit(std::string_view party, std::string_view amount) {
  EXPECT_OK(by("jianghai").act(
      cash::Credit{id_of(party), Currency::cny, yuan(amount), "in-" + std::to_string(height_ + 1)}));
}

BlockContext World::next_block() const { return {chain_, height_ + 1, {now_.ms + 1000}, test_network_}; }

Result<BlockOutcome> World::block(const std::vector<Transaction>& transactions) {
  const BlockContext context = next_block();
  std::vector<const Transaction*> pointers;
  for (const Transaction& transaction : transactions) pointers.push_back(&transaction);
  TRY(BlockOutcome outcome, execute_block(state_, ring_, context, pointers));
  const auto again = execute_block(state_, ring_, context, pointers);
  EXPECT_TRUE(again.has_value() && again->changes == outcome.changes) << "the same block changed something else";
  for (std::size_t i = 0; again && i < outcome.receipts.size(); ++i)
    EXPECT_EQ(hex(encode(outcome.receipts[i])), hex(encode(again->receipts[i])));
  EXPECT_TRUE(outcome.broken_laws.empty()) << outcome.broken_laws.front();

  Changes beside = outcome.beside;
  derive_index(state_, outcome.changes, beside);
  EXPECT_TRUE(index_.write(beside, false).has_value());
  EXPECT_TRUE(state_.write(outcome.changes, false).has_value());
  ring_.add_block(context.time, outcome.idems);
  now_ = context.time;
  height_ = context.height;
  boundary_ = outcome.receipts.front();
  for (const Receipt& receipt : outcome.receipts)
    for (const Event& event : receipt.events) {
      EXPECT_NE(event.type, "due.dropped") << event.subject;
      events_.push_back(event);
    }
  return outcome;
}

Verdict World::submit(const Transaction& transaction) {
  Verdict verdict;
  verdict.transaction = transaction.id;
  const BlockContext context = next_block();
  // What the pool asks first must agree with what the block says.
  const auto admitted = admissible(state_, ring_, context, transaction);
  const Simulation simulated = simulate(state_, context, transaction.body, transaction.id, &transaction.signatures);
  const auto outcome = block({transaction});
  if (!outcome) {
    verdict.reason = outcome.error().reason;
    verdict.detail = outcome.error().detail;
    if (admitted.has_value() && boundary_.events.empty()) ADD_FAILURE() << "admissible, but not in a block: " << verdict;
    return verdict;
  }
  verdict.in_block = true;
  verdict.receipt = outcome->receipts.at(1);
  verdict.detail = simulated.detail;
  if (!verdict.receipt.ok) verdict.reason = Reason(verdict.receipt.reason);
  if (outcome->receipts.front().events.empty()) {
    EXPECT_EQ(simulated.receipt.ok, verdict.receipt.ok);
    EXPECT_EQ(simulated.receipt.reason, verdict.receipt.reason);
  }
  return verdict;
}

void World::go_to(Time time) {
  EXPECT_GT(time, now_);
  now_ = {time.ms - 1000};  // the next block is a second later
  while (true) {
    const auto outcome = block({});
    if (!outcome) {
      ADD_FAILURE() << "an empty block is always valid";
      return;
    }
    if (!outcome->more_due) return;
  }
}

Idem World::fresh_idem() {
  const Digest made = digest("allonge/test-idem/v1", bytes_of("fresh " + std::to_string(++idems_)));
  return *Idem::from(BytesView(made.bytes).first(16));
}

}  // namespace allonge::test
