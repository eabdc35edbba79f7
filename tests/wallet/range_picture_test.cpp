// The picture of a certificate: the journey's example, piece by piece.
#include "wallet/range_picture.h"

#include <gtest/gtest.h>

namespace allonge::wallet {
namespace {

PartyId party(const char* name) { return *PartyId::parse(name); }

api::TitleReply piece(std::uint64_t start, std::uint64_t end, std::vector<const char*> way) {
  api::TitleReply out;
  out.start = {start};
  out.end = {end};
  out.holder = party(way.back());
  out.state = receivable::RangeState::free;
  for (std::size_t i = 0; i < way.size(); ++i) {
    receivable::Endorsement one;
    one.kind = i == 0 ? receivable::EndorsementKind::issue : receivable::EndorsementKind::transfer;
    one.from = party(i == 0 ? "taihe" : way[i - 1]);
    one.to = party(way[i]);
    out.endorsements.push_back(one);
  }
  return out;
}

api::CertTreeReply journey() {
  api::CertTreeReply out;
  out.certificate.id = CertificateId::derive(Digest{}, 0);
  out.certificate.issuer = party("taihe");
  out.certificate.face = *Amount::parse("1000000.00");
  out.certificate.due = *Date::parse("2027-05-31");
  out.certificate.state = receivable::CertificateState::active;
  out.branches = {piece(1, 20'000'000, {"shunchang", "lanwan", "jianghai"}), piece(20'000'001, 30'000'000, {"shunchang", "lanwan"}),
                  piece(30'000'001, 100'000'000, {"shunchang"})};
  out.ranges = 3;
  out.transfers = 2;
  out.depth = 2;
  out.turnover = *Amount::parse("500000.00");
  return out;
}

TEST(RangePicture, ShowsEveryPieceAndThatTheyAreTheFace) {
  const std::string picture = range_picture(journey(), *Date::parse("2027-03-02"), Terminal::plain());
  for (const char* part : {"taihe owes 1,000,000.00 CNY  due 2027-05-31 (90 days)  ACTIVE", "├─ [1–20000000]", "└─ [30000001–100000000]",
                           "shunchang→lanwan→jianghai", "(first holder)", "Σ 1,000,000.00 CNY ✓ equals face"})
    EXPECT_NE(picture.find(part), std::string::npos) << part << "\n" << picture;
}

TEST(RangePicture, SaysWhenThePiecesAreNotTheFace) {
  api::CertTreeReply broken = journey();
  broken.branches.pop_back();
  EXPECT_NE(range_picture(broken, *Date::parse("2027-03-02"), Terminal::plain()).find("✗ is not the face"), std::string::npos);
}

TEST(RangePicture, DrawsABarOfExactlyItsWidth) {
  for (const std::size_t columns : {10u, 37u, 70u}) {
    const auto tree = journey();
    const std::string bar = range_bar(tree.branches, 100'000'000, columns, Terminal::plain());
    EXPECT_EQ(width_of(bar), columns);
    EXPECT_EQ(bar.find("▓"), 0u);
    EXPECT_NE(bar.find("░"), std::string::npos);
  }
}

// Five hundred holders of a fen each do not overflow the bar.
TEST(RangePicture, KeepsItsWidthWithManyPieces) {
  std::vector<api::TitleReply> pieces;
  for (std::uint64_t i = 1; i <= 500; ++i) pieces.push_back(piece(i, i, {i % 2 == 0 ? "s01" : "s02"}));
  EXPECT_EQ(width_of(range_bar(pieces, 500, 70, Terminal::plain())), 70u);
}

}  // namespace
}  // namespace allonge::wallet
