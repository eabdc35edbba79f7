// cert_get, cert_list: receivable certificates.
#pragma once

#include "api/id_beginning.h"
#include "api/paging.h"
#include "contracts/receivable/background.h"
#include "contracts/receivable/queries.h"

namespace allonge::api {

// Whether the caller may read a certificate: its issuer, first holder, bank, or whoever holds a part.
bool may_read(const receivable::Certificate& certificate, Call& call);
// The certificate whose id begins like this, if the caller may see it. NOT_FOUND, AMBIGUOUS_ID.
Result<receivable::Certificate> find_certificate(const IdBeginning<CertificateKind>& id, Call& call);

// What one party holds of one certificate, by the state of its ranges.
struct HoldingReply {
  CertificateId certificate;
  PartyId holder;
  PartyId issuer;
  Currency currency = Currency::cny;
  Date due;
  Amount live;
  Amount free;
  Amount offered;
  Amount presented;
  Amount unpaid;
  Amount paid;
  Amount quoted;
  Amount pledged;
  static constexpr auto fields() {
    using T = HoldingReply;
    return std::tuple{Field{1, "certificate", &T::certificate, "of which it is a part"},
                      Field{2, "holder", &T::holder, "who holds it"},
                      Field{3, "issuer", &T::issuer, "who promises to pay"},
                      Field{4, "currency", &T::currency, "of the amounts"},
                      Field{5, "due", &T::due, "day of payment"},
                      Field{6, "live", &T::live, "all but what is paid, together"},
                      Field{7, "free", &T::free, "the holder may act on it"},
                      Field{8, "offered", &T::offered, "in pending transfers"},
                      Field{9, "presented", &T::presented, "due, waiting for payment"},
                      Field{10, "unpaid", &T::unpaid, "overdue"},
                      Field{11, "paid", &T::paid, "paid"},
                      Field{12, "quoted", &T::quoted, "under a request for financing"},
                      Field{13, "pledged", &T::pledged, "secures a loan"}};
  }
};
HoldingReply holding_reply(const receivable::Holding& holding, const PartyId& holder, const receivable::Certificate& certificate);

struct CertReply {
  receivable::Certificate certificate;
  Amount outstanding;
  receivable::Bindings invoices;
  bool issuer_suspended = false;
  std::vector<HoldingReply> holders;
  std::uint64_t height = 0;
  static constexpr auto fields() {
    using T = CertReply;
    return std::tuple{Field{1, "certificate", &T::certificate, "document and state"},
                      Field{2, "outstanding", &T::outstanding, "what the issuer still owes on it"},
                      Field{3, "invoices", &T::invoices, "the trade it rests on", receivable::bindings_limit},
                      Field{4, "issuer_suspended", &T::issuer_suspended, "whether the issuer is in default on anything"},
                      Field{5, "holders", &T::holders, "who holds how much, by party", 500},
                      Field{6, "height", &T::height, "height at which it was read"}};
  }
};

struct CertGet {
  static constexpr MethodCard card{"cert_get", "One certificate: document, state, invoices and holders.", Scope::read_party, 1};
  struct Params {
    IdBeginning<CertificateKind> id;
    static constexpr auto fields() {
      return std::tuple{Field{1, "id", &Params::id, "certificate; a unique beginning is enough"}};
    }
  };
  using Reply = CertReply;
  static constexpr std::array reasons{Reason::not_found, Reason::ambiguous_id};
  static constexpr Example example{
      R"({"id":"RC-0000-0000-0001-2"})",
      R"({"certificate":{"id":"RC-0000-0000-0001-2","issuer":"taihe","payee":"shunchang","face":"1000000.00","currency":"CNY","issued":"2027-03-02","maturity":"2027-05-31","due":"2027-05-31","profile":1,"bank":"jianghai","not_transferable":false,"indivisible":false,"document":"5bbb02f527ca7c1dc8dbe9f7dfb448cad7f0802e1784cfff33d91334a34a8ffa","state":"active","answer_by":"2027-03-09T16:00:00.000Z","range_count":1,"transfers":0,"turnover":"0.00","depth":0,"paid":"0.00","financings":0,"financed":"0.00"},"outstanding":"1000000.00","invoices":[],"issuer_suspended":false,"holders":[{"certificate":"RC-0000-0000-0001-2","holder":"shunchang","issuer":"taihe","currency":"CNY","due":"2027-05-31","live":"1000000.00","free":"1000000.00","offered":"0.00","presented":"0.00","unpaid":"0.00","paid":"0.00","quoted":"0.00","pledged":"0.00"}],"height":12371})"};
};
Result<CertReply> answer(const CertGet::Params& params, Call& call);

struct CertListReply {
  std::vector<receivable::Certificate> certificates;
  std::uint64_t height = 0;
  std::optional<std::string> next;
  static constexpr auto fields() {
    using T = CertListReply;
    return std::tuple{Field{1, "certificates", &T::certificates, "in the order of the list they come from", limits::largest_page},
                      Field{2, "height", &T::height, height_note},
                      Field{3, "next", &T::next, more_note, longest_token}};
  }
};

struct CertList {
  static constexpr MethodCard card{"cert_list", "Certificates of an issuer, a first holder or a holder, or by due date.",
                                   Scope::read_party, 5};
  struct Params {
    std::optional<PartyId> issuer;
    std::optional<PartyId> payee;
    std::optional<PartyId> holder;
    std::optional<receivable::CertificateState> state;
    std::optional<Date> due_from;
    std::optional<Date> due_to;
    std::optional<std::uint32_t> limit;
    std::optional<std::string> next;
    static constexpr auto fields() {
      return std::tuple{Field{1, "issuer", &Params::issuer, "who promises to pay"},
                        Field{2, "payee", &Params::payee, "first holder"},
                        Field{3, "holder", &Params::holder, "who holds a part of it, paid parts included"},
                        Field{4, "state", &Params::state, "where it is in its life"},
                        Field{5, "due_from", &Params::due_from, "first due date"},
                        Field{6, "due_to", &Params::due_to, "last due date"},
                        Field{7, "limit", &Params::limit, limit_note, limits::largest_page},
                        Field{8, "next", &Params::next, next_note, longest_token}};
    }
  };
  using Reply = CertListReply;
  static constexpr std::array reasons{Reason::out_of_range, Reason::page_token_invalid};
  static constexpr Example example{
      R"({"issuer":"taihe","state":"active","limit":1})",
      R"({"certificates":[{"id":"RC-0000-0000-0001-2","issuer":"taihe","payee":"shunchang","face":"1000000.00","currency":"CNY","issued":"2027-03-02","maturity":"2027-05-31","due":"2027-05-31","profile":1,"bank":"jianghai","not_transferable":false,"indivisible":false,"document":"5bbb02f527ca7c1dc8dbe9f7dfb448cad7f0802e1784cfff33d91334a34a8ffa","state":"active","answer_by":"2027-03-09T16:00:00.000Z","range_count":1,"transfers":0,"turnover":"0.00","depth":0,"paid":"0.00","financings":0,"financed":"0.00"}],"height":12371})"};
};
Result<CertListReply> answer(const CertList::Params& params, Call& call);

}  // namespace allonge::api
