// finance_quotes: what the revealed quotes for a request leave for its owner, best first as an award
// would choose (R-52). What is still sealed is only counted: the ledger itself cannot read it.
#pragma once

#include "api/methods/finance.h"
#include "contracts/receivable/finance_award.h"

namespace allonge::api {

struct QuoteReply {
  PartyId financier;
  std::uint32_t place = 0;
  std::uint32_t rate_ppm = 0;
  std::uint32_t days = 0;
  Amount discount;
  Amount fee;
  Amount net;
  Time valid_until;
  bool term_reviewed = false;
  receivable::Recourse recourse = receivable::Recourse::none;
  bool binds = false;
  bool best = false;
  static constexpr auto fields() {
    using T = QuoteReply;
    return std::tuple{Field{1, "financier", &T::financier, "who quotes"},
                      Field{2, "place", &T::place, "in the order of seals: the earlier wins a tie"},
                      Field{3, "rate_ppm", &T::rate_ppm, "yearly rate in millionths, actual days over 360"},
                      Field{4, "days", &T::days, "from the business date to the due date"},
                      Field{5, "discount", &T::discount, "for these days; of a loan its interest"},
                      Field{6, "fee", &T::fee, "beside it"},
                      Field{7, "net", &T::net, "what is left for the owner; nothing of a quote that does not bind"},
                      Field{8, "valid_until", &T::valid_until, "moment from which it does not bind any more"},
                      Field{9, "term_reviewed", &T::term_reviewed, "whether a term over the soft limit was reviewed"},
                      Field{10, "recourse", &T::recourse, "against whom but the issuer"},
                      Field{11, "binds", &T::binds, "whether it may be awarded now"},
                      Field{12, "best", &T::best, "whether it is the one that an award may choose"}};
  }
};

// One's own quote, as the ledger holds it while nobody can read it.
struct SealReply {
  Digest seal;
  Time sealed;
  std::uint32_t place = 0;
  bool revealed = false;
  static constexpr auto fields() {
    using T = SealReply;
    return std::tuple{Field{1, "seal", &T::seal, "digest of the quote"}, Field{2, "sealed", &T::sealed, "when"},
                      Field{3, "place", &T::place, "in the order of seals"},
                      Field{4, "revealed", &T::revealed, "whether its terms are shown"}};
  }
};

struct FinanceQuotesReply {
  FinancingId financing;
  receivable::FinanceState state = receivable::FinanceState::none;
  receivable::Deadlines deadlines;
  Date business_date;
  Date due;
  Amount min_net;
  std::uint32_t sealed = 0;
  std::vector<QuoteReply> quotes;
  std::optional<SealReply> own;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = FinanceQuotesReply;
    return std::tuple{Field{1, "financing", &T::financing, "the request"},
                      Field{2, "state", &T::state, "where it is in its life; after the award no quotes are kept"},
                      Field{3, "deadlines", &T::deadlines, "when quotes close, are shown, are settled"},
                      Field{4, "business_date", &T::business_date, "day for which the sums are counted"},
                      Field{5, "due", &T::due, "day to which they are counted"},
                      Field{6, "min_net", &T::min_net, "least that the owner accepts"},
                      Field{7, "sealed", &T::sealed, "quotes that nobody can read yet"},
                      Field{8, "quotes", &T::quotes, "revealed ones, best first, those that do not bind last", receivable::quotes_limit},
                      Field{9, "own", &T::own, "the quote of the financier that was asked for"},
                      Field{10, "height", &T::height, "height at which it was read"}};
  }
};

struct FinanceQuotes {
  static constexpr MethodCard card{"finance_quotes", "Revealed quotes with what each leaves for the owner, best first; sealed ones counted.",
                                   Scope::read_party, 5};
  struct Params {
    IdBeginning<FinancingKind> id;
    std::optional<PartyId> financier;
    static constexpr auto fields() {
      return std::tuple{Field{1, "id", &Params::id, "financing; a unique beginning is enough"},
                        Field{2, "financier", &Params::financier, "also the seal of this one's own quote"}};
    }
  };
  using Reply = FinanceQuotesReply;
  static constexpr std::array reasons{Reason::not_found, Reason::ambiguous_id};
  static constexpr Example example{
      R"({"id":"FN-0000-0000-0001-2"})",
      R"({"financing":"FN-0000-0000-0001-2","state":"open","deadlines":{"quote_by":"2027-03-02T03:14:07.112Z","reveal_by":"2027-03-02T04:14:07.112Z","settle_by":"2027-03-02T05:14:07.112Z"},"business_date":"2027-03-02","due":"2027-05-31","min_net":"0.00","sealed":1,"quotes":[{"financier":"jianghai","place":1,"rate_ppm":36000,"days":90,"discount":"1800.00","fee":"0.00","net":"198200.00","valid_until":"2027-03-02T05:14:07.112Z","term_reviewed":false,"recourse":"none","binds":true,"best":true}],"height":12371})"};
};
Result<FinanceQuotesReply> answer(const FinanceQuotes::Params& params, Call& call);

}  // namespace allonge::api
