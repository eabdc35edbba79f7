#include "wallet/testnet_parties.h"

#include <algorithm>

#include "api/methods/party.h"
#include "wallet/act.h"
#include "wallet/demo_papers.h"

namespace allonge::wallet {

namespace {

constexpr std::uint64_t longest_wait_ms = 30'000;

// A transaction on its way.
struct Sent {
  std::string title;
  Digest transaction;
};

Result<std::vector<Admitted>> parties_there(Session& session) {
  std::vector<Admitted> out;
  CHECK(session.every_page<api::PartyList>({}, [&](const api::PartyListReply& page) {
    for (const Party& party : page.parties) out.push_back({party.id, party.admitted});
  }));
  return out;
}

Refusal trouble(const std::string& title, const api::TxStatusReply& status) {
  const auto& why = status.refusal;
  return {Reason::testnet_trouble, title + ": " + (why ? why->reason + " " + why->detail.value_or("") : "not done in time")};
}

// Signed by the party's demo people and handed in; nothing when the ledger knows the papers already. A
// batch is recorded whole or not at all, so its first paper speaks for all of it.
Result<std::optional<Sent>> hand_in(Session& session, const Keyring& keyring, const PartyId& party,
                                    const std::vector<Operation>& operations, std::string title) {
  TRY(Proposal proposal, propose(session, party, operations));
  const auto says_known = [](const std::string& warning) {
    return warning.find(name_of(Reason::cred_known)) != std::string::npos;
  };
  if (std::any_of(proposal.warnings.begin(), proposal.warnings.end(), says_known)) return std::optional<Sent>();
  TRY(const std::vector<Signer> signers, signers_of(keyring, party.text()));
  for (const Signer& signer : signers) CHECK(proposal.prepared.add(signer.key));
  // Not through the journal: what was recorded is known by the ledger, and a second try finds it there.
  api::TxSubmit::Params params;
  params.tx = proposal.prepared.file.body;
  for (const KeySignature& one : proposal.prepared.file.signatures) params.signatures.push_back({one.key, one.signature});
  TRY(const api::TxStatusReply status, session.call<api::TxSubmit>(params));
  if (status.status == api::TxState::rejected) return trouble(title, status);
  return std::optional(Sent{std::move(title), proposal.prepared.file.digest});
}

Result<void> done_on_ledger(Session& session, const Sent& sent) {
  api::TxWait::Params params;
  params.digest = sent.transaction;
  params.timeout_ms = longest_wait_ms;
  TRY(const api::TxStatusReply status, session.call<api::TxWait>(params, longest_wait_ms + 3'000));
  if (status.status == api::TxState::committed && status.ok.value_or(false)) return done();
  return trouble(sent.title, status);
}

}  // namespace

Result<Introduced> introduce_demo_parties(Session& session, const std::function<void(const std::string&)>& progress) {
  TRY(const Keyring keyring, read_keyring(session.testnet().keyring()));
  TRY(const Network network, session.network());
  CHECK(may_use(keyring, network.is_test, network.chain));
  TRY(const PartyId council, PartyId::parse(demo_operator));
  Introduced out;

  TRY(std::vector<Admitted> known, parties_there(session));
  std::vector<std::string> names;
  for (const Admitted& one : known) names.emplace_back(one.id.text());
  const std::vector<Operation> admissions = admission_batch(names);
  if (!admissions.empty()) {
    const PaperBatch licences = demo_licences(network.name, known);
    TRY(const auto licensed, hand_in(session, keyring, licences.issuer, licences.operations, "licences of the demo parties"));
    if (licensed) {
      CHECK(done_on_ledger(session, *licensed));
      out.credentials += licences.operations.size();
    }
    TRY(const auto admitted, hand_in(session, keyring, council, admissions, "admission of the demo parties"));
    if (admitted) CHECK(done_on_ledger(session, *admitted));
    TRY(known, parties_there(session));
    out.parties = known.size() - names.size();
    progress(std::to_string(out.parties) + " demo parties admitted");
  }

  // All issuers at once: none waits for another.
  std::vector<Sent> under_way;
  for (const PaperBatch& batch : demo_credentials(network.name, known, network.node_time)) {
    const std::string title = "credentials by " + std::string(batch.issuer.text());
    TRY(const auto sent, hand_in(session, keyring, batch.issuer, batch.operations, title));
    if (!sent) continue;
    if (under_way.empty()) progress("credentials are being recorded");
    under_way.push_back(*sent);
    out.credentials += batch.operations.size();
  }
  for (const Sent& one : under_way) CHECK(done_on_ledger(session, one));
  return out;
}

}  // namespace allonge::wallet
