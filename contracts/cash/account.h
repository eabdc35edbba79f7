// Bank money (结算银行账户): what a settlement bank owes each party, per currency. Credited and debited
// only on the bank's attestation, moved by the acts of contracts; never negative. For every bank and
// currency the balances add up to what the bank has issued (I-5).
//
// An operation plans in `check` and carries out in `apply`:
//   TRY(const CashPlan cash, plan_payment(view, bank, currency, payer, legs));   // INSUFFICIENT_CASH
//   carry_out(cash, draft);
#pragma once

#include "contracts/cash/currency.h"
#include "contracts/context.h"
#include "ledger/receipt.h"
#include "ledger/table.h"

namespace allonge {

struct Account {
  PartyId bank;
  PartyId party;
  Currency currency = Currency::cny;
  Amount balance;
  static constexpr auto fields() {
    return std::tuple{Field{1, "bank", &Account::bank, "settlement bank that owes it"},
                      Field{2, "party", &Account::party, "whose money it is"},
                      Field{3, "currency", &Account::currency, "of the balance"},
                      Field{4, "balance", &Account::balance, "how much"}};
  }
};

// What a bank owes all parties together.
struct IssuedMoney {
  PartyId bank;
  Currency currency = Currency::cny;
  Amount total;
  static constexpr auto fields() {
    return std::tuple{Field{1, "bank", &IssuedMoney::bank, "settlement bank"},
                      Field{2, "currency", &IssuedMoney::currency, "of the total"},
                      Field{3, "total", &IssuedMoney::total, "sum of its accounts"}};
  }
};

// A payment reference of the bank's books; each is used once for ever.
struct PaymentRef {
  PartyId bank;
  std::string payment_ref;
  Digest transaction;
  static constexpr auto fields() {
    return std::tuple{Field{1, "bank", &PaymentRef::bank, "whose reference"},
                      Field{2, "payment_ref", &PaymentRef::payment_ref, "the reference", 64},
                      Field{3, "transaction", &PaymentRef::transaction, "that used it"}};
  }
};

inline constexpr Table<Account, PartyId, PartyId, Currency> account_records{0x0301, "account"};  // bank, party
inline constexpr Table<IssuedMoney, PartyId, Currency> issued_money_records{0x0302, "issued money"};
inline constexpr Table<PaymentRef, PartyId, Digest> payment_ref_records{0x0303, "payment reference"};

Amount balance_of(const View& view, const PartyId& bank, const PartyId& party, Currency currency);
// "jianghai/taihe/CNY": how events and people name an account.
std::string account_name(const PartyId& bank, const PartyId& party, Currency currency);

struct CashLeg {
  PartyId party;
  Amount amount;
};

// Balances after the movement; made by the plan_ functions on the view it is carried out on.
struct CashPlan {
  std::vector<Account> after;
  std::optional<IssuedMoney> issued_after;
};

Result<CashPlan> plan_credit(const View& view, const PartyId& bank, Currency currency, const CashLeg& leg);
Result<CashPlan> plan_debit(const View& view, const PartyId& bank, Currency currency, const CashLeg& leg);
// `from` pays every leg, all or nothing; a party may be named in several legs, also the payer itself.
// INSUFFICIENT_CASH unless it can pay their sum before it receives anything.
Result<CashPlan> plan_payment(const View& view, const PartyId& bank, Currency currency, const PartyId& from,
                              std::span<const CashLeg> to);
void carry_out(const CashPlan& plan, Draft& draft);

// BAD_TEXT unless 1 to 64 printable ASCII characters; REF_REUSED when it was used before.
Result<void> fresh_payment_ref(const View& view, const PartyId& bank, std::string_view payment_ref);
void use_payment_ref(Draft& draft, const PartyId& bank, std::string_view payment_ref, const Digest& transaction);

}  // namespace allonge
