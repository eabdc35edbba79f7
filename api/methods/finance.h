// finance_get, finance_list: ranges on their way to money.
#pragma once

#include "api/id_beginning.h"
#include "api/paging.h"
#include "contracts/receivable/certificate.h"
#include "contracts/receivable/financing.h"

namespace allonge::api {

// Who may read a financing: its owner, whoever is invited, the awarded financier, the certificate's bank,
// registrars, and while a request is open to all, every financier. Whoever only may quote, or might have
// quoted, does not see the award and what came of it (R-51).
enum class FinanceSight : std::uint8_t { nothing, request, everything };
FinanceSight sight_of(const receivable::Financing& financing, const receivable::Certificate& certificate, Call& call);

// A financing with its certificate, as the caller may see it.
struct SeenFinancing {
  receivable::Financing financing;
  receivable::Certificate certificate;
};
// NOT_FOUND, AMBIGUOUS_ID.
Result<SeenFinancing> find_financing(const IdBeginning<FinancingKind>& id, Call& call);

// What a pledge secures today.
struct DebtReply {
  Amount fee;
  Amount interest;
  Amount principal;
  Amount total;
  static constexpr auto fields() {
    using T = DebtReply;
    return std::tuple{Field{1, "fee", &T::fee, "of the loan"},
                      Field{2, "interest", &T::interest, "up to the day"},
                      Field{3, "principal", &T::principal, "still owed of what was paid out"},
                      Field{4, "total", &T::total, "the secured sum"}};
  }
};

struct FinanceReply {
  receivable::Financing financing;
  Currency currency = Currency::cny;
  PartyId issuer;
  Date due;
  Date business_date;
  std::optional<Amount> to_pay;
  std::optional<DebtReply> debt;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = FinanceReply;
    return std::tuple{Field{1, "financing", &T::financing, "request, award, settlement and loan"},
                      Field{2, "currency", &T::currency, "of the amounts"},
                      Field{3, "issuer", &T::issuer, "who owes the certificate"},
                      Field{4, "due", &T::due, "day of its payment"},
                      Field{5, "business_date", &T::business_date, "day of which the sums below are"},
                      Field{6, "to_pay", &T::to_pay, "awarded: what the financier pays if money moves that day"},
                      Field{7, "debt", &T::debt, "pledged: what the pledge secures that day"},
                      Field{8, "height", &T::height, "height at which it was read"}};
  }
};

struct FinanceGet {
  static constexpr MethodCard card{"finance_get", "One financing: request, award, settlement, and what is owed today.",
                                   Scope::read_party, 1};
  struct Params {
    IdBeginning<FinancingKind> id;
    static constexpr auto fields() {
      return std::tuple{Field{1, "id", &Params::id, "financing; a unique beginning is enough"}};
    }
  };
  using Reply = FinanceReply;
  static constexpr std::array reasons{Reason::not_found, Reason::ambiguous_id};
  static constexpr Example example{
      R"({"id":"FN-0000-0000-0001-2"})",
      R"({"financing":{"id":"FN-0000-0000-0001-2","certificate":"RC-0000-0000-0001-2","owner":"shunchang","kind":"purchase","ranges":[{"start":"50000001","end":"70000000"}],"face":"200000.00","asked":"0.00","min_net":"0.00","deadlines":{"quote_by":"2027-03-02T03:14:07.112Z","reveal_by":"2027-03-02T04:14:07.112Z","settle_by":"2027-03-02T05:14:07.112Z"},"invited":["dongfang","jianghai"],"waived":false,"payee_account":"","state":"open","quotes":2,"seals":2,"registration_no":"","surplus":"0.00","shortfall":"0.00"},"currency":"CNY","issuer":"taihe","due":"2027-05-31","business_date":"2027-03-02","height":12371})"};
};
Result<FinanceReply> answer(const FinanceGet::Params& params, Call& call);

struct FinanceListReply {
  std::vector<receivable::Financing> financings;
  std::uint64_t height = 0;
  std::optional<std::string> next;
  static constexpr auto fields() {
    using T = FinanceListReply;
    return std::tuple{Field{1, "financings", &T::financings, "by id", limits::largest_page},
                      Field{2, "height", &T::height, height_note},
                      Field{3, "next", &T::next, more_note, longest_token}};
  }
};

struct FinanceList {
  static constexpr MethodCard card{"finance_list", "Financings of an owner, a financier or a certificate; all there are without one.",
                                   Scope::read_party, 5};
  struct Params {
    std::optional<PartyId> owner;
    std::optional<PartyId> financier;
    std::optional<IdBeginning<CertificateKind>> certificate;
    std::optional<receivable::FinanceState> state;
    bool open_to_all = false;
    std::optional<std::uint32_t> limit;
    std::optional<std::string> next;
    static constexpr auto fields() {
      return std::tuple{Field{1, "owner", &Params::owner, "who asked"},
                        Field{2, "financier", &Params::financier, "who is invited by name while quotes are open, or was awarded"},
                        Field{3, "certificate", &Params::certificate, "of which the ranges are"},
                        Field{4, "state", &Params::state, "where it is in its life"},
                        Field{5, "open_to_all", &Params::open_to_all, "only open requests for which every financier may quote"},
                        Field{6, "limit", &Params::limit, limit_note, limits::largest_page},
                        Field{7, "next", &Params::next, next_note, longest_token}};
    }
  };
  using Reply = FinanceListReply;
  static constexpr std::array reasons{Reason::not_found, Reason::ambiguous_id, Reason::out_of_range, Reason::page_token_invalid};
  static constexpr Example example{
      R"({"owner":"shunchang","limit":1})",
      R"({"financings":[{"id":"FN-0000-0000-0001-2","certificate":"RC-0000-0000-0001-2","owner":"shunchang","kind":"purchase","ranges":[{"start":"50000001","end":"70000000"}],"face":"200000.00","asked":"0.00","min_net":"0.00","deadlines":{"quote_by":"2027-03-02T03:14:07.112Z","reveal_by":"2027-03-02T04:14:07.112Z","settle_by":"2027-03-02T05:14:07.112Z"},"invited":["dongfang","jianghai"],"waived":false,"payee_account":"","state":"open","quotes":2,"seals":2,"registration_no":"","surplus":"0.00","shortfall":"0.00"}],"height":12371})"};
};
Result<FinanceListReply> answer(const FinanceList::Params& params, Call& call);

}  // namespace allonge::api
