// cert_ranges, cert_history, cert_tree: who holds which fen of a certificate, and how it came there.
#pragma once

#include "api/methods/cert.h"

namespace allonge::api {

struct CertRangesReply {
  CertificateId certificate;
  std::vector<receivable::Range> ranges;
  std::uint64_t height = 0;
  std::optional<std::string> next;
  static constexpr auto fields() {
    using T = CertRangesReply;
    return std::tuple{Field{1, "certificate", &T::certificate, "of which they are parts"},
                      Field{2, "ranges", &T::ranges, "ascending by start; all pages together tile the face", limits::largest_page},
                      Field{3, "height", &T::height, height_note},
                      Field{4, "next", &T::next, more_note, longest_token}};
  }
};

struct CertRanges {
  static constexpr MethodCard card{"cert_ranges", "The ranges of a certificate with their owners and states.", Scope::read_party, 5};
  struct Params {
    IdBeginning<CertificateKind> certificate;
    std::optional<PartyId> holder;
    std::optional<Fen> unit;
    std::optional<receivable::RangeState> state;
    std::optional<std::uint32_t> limit;
    std::optional<std::string> next;
    static constexpr auto fields() {
      return std::tuple{Field{1, "certificate", &Params::certificate, "certificate; a unique beginning is enough"},
                        Field{2, "holder", &Params::holder, "only what this party holds"},
                        Field{3, "unit", &Params::unit, "only the range with this fen"},
                        Field{4, "state", &Params::state, "only ranges in this state"},
                        Field{5, "limit", &Params::limit, limit_note, limits::largest_page},
                        Field{6, "next", &Params::next, next_note, longest_token}};
    }
  };
  using Reply = CertRangesReply;
  static constexpr std::array reasons{Reason::not_found, Reason::ambiguous_id, Reason::bad_range, Reason::out_of_range,
                                      Reason::page_token_invalid};
  static constexpr Example example{
      R"({"certificate":"RC-0000-0000-0001-2"})",
      R"({"certificate":"RC-0000-0000-0001-2","ranges":[{"certificate":"RC-0000-0000-0001-2","start":"1","end":"100000000","owner":"shunchang","state":"free","last":{"kind":"issue","start":"1","end":"100000000","from":"taihe","to":"shunchang","time":"2027-03-02T02:14:07.112Z","depth":0,"earlier":["5bbb02f527ca7c1dc8dbe9f7dfb448cad7f0802e1784cfff33d91334a34a8ffa"],"middle":"0"},"holds":[]}],"height":12371})"};
};
Result<CertRangesReply> answer(const CertRanges::Params& params, Call& call);

struct TitleReply {
  Fen start;
  Fen end;
  PartyId holder;
  receivable::RangeState state = receivable::RangeState::none;
  std::vector<receivable::Endorsement> endorsements;
  static constexpr auto fields() {
    using T = TitleReply;
    return std::tuple{Field{1, "start", &T::start, "first fen of the piece"},
                      Field{2, "end", &T::end, "last fen of the piece"},
                      Field{3, "holder", &T::holder, "who holds it now"},
                      Field{4, "state", &T::state, "of its range"},
                      Field{5, "endorsements", &T::endorsements, "from issue to the holder; all fen of the piece share them", 10'000}};
  }
};
struct CertHistoryReply {
  CertificateId certificate;
  std::vector<TitleReply> titles;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = CertHistoryReply;
    return std::tuple{Field{1, "certificate", &T::certificate, "whose history"},
                      Field{2, "titles", &T::titles, "pieces of the interval, ascending", 10'000},
                      Field{3, "height", &T::height, "height at which it was read"}};
  }
};

struct CertHistory {
  static constexpr MethodCard card{"cert_history", "The endorsements behind a fen or an interval, from issue to holder.",
                                   Scope::read_party, 20};
  struct Params {
    IdBeginning<CertificateKind> certificate;
    std::optional<Fen> unit;
    std::optional<RangeRef> range;
    static constexpr auto fields() {
      return std::tuple{Field{1, "certificate", &Params::certificate, "certificate; a unique beginning is enough"},
                        Field{2, "unit", &Params::unit, "one fen"},
                        Field{3, "range", &Params::range, "or an interval; the whole certificate unless either is given"}};
    }
  };
  using Reply = CertHistoryReply;
  static constexpr std::array reasons{Reason::not_found, Reason::ambiguous_id, Reason::bad_range, Reason::too_large,
                                      Reason::proof_invalid};
  static constexpr Example example{
      R"({"certificate":"RC-0000-0000-0001-2","unit":"1"})",
      R"({"certificate":"RC-0000-0000-0001-2","titles":[{"start":"1","end":"1","holder":"shunchang","state":"free","endorsements":[{"kind":"issue","start":"1","end":"100000000","from":"taihe","to":"shunchang","time":"2027-03-02T02:14:07.112Z","depth":0,"earlier":["5bbb02f527ca7c1dc8dbe9f7dfb448cad7f0802e1784cfff33d91334a34a8ffa"],"middle":"0"}]}],"height":12371})"};
};
Result<CertHistoryReply> answer(const CertHistory::Params& params, Call& call);

struct CertTreeReply {
  receivable::Certificate certificate;
  std::uint32_t transfers = 0;
  Amount turnover;
  std::uint64_t velocity_hundredths = 0;
  Amount smallest;
  Amount largest;
  std::uint32_t depth = 0;
  std::uint32_t companies = 0;
  std::uint32_t ranges = 0;
  bool deep = false;
  std::vector<TitleReply> branches;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = CertTreeReply;
    return std::tuple{Field{1, "certificate", &T::certificate, "document and state"},
                      Field{2, "transfers", &T::transfers, "accepted; issue is not a transfer"},
                      Field{3, "turnover", &T::turnover, "sum of accepted transfers"},
                      Field{4, "velocity_hundredths", &T::velocity_hundredths, "turnover over face: 400 is 4.0"},
                      Field{5, "smallest", &T::smallest, "smallest transfer"},
                      Field{6, "largest", &T::largest, "largest transfer"},
                      Field{7, "depth", &T::depth, "deepest chain of endorsements"},
                      Field{8, "companies", &T::companies, "that ever held a part"},
                      Field{9, "ranges", &T::ranges, "it has fallen into"},
                      Field{10, "deep", &T::deep, "deeper than the profile's warning level"},
                      Field{11, "branches", &T::branches, "today's partition, each piece with its chain", 10'000},
                      Field{12, "height", &T::height, "height at which it was read"}};
  }
};

struct CertTree {
  static constexpr MethodCard card{"cert_tree", "A certificate as a tree: figures of its circulation, today's pieces with their chains.",
                                   Scope::read_party, 20};
  struct Params {
    IdBeginning<CertificateKind> certificate;
    static constexpr auto fields() {
      return std::tuple{Field{1, "certificate", &Params::certificate, "certificate; a unique beginning is enough"}};
    }
  };
  using Reply = CertTreeReply;
  static constexpr std::array reasons{Reason::not_found, Reason::ambiguous_id, Reason::too_large, Reason::proof_invalid};
  static constexpr Example example{
      R"({"certificate":"RC-0000-0000-0001-2"})",
      R"({"certificate":{"id":"RC-0000-0000-0001-2","issuer":"taihe","payee":"shunchang","face":"1000000.00","currency":"CNY","issued":"2027-03-02","maturity":"2027-05-31","due":"2027-05-31","profile":1,"bank":"jianghai","not_transferable":false,"indivisible":false,"document":"5bbb02f527ca7c1dc8dbe9f7dfb448cad7f0802e1784cfff33d91334a34a8ffa","state":"active","answer_by":"2027-03-09T16:00:00.000Z","range_count":1,"transfers":0,"turnover":"0.00","depth":0,"paid":"0.00","financings":0,"financed":"0.00"},"transfers":0,"turnover":"0.00","velocity_hundredths":0,"smallest":"0.00","largest":"0.00","depth":0,"companies":1,"ranges":1,"deep":false,"branches":[{"start":"1","end":"100000000","holder":"shunchang","state":"free","endorsements":[]}],"height":12371})"};
};
Result<CertTreeReply> answer(const CertTree::Params& params, Call& call);

}  // namespace allonge::api
