// cash_get: a party's money at its settlement banks.
#pragma once

#include "api/method.h"
#include "contracts/cash/account.h"

namespace allonge::api {

struct CashReply {
  std::vector<Account> accounts;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    return std::tuple{Field{1, "accounts", &CashReply::accounts, "by bank, then currency", 1000},
                      Field{2, "height", &CashReply::height, "height at which it was read"}};
  }
};

struct CashGet {
  static constexpr MethodCard card{"cash_get", "A party's balances at its settlement banks.", Scope::read_party, 1};
  struct Params {
    PartyId party;
    std::optional<PartyId> bank;
    std::optional<Currency> currency;
    static constexpr auto fields() {
      return std::tuple{Field{1, "party", &Params::party, "whose money"},
                        Field{2, "bank", &Params::bank, "only at this bank"},
                        Field{3, "currency", &Params::currency, "only in this currency"}};
    }
  };
  using Reply = CashReply;
  static constexpr std::array reasons{Reason::not_found};
  static constexpr Example example{
      R"({"party":"taihe"})",
      R"({"accounts":[{"bank":"jianghai","party":"taihe","currency":"CNY","balance":"1000000.00"}],"height":12371})"};
};
Result<CashReply> answer(const CashGet::Params& params, Call& call);

}  // namespace allonge::api
