#include "contracts/cash/account.h"

#include <map>

#include "ledger/digest.h"

namespace allonge {

namespace {

// References are texts of the bank; as a key of fixed width stands their digest.
Digest ref_key(std::string_view payment_ref) { return digest("allonge/payment-ref/v1", bytes_of(payment_ref)); }

Account account_of(const View& view, const PartyId& bank, const PartyId& party, Currency currency) {
  auto found = account_records.find(view, bank, party, currency);
  return found ? *std::move(found) : Account{bank, party, currency, {}};
}

IssuedMoney issued_by(const View& view, const PartyId& bank, Currency currency) {
  auto found = issued_money_records.find(view, bank, currency);
  return found ? *std::move(found) : IssuedMoney{bank, currency, {}};
}

Result<Amount> taken(const Account& account, Amount amount) {
  if (account.balance < amount)
    return Refusal{Reason::insufficient_cash, account_name(account.bank, account.party, account.currency) + " holds " +
                                                  account.balance.text() + ", " + amount.text() + " is asked"};
  return subtract(account.balance, amount);
}

}  // namespace

std::string_view name_of(Currency currency) {
  for (const EnumValue& value : values_of(Currency{}))
    if (value.number == std::uint64_t(currency)) return value.name;
  return {};
}

Amount balance_of(const View& view, const PartyId& bank, const PartyId& party, Currency currency) {
  return account_of(view, bank, party, currency).balance;
}

std::string account_name(const PartyId& bank, const PartyId& party, Currency currency) {
  return std::string(bank.text()) + "/" + std::string(party.text()) + "/" + std::string(name_of(currency));
}

Result<CashPlan> plan_credit(const View& view, const PartyId& bank, Currency currency, const CashLeg& leg) {
  Account account = account_of(view, bank, leg.party, currency);
  TRY(account.balance, add(account.balance, leg.amount));
  IssuedMoney issued = issued_by(view, bank, currency);
  TRY(issued.total, add(issued.total, leg.amount));
  return CashPlan{{account}, issued};
}

Result<CashPlan> plan_debit(const View& view, const PartyId& bank, Currency currency, const CashLeg& leg) {
  Account account = account_of(view, bank, leg.party, currency);
  TRY(account.balance, taken(account, leg.amount));
  IssuedMoney issued = issued_by(view, bank, currency);
  TRY(issued.total, subtract(issued.total, leg.amount));
  return CashPlan{{account}, issued};
}

Result<CashPlan> plan_payment(const View& view, const PartyId& bank, Currency currency, const PartyId& from,
                              std::span<const CashLeg> to) {
  Amount sum;
  for (const CashLeg& leg : to) {
    TRY(sum, add(sum, leg.amount));
  }
  std::map<PartyId, Account> touched;
  Account payer = account_of(view, bank, from, currency);
  TRY(payer.balance, taken(payer, sum));
  touched.emplace(from, payer);
  for (const CashLeg& leg : to) {
    auto [entry, is_new] = touched.try_emplace(leg.party);
    if (is_new) entry->second = account_of(view, bank, leg.party, currency);
    TRY(entry->second.balance, add(entry->second.balance, leg.amount));
  }
  CashPlan plan;
  for (const auto& [party, account] : touched) plan.after.push_back(account);
  return plan;
}

void carry_out(const CashPlan& plan, Draft& draft) {
  // An empty account is removed: its absence proves a balance of nothing.
  for (const Account& account : plan.after) {
    if (account.balance.is_zero())
      account_records.erase(draft, account.bank, account.party, account.currency);
    else
      account_records.put(draft, account.bank, account.party, account.currency, account);
  }
  if (plan.issued_after)
    issued_money_records.put(draft, plan.issued_after->bank, plan.issued_after->currency, *plan.issued_after);
}

Result<void> fresh_payment_ref(const View& view, const PartyId& bank, std::string_view payment_ref) {
  bool printable = !payment_ref.empty() && payment_ref.size() <= 64;
  for (const char c : payment_ref) printable = printable && c > ' ' && c <= '~';
  if (!printable) return Refusal{Reason::bad_text, "a payment reference is 1 to 64 printable ASCII letters, no spaces"};
  const auto used = payment_ref_records.find(view, bank, ref_key(payment_ref));
  if (used) return Refusal{Reason::ref_reused, "used by transaction " + used->transaction.hex()};
  return done();
}

void use_payment_ref(Draft& draft, const PartyId& bank, std::string_view payment_ref, const Digest& transaction) {
  payment_ref_records.put(draft, bank, ref_key(payment_ref), {bank, std::string(payment_ref), transaction});
}

}  // namespace allonge
