// An application for a credential (credentials.md 7): a party asks an authority, which looks at the
// documents and decides. Drafts live in the wallet; what is submitted stands here by digests only, so no
// personal data is on the ledger. Before approval the subject proves that it controls its key.
//
//   submitted -> in_review -> approved -> issued
//        ^            |  \--> rejected
//        \- returned <-/            withdrawn, by the applicant, until it is issued
#pragma once

#include "contracts/context.h"
#include "contracts/credential/authority.h"
#include "ledger/receipt.h"

namespace allonge {
struct ApplicationKind { static constexpr std::string_view prefix = "AP"; };
using ApplicationId = DocumentId<ApplicationKind>;
}  // namespace allonge

namespace allonge::credential {

// DO NOT CHANGE OR RE-USE A NUMBER: they stand in the state.
enum class ApplicationState : std::uint8_t {
  none = 0, submitted = 1, in_review = 2, returned = 3, approved = 4, issued = 5, rejected = 6, withdrawn = 7,
};
constexpr std::array<EnumValue, 8> values_of(ApplicationState) {
  return {{{0, "none"}, {1, "submitted"}, {2, "in_review"}, {3, "returned"}, {4, "approved"}, {5, "issued"},
           {6, "rejected"}, {7, "withdrawn"}}};
}

enum class ApplicationAct : std::uint8_t { submit, prove, take, give_back, approve, reject, issue, withdraw };
enum class ApplicationWho : std::uint8_t { applicant, authority };

namespace application_life {
using Act = ApplicationAct;
using Who = ApplicationWho;
using State = ApplicationState;
// clang-format off
inline constexpr std::array table{
    //   act             who             from              to
    Step{Act::submit,    Who::applicant, State::none,      State::submitted},
    Step{Act::submit,    Who::applicant, State::returned,  State::submitted},
    Step{Act::prove,     Who::applicant, State::submitted, State::submitted},
    Step{Act::prove,     Who::applicant, State::in_review, State::in_review},
    Step{Act::take,      Who::authority, State::submitted, State::in_review},
    Step{Act::give_back, Who::authority, State::in_review, State::returned },
    Step{Act::approve,   Who::authority, State::in_review, State::approved },
    Step{Act::reject,    Who::authority, State::in_review, State::rejected },
    Step{Act::issue,     Who::authority, State::approved,  State::issued   },
    Step{Act::withdraw,  Who::applicant, State::submitted, State::withdrawn},
    Step{Act::withdraw,  Who::applicant, State::in_review, State::withdrawn},
    Step{Act::withdraw,  Who::applicant, State::returned,  State::withdrawn},
    Step{Act::withdraw,  Who::applicant, State::approved,  State::withdrawn},
};
// clang-format on
inline constexpr std::array every_state{State::submitted, State::in_review, State::returned, State::approved,
                                        State::issued,    State::rejected,  State::withdrawn};
static_assert(well_formed(table, State::none, every_state));
}  // namespace application_life

// Why an application went back or was rejected.
enum class ReviewReason : std::uint8_t {
  documents_missing = 1, documents_unclear = 2, claims_differ = 3, not_eligible = 4, sanctions = 5, other = 6,
};
constexpr std::array<EnumValue, 6> values_of(ReviewReason) {
  return {{{1, "documents_missing"}, {2, "documents_unclear"}, {3, "claims_differ"}, {4, "not_eligible"},
           {5, "sanctions"}, {6, "other"}}};
}

struct DocumentDigest {
  Digest sha256;
  std::string kind;      // "business_licence"
  std::string language;  // "zh", "en"
  std::optional<Date> expiry;
  static constexpr auto fields() {
    using T = DocumentDigest;
    return std::tuple{Field{1, "sha256", &T::sha256, "of the document"},
                      Field{2, "kind", &T::kind, "what it is", 40},
                      Field{3, "language", &T::language, "in which language", 8},
                      Field{4, "expiry", &T::expiry, "its last day, if it has one"}};
  }
};

struct Decision {
  ApplicationState to = ApplicationState::none;
  std::optional<ReviewReason> reason;
  Time time;
  std::vector<std::string> people;  // of the authority, who signed it
  static constexpr auto fields() {
    using T = Decision;
    return std::tuple{Field{1, "to", &T::to, "state it led to"},
                      Field{2, "reason", &T::reason, "why it went back or was rejected"},
                      Field{3, "time", &T::time, "when"},
                      Field{4, "people", &T::people, "who signed it", 32}};
  }
};

inline constexpr std::uint32_t application_documents = 32;
inline constexpr std::uint32_t application_decisions = 32;

struct Application {
  ApplicationId id;
  PartyId applicant;
  PartyId authority;
  Identity subject;
  std::string type;
  Digest claims;  // of the draft of the claims, kept by both sides
  std::vector<DocumentDigest> documents;
  ApplicationState state = ApplicationState::none;
  std::uint64_t height = 0;          // of its latest submission: part of the challenge
  std::optional<PublicKey> proven;   // by which the subject showed control
  std::vector<Decision> decisions;
  std::optional<Digest> credential;  // what was issued

  static constexpr auto fields() {
    using T = Application;
    return std::tuple{Field{1, "id", &T::id, "application"},
                      Field{2, "applicant", &T::applicant, "who asks"},
                      Field{3, "authority", &T::authority, "who decides"},
                      Field{4, "subject", &T::subject, "about whom the credential would speak"},
                      Field{5, "type", &T::type, "type of credential", type_text},
                      Field{6, "claims", &T::claims, "SHA-256 of the claims asked for"},
                      Field{7, "documents", &T::documents, "what supports them", application_documents},
                      Field{8, "state", &T::state, "where it is in its life"},
                      Field{9, "height", &T::height, "block of its latest submission"},
                      Field{10, "proven", &T::proven, "key whose control the subject showed"},
                      Field{11, "decisions", &T::decisions, "of the authority, oldest first", application_decisions},
                      Field{12, "credential", &T::credential, "hash of what was issued"}};
  }
};

inline constexpr Table<Application, ApplicationId> application_records{0x0731, "application"};

// WRONG_STATE, then NOT_YOUR_PART. The value is the state after.
Result<ApplicationState> may(ApplicationAct act, const Application& application, const PartyId& actor);

// What the subject signs: digest("allonge/app/v1", id, authority, height of the latest submission).
Digest challenge_of(const Application& application);

Event told(std::string_view type, std::string_view before, const Application& after, const Context& context);

}  // namespace allonge::credential
