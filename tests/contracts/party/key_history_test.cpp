// Keys as those see them who rely on a signature made outside transactions (credentials.md V12).
#include "contracts/invariants.h"
#include "contracts/party/party.h"
#include "tests/support/world.h"

namespace allonge::test {
namespace {

std::string answer(const World& world, std::uint32_t serial, Time moment) {
  const auto key = key_at(world.view(), id_of("taihe"), serial, moment);
  return key ? "good" : std::string(name_of(key.error().reason));
}
Time seconds_before(Time time, std::uint64_t seconds) { return {time.ms - 1000 * seconds}; }

// maker1's key is taihe's first: serial 0.
TEST(KeyHistory, AnOldKeyIsGoodForWhatWasSignedBeforeItWasReplaced) {
  World world;
  const Time start = world.now();
  world.go_to({start.ms + 86'400'000});
  const PublicKey old_key = key_of("taihe", "maker1").public_key(), fresh = key_of("taihe", "maker1", 1).public_key();
  EXPECT_OK(world.by("taihe").act(party::RotateKey{old_key, fresh}));
  const Time replaced = world.now();
  EXPECT_EQ(answer(world, 0, start), "good");
  EXPECT_EQ(answer(world, 0, seconds_before(replaced, 1)), "good");
  EXPECT_EQ(answer(world, 0, replaced), "PROOF_KEY_STATE");
  EXPECT_EQ(answer(world, 0, {replaced.ms + 1000}), "PROOF_KEY_STATE");
  EXPECT_EQ(answer(world, 5, seconds_before(replaced, 1)), "PROOF_KEY_STATE");
  EXPECT_EQ(answer(world, 5, replaced), "good");
  EXPECT_EQ(*key_at(world.view(), id_of("taihe"), 5, replaced), fresh);
}

TEST(KeyHistory, AKeyNobodyEverHadIsNoKey) {
  World world;
  EXPECT_EQ(answer(world, 5, world.now()), "PROOF_KEY");
  EXPECT_EQ(key_at(world.view(), id_of("nobody-here"), 0, world.now()).reason(), Reason::proof_key);
}

TEST(KeyHistory, ACompromisedKeyIsGoodForNothingSinceTheMomentReported) {
  World world;
  const Time start = world.now();
  world.go_to({start.ms + 20 * ms_per_day});
  const PublicKey key = key_of("taihe", "maker1").public_key();
  EXPECT_OK(world.by("taihe").act(party::RotateKey{key, key_of("taihe", "maker1", 1).public_key()}));
  const Time stolen{world.now().ms - 10 * ms_per_day};
  EXPECT_EQ(answer(world, 0, stolen), "good");
  EXPECT_OK(world.by("taihe").only({"maker2", "checker1"}).act(party::RevokeKey{key, stolen}));
  EXPECT_EQ(answer(world, 0, seconds_before(stolen, 1)), "good");
  EXPECT_EQ(answer(world, 0, stolen), "PROOF_KEY_STATE");
  EXPECT_EQ(world.events().back().type, "party.key_compromised");
}

TEST(KeyHistory, AReportMayOnlyReachFurtherBack) {
  World world;
  const Time start = world.now();
  world.go_to({start.ms + 20 * ms_per_day});
  const PublicKey key = key_of("taihe", "maker2").public_key();
  const Time stolen{start.ms + 5 * ms_per_day};
  EXPECT_OK(world.by("taihe").act(party::RevokeKey{key, stolen}));
  EXPECT_FALSE(key_records.find(world.view(), key)->in_force());
  EXPECT_REFUSED(world.by("taihe").act(party::RevokeKey{key, stolen}), Reason::wrong_state);
  EXPECT_REFUSED(world.by("taihe").act(party::RevokeKey{key, Time{stolen.ms + 1}}), Reason::wrong_state);
  EXPECT_REFUSED(world.by("taihe").act(party::RevokeKey{key}), Reason::wrong_state);
  EXPECT_OK(world.by("taihe").act(party::RevokeKey{key, start}));
  EXPECT_REFUSED(world.by("taihe").act(
                     party::RevokeKey{key_of("taihe", "maker1").public_key(), Time{world.now().ms + ms_per_day}}),
                 Reason::out_of_range);
  EXPECT_REFUSED(world.by("lanwan").act(party::RevokeKey{key, start}), Reason::not_your_part);
}

TEST(KeyHistory, ALawKeepsReports) {
  World world;
  const PublicKey key = key_of("taihe", "maker2").public_key();
  EXPECT_OK(world.by("taihe").act(party::RevokeKey{key, world.now()}));
  Draft draft(world.view());
  KeyRecord record = *key_records.find(draft, key);
  record.compromised.reset();
  key_records.put(draft, key, record);
  EXPECT_EQ(laws_hold(draft).error().detail, "P-1: a report of a compromised key was taken back");
}

}  // namespace
}  // namespace allonge::test
