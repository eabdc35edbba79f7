// Which operation performs each act of the three tables of states, so that permission lists can name it.
// The compiler compares: a row of a table that a party performs without an operation, or an operation
// that performs nothing, stops the build. Acts of block time are in contracts/due_acts.cpp.
#pragma once

#include <algorithm>

#include "contracts/receivable/accept.h"
#include "contracts/receivable/accept_transfer.h"
#include "contracts/receivable/cancel_transfer.h"
#include "contracts/receivable/finance_attest.h"
#include "contracts/receivable/finance_award.h"
#include "contracts/receivable/finance_cancel.h"
#include "contracts/receivable/finance_enforce.h"
#include "contracts/receivable/finance_quote.h"
#include "contracts/receivable/finance_register.h"
#include "contracts/receivable/finance_release.h"
#include "contracts/receivable/finance_repay.h"
#include "contracts/receivable/finance_request.h"
#include "contracts/receivable/finance_reveal.h"
#include "contracts/receivable/finance_settle.h"
#include "contracts/receivable/issue.h"
#include "contracts/receivable/merge.h"
#include "contracts/receivable/pay.h"
#include "contracts/receivable/refuse.h"
#include "contracts/receivable/refuse_transfer.h"
#include "contracts/receivable/split.h"
#include "contracts/receivable/transfer.h"
#include "contracts/receivable/withdraw.h"

namespace allonge::receivable {

template <class Act>
struct Performed {
  Act act;
  const char* operation;
};

// clang-format off
inline constexpr std::array range_operations{
    Performed<RangeAct>{RangeAct::accept_issue, Accept::card.name},
    Performed<RangeAct>{RangeAct::split,        Split::card.name},
    Performed<RangeAct>{RangeAct::merge,        Merge::card.name},
    Performed<RangeAct>{RangeAct::transfer,     Transfer::card.name},
    Performed<RangeAct>{RangeAct::accept,       AcceptTransfer::card.name},
    Performed<RangeAct>{RangeAct::refuse,       RefuseTransfer::card.name},
    Performed<RangeAct>{RangeAct::cancel,       CancelTransfer::card.name},
    Performed<RangeAct>{RangeAct::pay,          Pay::card.name},
    Performed<RangeAct>{RangeAct::request,          FinanceRequest::card.name},
    Performed<RangeAct>{RangeAct::withdraw_request, FinanceCancel::card.name},
    Performed<RangeAct>{RangeAct::buy,              FinanceSettle::card.name},
    Performed<RangeAct>{RangeAct::lend,             FinanceSettle::card.name},
    Performed<RangeAct>{RangeAct::buy_outside,      FinanceAttest::card.name},
    Performed<RangeAct>{RangeAct::lend_outside,     FinanceAttest::card.name},
    Performed<RangeAct>{RangeAct::release,          FinanceRelease::card.name},
    Performed<RangeAct>{RangeAct::discharge,        FinanceRepay::card.name},
    Performed<RangeAct>{RangeAct::enforce,          FinanceEnforce::card.name},
};
inline constexpr std::array certificate_operations{
    Performed<CertificateAct>{CertificateAct::issue,    Issue::card.name},
    Performed<CertificateAct>{CertificateAct::accept,   Accept::card.name},
    Performed<CertificateAct>{CertificateAct::refuse,   Refuse::card.name},
    Performed<CertificateAct>{CertificateAct::withdraw, Withdraw::card.name},
    Performed<CertificateAct>{CertificateAct::pay,      Pay::card.name},
    Performed<CertificateAct>{CertificateAct::settle,   Pay::card.name},
};
inline constexpr std::array finance_operations{
    Performed<FinanceAct>{FinanceAct::request,      FinanceRequest::card.name},
    Performed<FinanceAct>{FinanceAct::cancel,       FinanceCancel::card.name},
    Performed<FinanceAct>{FinanceAct::quote,        FinanceQuote::card.name},
    Performed<FinanceAct>{FinanceAct::reveal,       FinanceReveal::card.name},
    Performed<FinanceAct>{FinanceAct::award,        FinanceAward::card.name},
    Performed<FinanceAct>{FinanceAct::register_,    FinanceRegister::card.name},
    Performed<FinanceAct>{FinanceAct::settle,       FinanceSettle::card.name},
    Performed<FinanceAct>{FinanceAct::lend,         FinanceSettle::card.name},
    Performed<FinanceAct>{FinanceAct::attest,       FinanceAttest::card.name},
    Performed<FinanceAct>{FinanceAct::attest_loan,  FinanceAttest::card.name},
    Performed<FinanceAct>{FinanceAct::collect,      Pay::card.name},
    Performed<FinanceAct>{FinanceAct::collect_last, Pay::card.name},
    Performed<FinanceAct>{FinanceAct::exhaust,      Pay::card.name},
    Performed<FinanceAct>{FinanceAct::repay_part,   FinanceRepay::card.name},
    Performed<FinanceAct>{FinanceAct::repay,        FinanceRepay::card.name},
    Performed<FinanceAct>{FinanceAct::release_part, FinanceRelease::card.name},
    Performed<FinanceAct>{FinanceAct::release,      FinanceRelease::card.name},
    Performed<FinanceAct>{FinanceAct::enforce,      FinanceEnforce::card.name},
};
// clang-format on

namespace acts_detail {
template <class Table, class Operations, class Who>
constexpr bool match(const Table& table, const Operations& operations, Who block_time) {
  const bool all_performed = std::all_of(table.begin(), table.end(), [&](const auto& step) {
    const auto performs = [&](const auto& row) { return row.act == step.act; };
    return (step.who == block_time) != (std::count_if(operations.begin(), operations.end(), performs) == 1);
  });
  const bool all_in_table = std::all_of(operations.begin(), operations.end(), [&](const auto& row) {
    return std::any_of(table.begin(), table.end(), [&](const auto& step) { return step.act == row.act; });
  });
  return all_performed && all_in_table;
}
}  // namespace acts_detail

static_assert(acts_detail::match(range_life::table, range_operations, RangeWho::block_time));
static_assert(acts_detail::match(certificate_life::table, certificate_operations, CertificateWho::block_time));
static_assert(acts_detail::match(finance_life::table, finance_operations, FinanceWho::block_time));

}  // namespace allonge::receivable
