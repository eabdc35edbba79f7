#include "ledger/codec.h"
#include "wallet/journal_store.h"

namespace allonge::wallet {

Result<void> Journal::write(const Digest& chain, const receivable::QuoteSecret& quote) {
  Statement insert(hidden_->db, "INSERT INTO quotes(chain, party, financing, secret) VALUES(?,?,?,?) ON CONFLICT DO NOTHING");
  insert.bind(chain).bind(std::string(quote.financier.text())).bind(quote.financing.text()).bind(encode(quote));
  if (!insert.finish()) return hidden_->trouble();
  return done();
}

std::vector<receivable::QuoteSecret> Journal::quotes(const Digest& chain, const PartyId& party,
                                                     const FinancingId& financing) const {
  Statement query(hidden_->db, "SELECT secret FROM quotes WHERE chain = ? AND party = ? AND financing = ? ORDER BY place DESC");
  query.bind(chain).bind(std::string(party.text())).bind(financing.text());
  std::vector<receivable::QuoteSecret> out;
  while (query.step())
    if (auto quote = decode<receivable::QuoteSecret>(query.blob(0))) out.push_back(*std::move(quote));
  return out;
}

}  // namespace allonge::wallet
