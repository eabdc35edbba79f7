// A slow, obvious ledger of receivables to compare the real one with: every fen of every certificate is a
// record of its own, sums are counted when they are asked for, nothing is indexed. It predicts the
// answer to every act and the whole state after it. It shares no code with the contracts but the words.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "contracts/operations.h"

namespace allonge::test {

class LedgerModel {
 public:
  // What the world of a walk is made of.
  struct Setting {
    std::map<PartyId, std::uint64_t> limits;  // issuers
    std::vector<PartyId> holders;
    std::vector<PartyId> financiers;  // some of the holders
    PartyId platform;
    PartyId bank;
    std::uint32_t max_ranges = 500;
    std::uint32_t window_days = 5;
    std::uint32_t answer_days = 3;
    std::uint32_t grace_days = 10;
    std::uint64_t minimum_fen = 1;

    bool holds(const PartyId& party) const { return std::find(holders.begin(), holders.end(), party) != holders.end(); }
    bool finances(const PartyId& party) const {
      return std::find(financiers.begin(), financiers.end(), party) != financiers.end();
    }
  };
  using Answer = std::optional<Reason>;  // nothing: done

  explicit LedgerModel(Setting setting) : setting_(std::move(setting)) {}

  // What happens by itself before the acts of a block at this moment.
  void begin_block(Time now);

  Answer perform(const PartyId& by, const receivable::RegisterInvoice& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::ConfirmInvoice& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::Issue& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::Accept& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::Refuse& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::Withdraw& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::Transfer& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::AcceptTransfer& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::RefuseTransfer& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::CancelTransfer& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::Split& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::Merge& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::Pay& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::FinanceRequest& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::FinanceCancel& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::FinanceQuote& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::FinanceReveal& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::FinanceAward& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::FinanceRegister& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::FinanceSettle& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::FinanceAttest& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::FinanceRelease& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::FinanceRepay& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const receivable::FinanceEnforce& op, const Digest& transaction, std::uint32_t place);
  Answer perform(const PartyId& by, const cash::Credit& op, const Digest& transaction, std::uint32_t place);

  // Where the real state differs, one sentence each: these certificates, and all offers, invoices and sums.
  std::vector<std::string> differences(const View& state, const std::vector<CertificateId>& certificates) const;
  std::vector<CertificateId> every_certificate() const;

  // Drops the oldest of what has ended, so that a long walk stays quick: nothing changes it any more.
  void forget(std::size_t ended_papers, std::size_t bills);

  struct Unit {
    PartyId owner;
    receivable::RangeState state = receivable::RangeState::free;
    bool begins = false;      // a range begins here
    TransferId offer;
    FinancingId deal;         // quoted or pledged under it; on what is paid, the pledge it served
    std::uint64_t node = 0;   // its last endorsement, by a number of the model's own
    std::vector<TransferId> path;
  };
  struct Paper {
    PartyId issuer, payee;
    Date maturity, due;
    Time answer_by;
    bool indivisible = false, not_transferable = false;
    receivable::CertificateState state = receivable::CertificateState::pending;
    std::vector<receivable::Binding> bindings;
    std::vector<Unit> units;  // [0] is fen 1; empty before acceptance
    std::uint64_t face = 0, paid = 0, turnover = 0;
    std::uint32_t transfers = 0;
    std::uint64_t serial = 0;  // order of issue

    bool lives() const {
      return state >= receivable::CertificateState::active && state <= receivable::CertificateState::defaulted;
    }
    // The last fen of the range that begins at this one, from 1; 0 when none does.
    std::uint64_t end_of(std::uint64_t start) const;
  };
  struct Offer {
    CertificateId certificate;
    PartyId from, to;
    std::vector<RangeRef> ranges;
    std::vector<receivable::Binding> bindings;
    Time answer_by;
    std::uint64_t amount = 0;
  };
  struct Bill {
    PartyId seller, buyer, registered_by;
    std::string number;
    Date date;
    bool confirmed = false;
    std::uint64_t gross = 0, by_certificates = 0, onward = 0;
    std::uint64_t serial = 0;  // order of registration
  };
  struct Bid {
    Digest seal;
    std::uint64_t serial = 0;  // the earlier wins
    std::optional<receivable::QuoteTerms> terms;
  };
  // A loan as a list of days and of what was owed on each, from which everything is counted anew.
  struct Debt {
    std::vector<std::pair<Date, std::uint64_t>> principal;  // from this day on
    std::uint64_t fee = 0, interest_paid = 0;
  };
  struct Deal {
    CertificateId certificate;
    PartyId owner, financier;
    bool is_loan = false;
    std::vector<RangeRef> ranges;
    std::uint64_t face = 0, asked = 0, min_net = 0;
    receivable::Deadlines deadlines;
    std::vector<PartyId> invited;
    std::string payee_account;
    receivable::FinanceState state = receivable::FinanceState::open;
    std::map<PartyId, Bid> bids;
    receivable::QuoteTerms terms;  // awarded
    Date awarded;
    bool registered = false;
    Debt debt;
    std::optional<std::pair<PartyId, std::vector<RangeRef>>> wish;
    std::uint64_t serial = 0;
  };
  const std::map<FinancingId, Deal>& deals() const { return deals_; }
  // What a quote nets on a day; nothing if nothing would be left.
  std::optional<std::uint64_t> net(const Deal& deal, const receivable::QuoteTerms& terms, Date day) const;
  std::uint64_t owed(const Deal& deal, Date day) const;
  // What the awarded financier would pay on a day.
  std::uint64_t price(const Deal& deal, Date day) const;

  const std::map<CertificateId, Paper>& papers() const { return papers_; }
  const std::map<TransferId, Offer>& offers() const { return offers_; }
  const std::map<InvoiceId, Bill>& bills() const { return bills_; }
  std::uint64_t balance(const PartyId& party) const;
  std::uint64_t limit_used(const PartyId& issuer) const;
  std::uint32_t defaulted(const PartyId& issuer) const;

 private:
  Answer may_hold(const PartyId& party) const;
  Answer bindable(const std::vector<receivable::Binding>& bindings, const PartyId& seller, const PartyId& buyer,
                  std::uint64_t total) const;
  void end(const TransferId& id);
  // Which fen a party means of its own, and where ranges begin then; `act_state` is what they must be in.
  struct Taken {
    std::vector<std::size_t> fen;  // from 0
    std::vector<bool> begins;
  };
  Answer choose(const Paper& paper, const PartyId& by, Amount amount, const std::vector<RangeRef>& ranges, Taken& out) const;
  std::vector<RangeRef> lock(Paper& paper, const Taken& taken, receivable::RangeState state, const FinancingId& deal);
  void end_deal(Deal& deal, const FinancingId& id, receivable::FinanceState state);
  void let_go(const Deal& deal, const FinancingId& id);
  void pay_debt(Deal& deal, Date day, std::uint64_t amount);
  std::uint64_t interest(const Deal& deal, Date day) const;
  void close_deals();
  // A financier with an open deal that is not its own: what it must be to quote and to reveal.
  Answer bidding(const PartyId& by, const FinancingId& id, Deal*& out);
  // An awarded deal's ranges go over, paid on this day.
  void deliver(Deal& deal, const FinancingId& id, Date paid);
  void release(const Paper& paper);
  Answer known(const Bill& bill) const;
  // Whether its ranges may begin at these fen from now on; the last entry stands for the end.
  Answer cuttable(const Paper& paper, std::vector<bool> begins) const;
  static std::uint32_t ranges_of(const Paper& paper);
  std::uint64_t count(const PartyId& issuer, bool pending) const;

  Setting setting_;
  Time now_;
  std::uint64_t nodes_ = 0;
  std::uint64_t serials_ = 0;
  std::map<CertificateId, Paper> papers_;
  std::map<TransferId, Offer> offers_;
  std::map<InvoiceId, Bill> bills_;
  std::map<FinancingId, Deal> deals_;
  std::vector<Bill> stood_for_;  // as they were when their seller registered or confirmed them
  std::map<PartyId, std::uint64_t> balances_;
  std::set<std::string> references_;  // of payments, ever used
};

}  // namespace allonge::test
