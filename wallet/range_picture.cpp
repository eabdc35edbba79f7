#include "wallet/range_picture.h"

#include <map>

#include "wallet/columns.h"
#include "wallet/money_text.h"

namespace allonge::wallet {

namespace {

Amount amount_of(const api::TitleReply& piece) {
  const auto amount = Amount::of_fen(piece.end.value - piece.start.value + 1);
  return amount ? *amount : Amount();
}

}  // namespace

std::string way_of(const api::TitleReply& piece, const Terminal& terminal) {
  const std::string arrow = terminal.symbols().next == "→" ? "→" : ">";
  std::string out;
  std::size_t transfers = 0;
  for (const receivable::Endorsement& one : piece.endorsements) {
    if (one.kind == receivable::EndorsementKind::issue) out = std::string(one.to.text());
    if (one.kind == receivable::EndorsementKind::transfer || one.kind == receivable::EndorsementKind::financing) {
      out += arrow + std::string(one.to.text());
      ++transfers;
    }
  }
  return transfers == 0 ? "(first holder)" : out;
}

std::string range_bar(const std::vector<api::TitleReply>& pieces, std::uint64_t face_fen, std::size_t columns,
                      const Terminal& terminal) {
  // Neighbouring holders alternate through three shades; a colour is never the only carrier.
  const std::string_view shades[] = {terminal.symbols().full, terminal.symbols().half, terminal.symbols().light};
  std::string out;
  std::size_t drawn = 0, shade = 0;
  PartyId before;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > 0 && pieces[i].holder != before) shade = (shade + 1) % std::size(shades);
    before = pieces[i].holder;
    // The column at which the piece ends, rounded: the columns add up to the whole.
    const auto until = std::size_t((static_cast<long double>(pieces[i].end.value) * static_cast<long double>(columns)) /
                                       static_cast<long double>(face_fen) + 0.5L);
    for (; drawn < until && drawn < columns; ++drawn) out += shades[shade];
  }
  return out;
}

std::string range_picture(const api::CertTreeReply& tree, Date business_date, const Terminal& terminal) {
  const receivable::Certificate& certificate = tree.certificate;
  const Symbols& symbols = terminal.symbols();
  const bool beautiful = symbols.next == "→";
  const std::string currency(name_of(certificate.currency));

  std::string state(receivable::name_of(certificate.state));
  for (char& c : state) c = char(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  std::string due = "due " + certificate.due.text();
  if (business_date < certificate.due) due += " (" + std::to_string(days_between(business_date, certificate.due)) + " days)";
  std::string out = terminal.paint(Colour::blue, certificate.id.text()) + "  " + std::string(certificate.issuer.text()) + " owes " +
                    money_text(certificate.face, currency) + "  " + due + "  " + state + "\n";
  if (tree.branches.empty()) return out;

  const std::string wall = beautiful ? "│" : "|";
  out += wall + range_bar(tree.branches, certificate.face.fen(), 70, terminal) + wall + "\n";

  Columns table({});
  table.to_the_right({1});
  Amount sum;
  for (std::size_t i = 0; i < tree.branches.size(); ++i) {
    const api::TitleReply& piece = tree.branches[i];
    const bool last = i + 1 == tree.branches.size();
    const std::string branch = beautiful ? (last ? "└─ " : "├─ ") : (last ? "`- " : "|- ");
    table.row({branch + "[" + std::to_string(piece.start.value) + (beautiful ? "–" : "-") + std::to_string(piece.end.value) + "]",
               money_text(amount_of(piece)), std::string(piece.holder.text()), std::string(receivable::name_of(piece.state)),
               way_of(piece, terminal)});
    if (const auto more = add(sum, amount_of(piece))) sum = *more;
  }
  std::string body = table.text();
  body.erase(0, body.find('\n') + 1);  // no headings
  out += body;
  const bool whole = sum == certificate.face;
  out += std::string(beautiful ? "Σ " : "sum ") + money_text(sum, currency) + " " +
         (whole ? terminal.paint(Colour::green, symbols.done) + " equals face" : terminal.paint(Colour::red, symbols.refused) + " is not the face") +
         "     ranges " + std::to_string(tree.ranges) + "     transfers " + std::to_string(tree.transfers) + "     depth " +
         std::to_string(tree.depth) + "     turnover " + money_text(tree.turnover, currency) + "\n";
  return out;
}

}  // namespace allonge::wallet
