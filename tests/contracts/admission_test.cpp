// What may stand in a block: every question of admission.h, its "no", and the order of the questions.
#include "contracts/admission.h"

#include "contracts/idem_memory.h"
#include "tests/support/world.h"

namespace allonge::test {
namespace {

cash::Credit credit(const char* ref = "ref-1") { return {id_of("taihe"), Currency::cny, yuan("100.00"), ref}; }

TEST(Admission, TakesAMakerAndAChecker) {
  World world;
  EXPECT_OK(world.by("jianghai").act(credit()));
  EXPECT_EQ(balance_of(world.view(), id_of("jianghai"), id_of("taihe"), Currency::cny), yuan("100.00"));
}

TEST(Admission, KeepsOutUnreadableOperations) {
  World world;
  RawMessage raw = write_operation(Operation(credit()));
  raw.bytes.push_back(0);
  EXPECT_KEPT_OUT(world.by("jianghai").submit({raw}), Reason::bad_encoding);
  EXPECT_KEPT_OUT(world.by("jianghai").submit({RawMessage{}}), Reason::bad_encoding);
}

TEST(Admission, KeepsOutUnknownOperations) {
  World world;
  // Field 0x7ff0 with an empty message: well formed, but nobody's number.
  const RawMessage unknown{{0x82, 0xff, 0x0f, 0x00}};
  EXPECT_KEPT_OUT(world.by("jianghai").submit({unknown}), Reason::operation_unknown);
  EXPECT_KEPT_OUT(world.by("jianghai").submit({write_operation(Operation(credit())), unknown}), Reason::operation_unknown);
}

TEST(Admission, KeepsOutOtherChains) {
  World world;
  EXPECT_KEPT_OUT(world.by("jianghai").on_chain(digest_of("another")).act(credit()), Reason::wrong_chain);
}

TEST(Admission, KeepsOutWhatIsOver) {
  World world;
  const Time next = world.next_block().time;
  EXPECT_KEPT_OUT(world.by("jianghai").valid_until({next.ms - 1}).act(credit()), Reason::tx_expired);
  EXPECT_OK(world.by("jianghai").valid_until(next).act(credit()));  // its last moment counts
}

TEST(Admission, KeepsOutWhatLiesTooFarAhead) {
  World world;
  const Time next = world.next_block().time;
  EXPECT_KEPT_OUT(world.by("jianghai").valid_until({next.ms + limits::longest_validity_ms + 1}).act(credit()),
                  Reason::valid_until_too_far);
  EXPECT_OK(world.by("jianghai").valid_until({next.ms + limits::longest_validity_ms}).act(credit()));
}

TEST(Admission, KeepsOutUnknownParties) {
  World world;
  EXPECT_KEPT_OUT(world.by("nobody-here").act(credit()), Reason::unknown_party);
}

TEST(Admission, KeepsOutSuspendedParties) {
  World world;
  Draft draft(world.view());
  Party party = *party_records.find(draft, id_of("jianghai"));
  party.status = PartyStatus::suspended;
  party_records.put(draft, party.id, party);
  ASSERT_TRUE(world.state().write(draft.changes(), false));
  EXPECT_KEPT_OUT(world.by("jianghai").act(credit()), Reason::unknown_party);
}

TEST(Admission, KeepsOutForeignAndUnknownKeys) {
  World world;
  const SecretKey maker = key_of("jianghai", "maker1");
  const SecretKey foreign = key_of("taihe", "checker1");
  const SecretKey unknown = key_of("jianghai", "nobody");
  EXPECT_KEPT_OUT(world.by("jianghai").with_keys({&maker, &foreign}).act(credit()), Reason::key_not_in_force);
  EXPECT_KEPT_OUT(world.by("jianghai").with_keys({&maker, &unknown}).act(credit()), Reason::key_not_in_force);
  // One key too many spoils what would be enough: nothing unsigned-for rides along.
  const SecretKey checker = key_of("jianghai", "checker1");
  EXPECT_KEPT_OUT(world.by("jianghai").with_keys({&maker, &checker, &unknown}).act(credit()), Reason::key_not_in_force);
}

TEST(Admission, KeepsOutMissingPeople) {
  World world;
  EXPECT_KEPT_OUT(world.by("jianghai").only({"maker1"}).act(credit()), Reason::approvals_missing);
  EXPECT_KEPT_OUT(world.by("jianghai").only({"checker1"}).act(credit()), Reason::approvals_missing);
  EXPECT_KEPT_OUT(world.by("jianghai").only({"maker1", "maker2"}).act(credit()), Reason::approvals_missing);
  EXPECT_KEPT_OUT(world.by("jianghai").only({"maker1", "system"}).act(credit()), Reason::approvals_missing);
  EXPECT_KEPT_OUT(world.by("jianghai").only({}).act(credit()), Reason::approvals_missing);
  EXPECT_OK(world.by("jianghai").only({"maker1", "checker1", "checker2"}).act(credit()));  // more is fine
}

// The person has one key to make and another to check: two keys, one pair of eyes.
TEST(Admission, KeepsOutTheSamePersonTwice) {
  World world;
  const SecretKey second = key_of("jianghai", "maker1", 7);
  EXPECT_OK(world.by("jianghai").act(party::AddKey{{second.public_key(), "maker1", {Purpose::checker}}}));
  const SecretKey first = key_of("jianghai", "maker1");
  EXPECT_KEPT_OUT(world.by("jianghai").with_keys({&first, &second}).act(credit()), Reason::same_signer);
  const SecretKey other = key_of("jianghai", "maker2");
  EXPECT_OK(world.by("jianghai").with_keys({&other, &second}).act(credit()));
}

TEST(Admission, RemembersTheBytesAndTheIdem) {
  World world;
  const Transaction transaction = world.by("jianghai").idem("one").sign(credit());
  EXPECT_OK(world.submit(transaction));
  EXPECT_KEPT_OUT(world.submit(transaction), Reason::already_known);
  EXPECT_KEPT_OUT(world.by("jianghai").idem("one").act(credit("ref-2")), Reason::idem_conflict);
  // Another party may choose the same sixteen bytes.
  EXPECT_OK(world.by("operator").idem("one").act(party::SetLimit{id_of("taihe"), Currency::cny, yuan("1.00")}));
}

TEST(Admission, ForgetsAShortLivedIdemWhenItIsOver) {
  World world;
  const Time until{world.now().ms + 60'000};
  EXPECT_OK(world.by("jianghai").idem("one").valid_until(until).act(credit()));
  EXPECT_EQ(world.ring().held(), 1u);
  world.go_to(until);
  EXPECT_KEPT_OUT(world.by("jianghai").idem("one").valid_until(until).act(credit("ref-2")), Reason::tx_expired);
  EXPECT_OK(world.by("jianghai").idem("one").act(credit("ref-2")));
}

TEST(Admission, KeepsALongLivedIdemInTheState) {
  World world;
  const Time until{world.now().ms + 3'600'000};
  EXPECT_OK(world.by("jianghai").idem("one").valid_until(until).act(credit()));
  EXPECT_EQ(world.ring().held(), 0u);
  EXPECT_TRUE(idem_records.has(world.view(), id_of("jianghai"), world.by("jianghai").idem("one").sign(credit()).body.idem));
  EXPECT_KEPT_OUT(world.by("jianghai").idem("one").act(credit("ref-2")), Reason::idem_conflict);
  EXPECT_EQ(next_due(world.view()), Time{until.ms + 1});
  world.go_to({until.ms - 1'000});
  // The next block is at its last moment, the one after it behind that.
  EXPECT_KEPT_OUT(world.by("jianghai").idem("one").act(credit("ref-2")), Reason::idem_conflict);
  world.go_to({until.ms + 1});
  EXPECT_EQ(next_due(world.view()), std::nullopt);
  EXPECT_OK(world.by("jianghai").idem("one").act(credit("ref-2")));
}

// A refusal of business is committed too: its idem is used.
TEST(Admission, RemembersRefusedTransactions) {
  World world;
  const Transaction transaction =
      world.by("jianghai").sign(cash::Debit{id_of("taihe"), Currency::cny, yuan("1.00"), "out-1"});
  EXPECT_REFUSED(world.submit(transaction), Reason::insufficient_cash);
  world.credit("taihe", "5.00");
  EXPECT_KEPT_OUT(world.submit(transaction), Reason::already_known);
}

// A replay ring as full as one wants it.
struct FullRing final : ReplayView {
  std::size_t all = 0, of_party = 0;
  std::optional<IdemEntry> find(const PartyId&, const Idem&) const override { return std::nullopt; }
  std::size_t held() const override { return all; }
  std::size_t held(const PartyId&) const override { return of_party; }
  EndedCount ended(Time, const PartyId&) const override { return {}; }
};

TEST(Admission, AsksForRoomInTheRing) {
  World world;
  const Transaction transaction = world.by("jianghai").sign(credit());
  const Transaction long_lived = world.by("jianghai").valid_until({world.now().ms + 3'600'000}).sign(credit());
  FullRing ring;
  const auto asked = [&](const Transaction& one) {
    const auto answer = admissible(world.view(), ring, world.next_block(), one);
    return answer ? std::nullopt : std::optional(answer.error().reason);
  };
  ring.all = limits::replay_ring_entries - 1;
  EXPECT_EQ(asked(transaction), std::nullopt);
  ring.all = limits::replay_ring_entries;
  EXPECT_EQ(asked(transaction), Reason::replay_memory_full);
  EXPECT_EQ(asked(long_lived), std::nullopt);
  ring.all = 0;
  ring.of_party = limits::replay_ring_entries / limits::party_share;
  EXPECT_EQ(asked(transaction), Reason::replay_memory_full);
}

TEST(Admission, LongLivedIdemsHaveTheirShareToo) {
  // Ten minutes and a moment escaped the ring's limit: one party could fill everybody's state for a day.
  World world;
  const Transaction transaction = world.by("jianghai").sign(credit());
  const Transaction long_lived = world.by("jianghai").valid_until({world.now().ms + 3'600'000}).sign(credit());
  const auto asked = [&](const Transaction& one, std::uint64_t of_party, std::uint64_t of_all) {
    Draft draft(world.view());
    idem_counts.put(draft, id_of("jianghai"), {of_party});
    idem_total.put(draft, {of_all});
    const auto answer = admissible(draft, world.ring(), world.next_block(), one);
    return answer ? std::nullopt : std::optional(answer.error().reason);
  };
  constexpr std::uint64_t all = limits::long_lived_idems, share = all / limits::party_share;
  EXPECT_EQ(asked(long_lived, share - 1, all - 1), std::nullopt);
  EXPECT_EQ(asked(long_lived, share, share), Reason::replay_memory_full);
  EXPECT_EQ(asked(long_lived, 1, all), Reason::replay_memory_full);
  EXPECT_EQ(asked(transaction, share, all), std::nullopt);
  // What is remembered is counted, and no longer when it is forgotten.
  EXPECT_OK(world.submit(long_lived));
  EXPECT_EQ(idem_counts.find(world.view(), id_of("jianghai"))->count, 1u);
  world.go_to({world.now().ms + 2 * 3'600'000});
  EXPECT_FALSE(idem_counts.has(world.view(), id_of("jianghai")));
  EXPECT_FALSE(idem_total.has(world.view()));
}

// Rows ordered so that each mends exactly one mistake of the row before: the order is the protocol.
TEST(Admission, AsksInItsFixedOrder) {
  World world;
  EXPECT_OK(world.by("jianghai").idem("used").act(credit("ref-0")));
  const SecretKey maker = key_of("jianghai", "maker1"), checker = key_of("jianghai", "checker1");
  const SecretKey also_maker = key_of("jianghai", "maker1", 7), foreign = key_of("taihe", "checker1");
  EXPECT_OK(world.by("jianghai").act(party::AddKey{{also_maker.public_key(), "maker1", {Purpose::checker}}}));
  const Digest other = digest_of("another chain");
  const RawMessage unknown{{0x82, 0xff, 0x0f, 0x00}}, known = write_operation(Operation(credit()));
  const Time now = world.next_block().time, over{now.ms - 1000}, far{now.ms + 2 * limits::longest_validity_ms}, good{now.ms + 60'000};

  struct Row {
    RawMessage op;
    Digest chain;
    Time until;
    const char* party;
    std::vector<const SecretKey*> keys;
    std::optional<Reason> reason;
  };
  const std::vector<Row> rows{
      {unknown, other, over, "nobody-here", {&maker, &also_maker, &foreign}, Reason::operation_unknown},
      {known, other, over, "nobody-here", {&maker, &also_maker, &foreign}, Reason::wrong_chain},
      {known, world.chain(), over, "nobody-here", {&maker, &also_maker, &foreign}, Reason::tx_expired},
      {known, world.chain(), far, "nobody-here", {&maker, &also_maker, &foreign}, Reason::valid_until_too_far},
      {known, world.chain(), good, "nobody-here", {&maker, &also_maker, &foreign}, Reason::unknown_party},
      {known, world.chain(), good, "jianghai", {&maker, &also_maker, &foreign}, Reason::key_not_in_force},
      {known, world.chain(), good, "jianghai", {&maker, &also_maker}, Reason::same_signer},
      {known, world.chain(), good, "jianghai", {&maker}, Reason::approvals_missing},
      {known, world.chain(), good, "jianghai", {&maker, &checker}, Reason::idem_conflict},
  };
  for (const Row& row : rows) {
    const Transaction transaction = world.by(row.party)
                                        .idem("used")
                                        .on_chain(row.chain)
                                        .valid_until(row.until)
                                        .with_keys(row.keys)
                                        .sign_raw({row.op});
    const auto answer = admissible(world.view(), world.ring(), world.next_block(), transaction);
    ASSERT_FALSE(answer) << name_of(*row.reason);
    EXPECT_EQ(name_of(answer.error().reason), name_of(*row.reason));
  }
}

}  // namespace
}  // namespace allonge::test
