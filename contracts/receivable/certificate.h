// A receivable certificate (应收账款电子凭证): the issuer's promise to pay the face on the due date to
// whoever holds its ranges. The document part is fixed at issue and named by `document`; what changes
// is its state and a few counts. Value lives in the ranges (range.h), which exist from acceptance on.
//
//   pending --accept--> active --due date--> matured --answer period--> overdue --grace--> defaulted
//      \--refuse, withdraw, window over        \------------ paid in full ------/             |
//                                                        settled                        settled_late
#pragma once

#include "contracts/cash/currency.h"
#include "contracts/lifecycle.h"
#include "contracts/profile.h"
#include "ledger/table.h"

namespace allonge::receivable {

// DO NOT CHANGE OR RE-USE A NUMBER: they stand in the state. The Exchange's codes stand behind.
enum class CertificateState : std::uint8_t {
  none = 0,
  pending = 1,       // CS02 offered to the first holder
  active = 2,        // CS03 accepted: irrevocable
  matured = 3,       // CS04 due, waiting for payment
  overdue = 4,       // answer period over, something unpaid
  defaulted = 5,     // grace over too: the issuer is suspended
  settled = 6,       // CS06 paid in full
  settled_late = 7,  // paid in full after default (settled.md 26)
  refused = 8,       // CS05 by the first holder
  withdrawn = 9,     // CS05 by the issuer before acceptance
  expired = 10,      // CS05 window over
};
constexpr std::array<EnumValue, 11> values_of(CertificateState) {
  return {{{0, "none"}, {1, "pending"}, {2, "active"}, {3, "matured"}, {4, "overdue"}, {5, "defaulted"},
           {6, "settled"}, {7, "settled_late"}, {8, "refused"}, {9, "withdrawn"}, {10, "expired"}}};
}
std::string_view name_of(CertificateState state);

enum class CertificateAct : std::uint8_t { issue, accept, refuse, withdraw, expire, mature, fall_overdue, default_, pay, settle };
enum class CertificateWho : std::uint8_t { issuer, payee, block_time };

namespace certificate_life {
using Act = CertificateAct;
using Who = CertificateWho;
using State = CertificateState;
// clang-format off
inline constexpr std::array table{
    //   act                who              from              to
    Step{Act::issue,        Who::issuer,     State::none,      State::pending     },
    Step{Act::accept,       Who::payee,      State::pending,   State::active      },
    Step{Act::refuse,       Who::payee,      State::pending,   State::refused     },
    Step{Act::withdraw,     Who::issuer,     State::pending,   State::withdrawn   },
    Step{Act::expire,       Who::block_time, State::pending,   State::expired     },
    Step{Act::mature,       Who::block_time, State::active,    State::matured     },
    Step{Act::fall_overdue, Who::block_time, State::matured,   State::overdue     },
    Step{Act::default_,     Who::block_time, State::overdue,   State::defaulted   },
    Step{Act::pay,          Who::issuer,     State::matured,   State::matured     },  // a part of it
    Step{Act::pay,          Who::issuer,     State::overdue,   State::overdue     },
    Step{Act::pay,          Who::issuer,     State::defaulted, State::defaulted   },
    Step{Act::settle,       Who::issuer,     State::matured,   State::settled     },  // all that is unpaid
    Step{Act::settle,       Who::issuer,     State::overdue,   State::settled     },
    Step{Act::settle,       Who::issuer,     State::defaulted, State::settled_late},
};
// clang-format on
inline constexpr std::array every_state{State::pending,   State::active,  State::matured,      State::overdue,
                                        State::defaulted, State::settled, State::settled_late, State::refused,
                                        State::withdrawn, State::expired};
static_assert(well_formed(table, State::none, every_state));
}  // namespace certificate_life

struct Certificate {
  static constexpr const char* type_name = "ReceivableCertificate";  // votes make certificates too
  CertificateId id;
  // the document
  PartyId issuer;
  PartyId payee;          // first holder
  Amount face;
  Currency currency = Currency::cny;
  Date issued;
  Date maturity;
  Date due;               // maturity, or the next business day
  std::uint32_t profile = 0;  // version whose terms it keeps
  PartyId bank;           // settlement bank through which it is paid
  bool not_transferable = false;
  bool indivisible = false;
  std::optional<Digest> term_reason_hash;
  Digest document;        // digest("allonge/certificate/v1", bytes of the cert.issue operation)
  // its life
  CertificateState state = CertificateState::none;
  Time answer_by;         // pending: the first moment at which it is too late to accept
  std::uint32_t range_count = 0;
  std::uint32_t transfers = 0;  // accepted
  Amount turnover;        // of accepted transfers
  std::uint32_t depth = 0;      // deepest chain of any range so far
  Amount paid;
  std::uint32_t financings = 0;  // sales to financiers, which are no transfers
  Amount financed;        // sum of their faces

  static constexpr auto fields() {
    using T = Certificate;
    return std::tuple{
        Field{1, "id", &T::id, "certificate"},
        Field{2, "issuer", &T::issuer, "who promises to pay"},
        Field{3, "payee", &T::payee, "first holder"},
        Field{4, "face", &T::face, "amount promised"},
        Field{5, "currency", &T::currency, "of the face"},
        Field{6, "issued", &T::issued, "business date of issue"},
        Field{7, "maturity", &T::maturity, "last day of the term"},
        Field{8, "due", &T::due, "maturity, or the next business day"},
        Field{9, "profile", &T::profile, "version whose terms it keeps"},
        Field{10, "bank", &T::bank, "settlement bank through which it is paid"},
        Field{11, "not_transferable", &T::not_transferable, "whether it may not be passed on"},
        Field{12, "indivisible", &T::indivisible, "whether it moves only whole"},
        Field{13, "term_reason_hash", &T::term_reason_hash, "document that explains a long term"},
        Field{14, "document", &T::document, "digest of the document as issued"},
        Field{15, "state", &T::state, "where it is in its life"},
        Field{16, "answer_by", &T::answer_by, "moment from which it is too late to accept"},
        Field{17, "range_count", &T::range_count, "ranges it has fallen into"},
        Field{18, "transfers", &T::transfers, "accepted transfers"},
        Field{19, "turnover", &T::turnover, "sum of accepted transfers"},
        Field{20, "depth", &T::depth, "deepest chain of endorsements"},
        Field{21, "paid", &T::paid, "already paid"},
        Field{22, "financings", &T::financings, "sales to financiers"},
        Field{23, "financed", &T::financed, "sum of their faces"}};
  }
};

inline constexpr Table<Certificate, CertificateId> certificate_records{0x0101, "certificate"};

// From acceptance until it is paid in full: its ranges are live and the issuer owes.
constexpr bool is_live(CertificateState state) {
  return state >= CertificateState::active && state <= CertificateState::defaulted;
}
// While it may still become or is an obligation, its bindings and its limit are used.
constexpr bool is_bound(CertificateState state) {
  return state != CertificateState::none && state < CertificateState::refused;
}
// What the issuer still owes on it.
Amount outstanding(const Certificate& certificate);

// The state after `act` by `signer` (nobody: block time). WRONG_STATE, then NOT_YOUR_PART.
Result<CertificateState> may(CertificateAct act, const Certificate& certificate, const PartyId* signer);

// The terms it was issued under; they are in the state as long as the certificate.
Profile terms_of(const Certificate& certificate, const View& view);
// Moments of its life, by block time alone.
Time due_time(const Certificate& certificate);
Time overdue_time(const Certificate& certificate, const Profile& terms);
Time default_time(const Certificate& certificate, const Profile& terms);
// The last day on which it may be passed on.
Date last_transfer_day(const Certificate& certificate, const Profile& conduct);

}  // namespace allonge::receivable
