// The life of a recorded credential: suspended, resumed, revoked; by whom, and in what order (V5, V10).
#include "contracts/credential/standing.h"
#include "tests/support/credentials.h"

namespace allonge::test {

using namespace allonge::credential;

namespace {

struct Ledger {
  World world{trusting_genesis({})};
  Digest kyc = record(world, {.subject = "shunchang"});

  std::string standing(std::optional<Time> at = std::nullopt) const {
    const auto good = stands(world.view(), *credential_records.find(world.view(), kyc), at.value_or(world.now()));
    return good ? "valid" : std::string(name_of(good.reason()));
  }
  Verdict suspend(std::string_view by, std::optional<Time> until = std::nullopt) {
    return world.by(by).act(SuspendCredential{kyc, Cause::unspecified, until});
  }
  Verdict resume(std::string_view by) { return world.by(by).act(ResumeCredential{kyc}); }
  Verdict revoke(std::string_view by) { return world.by(by).act(RevokeCredential{kyc, Cause::claim_false}); }
};

}  // namespace

TEST(Standing, ASuspensionEndsByItself) {
  Ledger ledger;
  EXPECT_OK(ledger.suspend("jianghai", moment("2026-06-30T00:00:00Z")));
  EXPECT_EQ(ledger.standing(), "CRED_SUSPENDED");
  EXPECT_EQ(ledger.standing(moment("2026-06-29T23:59:59Z")), "CRED_SUSPENDED");
  EXPECT_EQ(ledger.standing(moment("2026-06-30T00:00:00Z")), "valid");
  EXPECT_OK(ledger.suspend("operator", moment("2026-07-30T00:00:00Z")));  // jianghai's parent
  EXPECT_EQ(ledger.standing(moment("2026-06-30T00:00:00Z")), "CRED_SUSPENDED");
  ledger.world.go_to(moment("2026-08-01T00:00:00Z"));
  EXPECT_EQ(ledger.standing(), "valid");
  EXPECT_REFUSED(ledger.resume("jianghai"), Reason::wrong_state);
  EXPECT_OK(ledger.suspend("jianghai"));
}

TEST(Standing, ARevocationIsFinal) {
  Ledger ledger;
  EXPECT_OK(ledger.revoke("jianghai"));
  EXPECT_EQ(ledger.standing(), "CRED_REVOKED");
  EXPECT_EQ(ledger.world.events().back().before, "active");
  EXPECT_EQ(ledger.world.events().back().after, "revoked");
  EXPECT_REFUSED(ledger.resume("jianghai"), Reason::wrong_state);
  EXPECT_REFUSED(ledger.suspend("jianghai"), Reason::wrong_state);
  EXPECT_REFUSED(ledger.revoke("jianghai"), Reason::wrong_state);
}

TEST(Standing, IssuerParentAndRegulatorActAndNobodyElse) {
  for (const char* stranger : {"taihe", "shunchang", "platform"}) {
    Ledger ledger;
    EXPECT_REFUSED(ledger.suspend(stranger), Reason::not_your_part);
    EXPECT_REFUSED(ledger.revoke(stranger), Reason::not_your_part);
    EXPECT_OK(ledger.suspend("jianghai"));
    EXPECT_REFUSED(ledger.resume(stranger), Reason::not_your_part);
  }
  Ledger ledger;
  EXPECT_REFUSED(ledger.revoke("regulator"), Reason::not_your_part);
  EXPECT_OK(ledger.suspend("regulator"));
  EXPECT_OK(ledger.resume("regulator"));
  EXPECT_OK(ledger.suspend("jianghai"));
  EXPECT_OK(ledger.suspend("operator"));  // the parent takes it over
  EXPECT_REFUSED(ledger.resume("jianghai"), Reason::not_your_part);
  EXPECT_OK(ledger.resume("operator"));
  EXPECT_OK(ledger.revoke("operator"));
  EXPECT_REFUSED(ledger.world.by("jianghai").act(RevokeCredential{digest_of("none"), Cause::unspecified}),
                 Reason::not_found);
}

TEST(Standing, OnlyTheRegulatorLiftsWhatTheRegulatorSuspended) {
  Ledger ledger;
  EXPECT_OK(ledger.suspend("jianghai", moment("2026-04-01T00:00:00Z")));
  EXPECT_OK(ledger.suspend("regulator", moment("2026-03-15T00:00:00Z")));
  EXPECT_EQ(ledger.standing(moment("2026-03-20T00:00:00Z")), "CRED_SUSPENDED");  // the later end counts
  EXPECT_OK(ledger.suspend("operator", moment("2026-05-01T00:00:00Z")));
  EXPECT_REFUSED(ledger.resume("jianghai"), Reason::not_your_part);
  EXPECT_REFUSED(ledger.resume("operator"), Reason::not_your_part);
  EXPECT_OK(ledger.resume("regulator"));
  EXPECT_EQ(ledger.standing(), "valid");
}

TEST(Standing, CausesAndEndsMakeSense) {
  Ledger ledger;
  EXPECT_REFUSED(ledger.suspend("jianghai", ledger.world.now()), Reason::out_of_range);
  EXPECT_REFUSED(ledger.world.by("jianghai").act(SuspendCredential{ledger.kyc, Cause::superseded}),
                 Reason::out_of_range);
  EXPECT_REFUSED(ledger.world.by("jianghai").act(RevokeCredential{ledger.kyc, Cause::superseded}),
                 Reason::out_of_range);
  // Suspending is for emergencies: one person; taking a right for good takes two.
  EXPECT_KEPT_OUT(ledger.world.by("jianghai").only({"maker1"}).act(RevokeCredential{ledger.kyc, Cause::unspecified}),
                  Reason::approvals_missing);
  EXPECT_OK(ledger.world.by("jianghai").only({"maker1"}).act(SuspendCredential{ledger.kyc, Cause::unspecified}));
}

TEST(StatusList, PlacesAreFoundByHashing) {  // V10
  const auto index = [](std::string_view id) { return first_index("kyc-revocation-1", id); };
  EXPECT_EQ(index("urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33"), 35497u);
  EXPECT_EQ(index("urn:uuid:00000000-0000-4000-8000-000000000001"), 37407u);
  EXPECT_EQ(index("urn:uuid:00000000-0000-4000-8000-000000000002"), 22437u);
}

TEST(StatusList, TheLeftMostBitIsTheFirst) {  // V10
  const std::array<std::uint32_t, 1> one{35497};
  const Bytes bits = bitstring(one);
  ASSERT_EQ(bits.size(), 16384u);
  EXPECT_EQ(bits[4437], 0x40);
  EXPECT_EQ(std::count(bits.begin(), bits.end(), 0), 16383);
}

TEST(StatusList, ShowsExactlyWhatIsRevokedOrSuspended) {
  Ledger ledger;
  const Digest other = record(ledger.world, {.subject = "taihe"});
  const Credential kyc = *credential_records.find(ledger.world.view(), ledger.kyc);
  EXPECT_EQ(kyc.revocation.index, first_index("jianghai-revocation-1", kyc.id));
  EXPECT_EQ(kyc.suspended_at.index, first_index("jianghai-suspension-1", kyc.id));
  const auto ones = [&](StatusPurpose purpose) {
    const Bytes bits = status_bits(ledger.world.view(), identity_of("jianghai"), purpose, 1, ledger.world.now());
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < status_entries; ++i)
      if ((bits[i / 8] >> (7 - i % 8) & 1) != 0) out.push_back(i);
    return out;
  };
  const std::vector<std::uint32_t> none;
  EXPECT_EQ(ones(StatusPurpose::revocation), none);
  EXPECT_OK(ledger.suspend("jianghai"));
  EXPECT_EQ(ones(StatusPurpose::suspension), std::vector{kyc.suspended_at.index});
  EXPECT_EQ(ones(StatusPurpose::revocation), none);
  EXPECT_OK(ledger.revoke("jianghai"));
  EXPECT_EQ(ones(StatusPurpose::suspension), none);
  EXPECT_EQ(ones(StatusPurpose::revocation), std::vector{kyc.revocation.index});
  EXPECT_NE(other, ledger.kyc);
}

TEST(StatusList, ProbesUpwardAndBeginsANewListAtThreeQuarters) {
  Ledger ledger;
  Draft draft(ledger.world.view());
  const Identity bank = identity_of("jianghai");
  const std::string id = "urn:uuid:00000000-0000-4000-8000-0000000000ff";
  const StatusPlace first = free_place(draft, bank, StatusPurpose::revocation, id);
  take_place(draft, bank, StatusPurpose::revocation, first, digest_of("a"));
  const StatusPlace second = free_place(draft, bank, StatusPurpose::revocation, id);
  EXPECT_EQ(second.index, (first.index + 1) % status_entries);
  status_lists_records.put(draft, identity_key(bank), StatusPurpose::revocation, {1, status_entries_full});
  EXPECT_EQ(free_place(draft, bank, StatusPurpose::revocation, id).list, 2u);
  // At the end of a list it goes on at its beginning.
  const Digest key = identity_key(bank);
  const std::uint32_t start = first_index(list_id(bank, StatusPurpose::suspension, 1), id);
  for (std::uint32_t i = start; i < status_entries; ++i)
    status_place_records.put(draft, key, StatusPurpose::suspension, 1u, i, {digest_of("x")});
  EXPECT_EQ(free_place(draft, bank, StatusPurpose::suspension, id).index, 0u);
}

TEST(StatusList, ADocumentThatNamesAnotherPlaceIsRefused) {
  Ledger ledger;
  Paper paper{.subject = "taihe", .id = "urn:uuid:00000000-0000-4000-8000-0000000000aa"};
  const auto entry = [&](std::uint32_t index) {
    paper.extra =
        R"(,"credentialStatus":[{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":")" +
        std::to_string(index) + R"(","statusListCredential":"https://bank.example/r/1"}])";
  };
  const std::uint32_t right = first_index("jianghai-revocation-1", *paper.id);
  entry(right + 1);
  EXPECT_EQ(verdict_of(ledger.world, paper), "VC_SHAPE");
  entry(right);
  EXPECT_EQ(verdict_of(ledger.world, paper), "done");
}

}  // namespace allonge::test
