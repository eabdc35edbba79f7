// The list of all operations, one line each, ascending by code. Bytes, .proto, JSON, flags, help and
// the permission matrix follow from it. How to add one: README.md, five steps.
#pragma once

#include <variant>

#include "contracts/cash/credit.h"
#include "contracts/cash/debit.h"
#include "contracts/consortium/set_profile.h"
#include "contracts/credential/apply_credential.h"
#include "contracts/credential/grant_authority.h"
#include "contracts/credential/issue_credential.h"
#include "contracts/credential/prove_control.h"
#include "contracts/credential/resume_authority.h"
#include "contracts/credential/resume_credential.h"
#include "contracts/credential/review_application.h"
#include "contracts/credential/revoke_credential.h"
#include "contracts/credential/set_gate.h"
#include "contracts/credential/suspend_authority.h"
#include "contracts/credential/suspend_credential.h"
#include "contracts/credential/withdraw_application.h"
#include "contracts/credential/withdraw_authority.h"
#include "contracts/operation_list.h"
#include "contracts/party/add_key.h"
#include "contracts/party/admit.h"
#include "contracts/party/recover.h"
#include "contracts/party/revoke_key.h"
#include "contracts/party/rotate_key.h"
#include "contracts/party/set_limit.h"
#include "contracts/party/set_policy.h"
#include "contracts/party/set_recovery.h"
#include "contracts/receivable/accept.h"
#include "contracts/receivable/accept_transfer.h"
#include "contracts/receivable/cancel_transfer.h"
#include "contracts/receivable/claim_invoice.h"
#include "contracts/receivable/confirm_invoice.h"
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
#include "contracts/receivable/register_invoice.h"
#include "contracts/receivable/split.h"
#include "contracts/receivable/transfer.h"
#include "contracts/receivable/withdraw.h"
#include "contracts/testnet/advance_time.h"

namespace allonge {

using Operation = std::variant<  //
    receivable::Issue,           // 0x0101
    receivable::Accept,          // 0x0102
    receivable::Refuse,          // 0x0103
    receivable::Transfer,        // 0x0104
    receivable::AcceptTransfer,  // 0x0105
    receivable::RefuseTransfer,  // 0x0106
    receivable::CancelTransfer,  // 0x0107
    receivable::Withdraw,        // 0x0108
    receivable::Split,           // 0x0109
    receivable::Merge,           // 0x010a
    receivable::Pay,             // 0x010b
    receivable::FinanceRequest,  // 0x0111
    receivable::FinanceCancel,   // 0x0112
    receivable::FinanceQuote,    // 0x0113
    receivable::FinanceReveal,   // 0x0114
    receivable::FinanceAward,    // 0x0115
    receivable::FinanceRegister, // 0x0116
    receivable::FinanceSettle,   // 0x0117
    receivable::FinanceAttest,   // 0x0118
    receivable::FinanceRelease,  // 0x0119
    receivable::FinanceRepay,    // 0x011a
    receivable::FinanceEnforce,  // 0x011b
    receivable::RegisterInvoice, // 0x0201
    receivable::ConfirmInvoice,  // 0x0202
    receivable::ClaimInvoice,    // 0x0203
    cash::Credit,                // 0x0301
    cash::Debit,                 // 0x0302
    party::AdmitParty,           // 0x0401
    party::AddKey,               // 0x0402
    party::RotateKey,            // 0x0403
    party::RevokeKey,            // 0x0404
    party::SetPolicy,            // 0x0405
    party::SetLimit,             // 0x0406
    party::SetRecovery,          // 0x0407
    party::Recover,              // 0x0408
    consortium::SetProfile,      // 0x0501
    testnet::AdvanceTime,        // 0x0601
    credential::GrantAuthority,       // 0x0701
    credential::SuspendAuthority,     // 0x0702
    credential::WithdrawAuthority,    // 0x0703
    credential::ResumeAuthority,      // 0x0704
    credential::ApplyForCredential,   // 0x0711
    credential::ReviewApplication,    // 0x0712
    credential::IssueCredential,      // 0x0713
    credential::SuspendCredential,    // 0x0714
    credential::ResumeCredential,     // 0x0715
    credential::RevokeCredential,     // 0x0716
    credential::ProveControl,         // 0x0717
    credential::WithdrawApplication,  // 0x0718
    credential::SetGate               // 0x0721
    >;

const Card& card_of(const Operation& op);

// OPERATION_UNKNOWN when the bytes name no operation of the list, BAD_ENCODING when they are not in
// canonical form.
Result<Operation> read_operation(BytesView bytes);
RawMessage write_operation(const Operation& op);

// Asks the card's role, then the operation's own check; then applies it. A refusal leaves `draft` and
// `events` as they were.
Result<void> perform(const Operation& op, const Context& context, RoleSet roles, Draft& draft, Events& events);

// The amount that the signing policy's bands look at.
std::optional<Amount> banded_amount_of(const Operation& op, const View& view);

}  // namespace allonge
