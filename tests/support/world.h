// A ledger in memory with the usual parties, for tests of contracts: a test states what differs, acts,
// and says what must be true.
//
//   World world;
//   EXPECT_OK(world.by("jianghai").act(cash::Credit{...}));
//   EXPECT_REFUSED(world.by("taihe").only({"maker1"}).act(op), Reason::approvals_missing);
//
// Every act is a signed transaction, read from its bytes, verified, and executed in a block of its
// own; every block is executed twice and must change the same. Time moves a second per block.
#pragma once

#include <gtest/gtest.h>

#include "contracts/execute.h"
#include "contracts/operations.h"
#include "contracts/replay_ring.h"
#include "ledger/memory_store.h"
#include "tests/support/parties.h"

namespace allonge::test {

// What became of a transaction.
struct Verdict {
  bool in_block = false;         // false: not admitted
  std::optional<Reason> reason;  // nothing when it was done
  std::string detail;            // of an admission that failed
  Receipt receipt;
  Digest transaction;
  bool ok() const { return in_block && !reason; }
};
std::ostream& operator<<(std::ostream& out, const Verdict& verdict);

class World;

// A party about to act: who signs, and with what envelope, can be changed before act().
class Actor {
 public:
  Actor(World& world, std::string party);

  Actor& only(std::vector<std::string> people);        // instead of maker1 and checker1
  Actor& with_keys(std::vector<const SecretKey*> keys);  // instead of people
  Actor& idem(std::string_view text);                  // instead of a fresh one
  Actor& valid_until(Time time);                       // instead of five minutes
  Actor& on_chain(const Digest& chain);

  template <class... Op>
  Verdict act(const Op&... ops) {
    return submit({write_operation(Operation(ops))...});
  }
  Verdict submit(std::vector<RawMessage> operations);
  // The signed transaction, without executing it.
  template <class... Op>
  Transaction sign(const Op&... ops) {
    return sign_raw({write_operation(Operation(ops))...});
  }
  Transaction sign_raw(std::vector<RawMessage> operations);

 private:
  World& world_;
  std::string party_;
  std::vector<std::string> people_{"maker1", "checker1"};
  std::optional<std::vector<const SecretKey*>> keys_;
  std::optional<Idem> idem_;
  std::optional<Time> valid_until_;
  std::optional<Digest> chain_;
};

class World {
 public:
  World() : World(demo_genesis()) {}
  explicit World(const GenesisConfig& genesis);

  Actor by(std::string_view party) { return Actor(*this, std::string(party)); }

  // The operator admits a party with the usual people; issuers get a limit of 100,000,000.00.
  void admit(std::string_view name, std::vector<Role> roles);
  // core and s01 to s25 of scenario S2.
  void admit_scenario_parties();
  void credit(std::string_view party, std::string_view amount);  // by jianghai

  // Executes a block of these, one second later. The whole block must be valid.
  Result<BlockOutcome> block(const std::vector<Transaction>& transactions);
  // Executes a block; the verdict of its one transaction.
  Verdict submit(const Transaction& transaction);

  // Empty blocks until nothing is due any more, the first of them at this moment.
  void go_to(Time time);
  void go_to_date(std::string_view date) { go_to(morning_of(date)); }

  const View& view() const { return state_; }
  const View& index() const { return index_; }  // lists and log beside the state
  MemoryStore& state() { return state_; }  // for tests that break something on purpose
  const ReplayRing& ring() const { return ring_; }
  Time now() const { return now_; }
  std::uint64_t height() const { return height_; }
  const Digest& chain() const { return chain_; }
  // The context of the next block.
  BlockContext next_block() const;
  const Receipt& last_boundary() const { return boundary_; }
  // All events so far, in order.
  const Events& events() const { return events_; }
  Idem fresh_idem();

 private:
  Digest chain_;
  bool test_network_;
  MemoryStore state_;
  MemoryStore index_;
  ReplayRing ring_;
  Time now_;
  std::uint64_t height_ = 0;
  std::uint64_t idems_ = 0;
  Receipt boundary_;
  Events events_;
};

#define EXPECT_OK(verdict)                                  \
  do {                                                      \
    const ::allonge::test::Verdict expect_ok = (verdict);   \
    EXPECT_TRUE(expect_ok.ok()) << expect_ok;               \
  } while (false)

// Refused by business, in a block, with this reason.
#define EXPECT_REFUSED(verdict, wanted)                                                        \
  do {                                                                                         \
    const ::allonge::test::Verdict expect_refused = (verdict);                                 \
    EXPECT_TRUE(expect_refused.in_block) << expect_refused;                                    \
    EXPECT_TRUE(expect_refused.reason == (wanted))                                             \
        << expect_refused << ", wanted " << ::allonge::name_of(wanted);                        \
  } while (false)

// Not admitted to a block, for this reason.
#define EXPECT_KEPT_OUT(verdict, wanted)                                                       \
  do {                                                                                         \
    const ::allonge::test::Verdict expect_kept_out = (verdict);                                \
    EXPECT_FALSE(expect_kept_out.in_block) << expect_kept_out;                                 \
    EXPECT_TRUE(expect_kept_out.reason == (wanted))                                            \
        << expect_kept_out << ", wanted " << ::allonge::name_of(wanted);                       \
  } while (false)

}  // namespace allonge::test
