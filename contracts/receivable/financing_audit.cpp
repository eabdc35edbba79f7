#include "contracts/receivable/financing_audit.h"

#include <algorithm>
#include <map>

#include "contracts/due_queue.h"
#include "contracts/receivable/financing.h"

namespace allonge::receivable {

namespace {

bool before_settlement(const Financing& one) { return one.state == FinanceState::open || one.state == FinanceState::awarded; }

class FinancingAudit {
 public:
  explicit FinancingAudit(const View& state) : state_(state) {}

  std::vector<std::string> run() {
    range_records.walk(state_, [&](BytesView, const Range& one) { return range(one), true; });
    quote_records.walk(state_, [&](BytesView, const Quote& one) { return ++quotes_[one.financing], true; });
    financing_records.walk(state_, [&](BytesView, const Financing& one) {
      ranges(one);
      money(one);
      if (quotes_[one.id] != one.quotes || (one.quotes > 0 && one.state != FinanceState::open))
        wrong("financing", one.id.text() + " counts other quotes");
      quotes_.erase(one.id);
      waiting(one);
      return true;
    });
    for (const auto& [id, list] : live_)
      if (!list.empty()) wrong("financing", id.text() + " locks ranges and does not exist");
    for (const auto& [id, count] : quotes_)
      if (count != 0) wrong("financing", id.text() + " has quotes and does not exist");
    return std::move(found_);
  }

 private:
  void wrong(const char* law, std::string why) { found_.push_back(std::string(law) + " " + std::move(why)); }

  void range(const Range& one) {
    const bool must = one.state == RangeState::quoted || one.state == RangeState::pledged;
    const bool may_be = must || one.state == RangeState::presented || one.state == RangeState::unpaid || one.state == RangeState::paid;
    const bool is_under = one.financing.is_set();
    if ((must && !is_under) || (is_under && !may_be)) wrong("financing", one.certificate.text() + " is locked by nothing");
    if (!is_under) return;
    if (is_live(one.state)) live_[one.financing].push_back(one);
    else paid_[one.financing] += width({one.start, one.end});
  }

  // Whatever is quoted or pledged is so under a financing that says the same, and the other way round.
  void ranges(const Financing& one) {
    std::uint64_t named = 0, found = 0;
    for (const RangeRef& ref : one.ranges) named += width(ref);
    for (const Range& range : live_[one.id]) {
      found += width({range.start, range.end});
      const bool within = std::any_of(one.ranges.begin(), one.ranges.end(), [&](const RangeRef& ref) {
        return ref.start <= range.start && range.end <= ref.end;
      });
      const bool fits = before_settlement(one) ? range.state == RangeState::quoted : range.state != RangeState::quoted;
      if (!within || !fits || range.certificate != one.certificate || range.owner != one.owner)
        wrong("financing", one.id.text() + " names what is not locked for it");
    }
    live_.erase(one.id);
    if (before_settlement(one) && (named != one.face.fen() || found != named))
      wrong("financing", one.id.text() + " asks for another sum than is locked");
    if (one.state == FinanceState::pledged && found + paid_[one.id] != named)
      wrong("financing", one.id.text() + " is secured by another sum than it names");
    if (!before_settlement(one) && one.state != FinanceState::pledged && found != 0)
      wrong("financing", one.id.text() + " has ended and still locks ranges");
  }

  void money(const Financing& one) {
    const bool settled = one.state >= FinanceState::settled && one.state <= FinanceState::enforced;
    if (settled != one.settlement.has_value()) wrong("I-12", one.id.text() + " is settled without a settlement");
    if (one.kind == FinanceKind::purchase && one.settlement &&
        one.settlement->discount.fen() + one.settlement->fee.fen() + one.settlement->paid.fen() != one.face.fen())
      wrong("I-12", one.id.text() + " discount, fee and net are not the face");
    if (!one.loan) return;
    const Loan& loan = *one.loan;
    if (loan.repaid.fen() + loan.collected.fen() + loan.principal.fen() !=
        loan.disbursed.fen() + loan.interest_paid.fen() + loan.fee_paid.fen())
      wrong("I-12", one.id.text() + " what was paid is not fee, interest and principal");
  }

  void waiting(const Financing& one) {
    const auto at = [&](Time time, DueKind kind) {
      return state_.get(due_key(time, kind, bytes_of(one.id.text()))).has_value();
    };
    const int queued = at(one.deadlines.quote_by, DueKind::financing_quotes) +
                       at(one.deadlines.reveal_by, DueKind::financing_reveal) +
                       at(one.deadlines.settle_by, DueKind::financing_settlement);
    if (queued != (before_settlement(one) ? 1 : 0)) wrong("queue", one.id.text() + " waits for what will not come, or does not wait");
  }

  const View& state_;
  std::vector<std::string> found_;
  std::map<FinancingId, std::vector<Range>> live_;
  std::map<FinancingId, std::uint64_t> paid_;
  std::map<FinancingId, std::uint32_t> quotes_;
};

}  // namespace

std::vector<std::string> audit_financings(const View& state) { return FinancingAudit(state).run(); }

}  // namespace allonge::receivable
