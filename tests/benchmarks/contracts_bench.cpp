// What the contracts cost on one core: blocks of transfers and of their acceptances on a certificate of a
// hundred ranges, with laws, receipts and roots' inputs, without signatures and without the state tree;
// and what one credential costs, with its signature.
// Times are of the thread, so a busy machine does not show in them.
#include <algorithm>
#include <ctime>
#include <set>

#include "contracts/credential/proof.h"
#include "contracts/credential/gate.h"
#include "contracts/execute.h"
#include "contracts/operations.h"
#include "contracts/replay_ring.h"
#include "ledger/memory_store.h"
#include "tests/benchmarks/figure.h"
#include "tests/support/parties.h"

namespace allonge::bench {

namespace {

using namespace allonge::receivable;
using namespace allonge::test;

double thread_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) * 1e6 + double(now.tv_nsec) / 1e3;
}

// The demo genesis with the gate of cert.transfer: both sides' KYC, by a bank under the council.
GenesisConfig gated_genesis() {
  using credential::AuthorityTerms;
  GenesisConfig out = demo_genesis();
  AuthorityTerms council;
  council.identity = credential::Identity::of(id_of("operator"));
  council.name = "Council";
  council.authority_class = "council";
  council.grants = {{"LegalEntityKyc", {}, 366, 1}};
  council.valid_from = out.calendar_start;
  council.valid_until = {out.calendar_start.ms + 366 * ms_per_day};
  AuthorityTerms bank = council;
  bank.identity = credential::Identity::of(id_of("jianghai"));
  bank.name = "Bank";
  bank.authority_class = "bank";
  bank.parent = council.identity;
  bank.grants.front().depth_left = 0;
  out.authorities = {council, bank};
  for (credential::Gate& gate : credential::default_gates(out.calendar_start))
    if (gate.operation == Transfer::card.name) out.gates.push_back(std::move(gate));
  ensure(out.gates.size() == 1, "transfers have a gate by default");
  return out;
}

// A recorded KYC of level 2, as vc.issue would have left it.
void put_kyc(Draft& draft, std::string_view party, Time from) {
  credential::Credential made;
  made.hash = digest_of(party);
  made.id = "urn:bench:" + std::string(party);
  made.type = "LegalEntityKyc";
  made.issuer = credential::Identity::of(id_of("jianghai"));
  made.subject = credential::Identity::of(id_of(party));
  made.holder = std::string(party);
  made.valid_from = made.created = from;
  made.valid_until = {from.ms + 366 * ms_per_day};
  made.issuer_key = 0;
  made.recorded = from;
  made.recorded_by = id_of("jianghai");
  made.facts.level = 2;
  made.status = credential::CredentialStatus::active;
  credential::credential_records.put(draft, made.hash, made);
  credential::put_held(draft, made);
}

class Ledger {
 public:
  explicit Ledger(const GenesisConfig& genesis = demo_genesis()) : genesis_(genesis), chain_(chain_of(genesis_)), now_(genesis_.calendar_start) {
    auto state = genesis_state(genesis_);
    ensure(state && state_.write(*state, false), "the demo genesis is acceptable");
    if (genesis_.gates.empty()) return;
    Draft draft(state_);
    for (const char* party : {"shunchang", "lanwan"}) put_kyc(draft, party, now_);
    ensure(state_.write(draft.take(), false).has_value(), "memory takes everything");
  }

  Transaction transaction(std::string_view party, const std::vector<Operation>& operations) {
    TransactionBody body;
    body.chain = chain_;
    body.party = id_of(party);
    Bytes idem(8);
    append_big_endian(idem, ++idems_);
    body.idem = *Idem::from(idem);
    body.valid_until = {now_.ms + 60'000};
    for (const Operation& op : operations) body.operations.push_back(write_operation(op));
    std::vector<KeySignature> signatures;
    for (const char* person : {"maker1", "checker1"}) signatures.push_back({key_of(party, person).public_key(), {}});
    return *read_transaction(assemble(encode(body), std::move(signatures)));
  }

  // Executes a block and keeps what it changes; the microseconds that execution alone took.
  double block(const std::vector<Transaction>& transactions) {
    now_ = {now_.ms + 1000};
    std::vector<const Transaction*> pointers;
    for (const Transaction& one : transactions) pointers.push_back(&one);
    const double before = thread_us();
    auto outcome = execute_block(state_, ring_, {chain_, ++height_, now_, true}, pointers);
    const double after = thread_us();
    ensure(outcome.has_value(), "the block is valid");
    for (const Receipt& receipt : outcome->receipts) ensure(receipt.ok, "every act of the benchmark is done");
    ensure(state_.write(outcome->changes, false).has_value(), "memory takes everything");
    ring_.add_block(now_, outcome->idems);
    return after - before;
  }
  double act(std::string_view party, const Operation& op) { return block({transaction(party, {op})}); }
  Digest last_id(const Transaction& one) const { return one.id; }
  Time now() const { return now_; }

 private:
  GenesisConfig genesis_;
  Digest chain_;
  Time now_;
  MemoryStore state_;
  ReplayRing ring_;
  std::uint64_t height_ = 0, idems_ = 0;
};

// A certificate of shunchang's, cut into `pieces` ranges of 100.00.
CertificateId certificate_of(Ledger& ledger, std::uint64_t pieces) {
  const Amount face = *Amount::of_fen(pieces * 10'000);
  RegisterInvoice bill;
  bill.seller = id_of("shunchang");
  bill.buyer = id_of("taihe");
  bill.number = "B1";
  bill.issue_date = day("2026-03-01");
  bill.gross = face;
  const Transaction registered = ledger.transaction("shunchang", {bill});
  ledger.block({registered});
  const InvoiceId invoice = InvoiceId::derive(registered.id, 0);
  ledger.act("taihe", ConfirmInvoice{invoice, false});
  Issue issue;
  issue.payee = bill.seller;
  issue.face = face;
  issue.maturity = day("2026-08-28");
  issue.bank = id_of("jianghai");
  issue.invoices = {{invoice, face}};
  const Transaction issued = ledger.transaction("taihe", {issue});
  ledger.block({issued});
  const CertificateId id = CertificateId::derive(issued.id, 0);
  ledger.act("shunchang", Accept{id});
  std::vector<Operation> cuts;
  for (std::uint64_t i = 0; i + 1 < pieces; ++i) cuts.push_back(Split{id, Fen{i * 10'000 + 1}, *Amount::of_fen(10'000)});
  if (!cuts.empty()) ledger.block({ledger.transaction("shunchang", cuts)});
  return id;
}

enum class By { named_range, amount };

// Moves each of a hundred ranges to and fro; microseconds per transfer and per acceptance.
struct Moved {
  double offer_us = 0;
  double accept_us = 0;
};
Moved moved(By by, const GenesisConfig& genesis) {
  Ledger ledger(genesis);
  constexpr std::uint64_t pieces = 100;
  const CertificateId id = certificate_of(ledger, pieces);
  double offer_us = 0, accept_us = 0;
  std::size_t count = 0;
  const char* from = "shunchang";
  const char* to = "lanwan";
  for (int round = 0; round < 20; ++round) {
    std::vector<Transaction> offers, accepts;
    for (std::uint64_t i = 0; i < pieces; ++i) {
      Transfer op;
      op.certificate = id;
      op.to = id_of(to);
      if (by == By::named_range) op.ranges = {{Fen{i * 10'000 + 1}, Fen{(i + 1) * 10'000}}};
      else op.amount = *Amount::of_fen(10'000);
      op.contract_hash = digest_of("contract");
      offers.push_back(ledger.transaction(from, {op}));
      accepts.push_back(ledger.transaction(to, {AcceptTransfer{TransferId::derive(offers.back().id, 0)}}));
    }
    offer_us += ledger.block(offers);
    accept_us += ledger.block(accepts);
    count += pieces;
    std::swap(from, to);
  }
  return {offer_us / double(count), accept_us / double(count)};
}

void moves(By by, const std::string& suffix, const char* what) {
  const Moved us = moved(by, demo_genesis());
  const std::string note = std::string("certificate of 100 ranges, ") + what + ", one operation per transaction, laws included";
  print({"contracts_transfer" + suffix + "_us", us.offer_us, "us", 1, note});
  print({"contracts_accept" + suffix + "_us", us.accept_us, "us", 1, note});
}

// What its gate adds to a transfer: the median of five pairs of runs, one without and one with it.
void gate() {
  std::vector<double> added, gated;
  for (int pair = 0; pair < 5; ++pair) {
    const double open_us = moved(By::named_range, demo_genesis()).offer_us;
    gated.push_back(moved(By::named_range, gated_genesis()).offer_us);
    added.push_back(gated.back() - open_us);
  }
  std::sort(added.begin(), added.end());
  std::sort(gated.begin(), gated.end());
  print({"contracts_gated_transfer_us", gated[2], "us", 1, "cert.transfer of a named range that asks KYC of both sides, median of 5"});
  print({"gate_us_per_operation", added[2], "us", 1, "what that gate adds to cert.transfer: two rules, a chain of two authorities"});
}

// One transaction of many transfers: what a batch saves (README decision 6).
void batch() {
  Ledger ledger;
  constexpr std::uint64_t pieces = 100;
  const CertificateId id = certificate_of(ledger, pieces);
  std::vector<Operation> operations;
  for (std::uint64_t i = 0; i < pieces; ++i) {
    Transfer op;
    op.certificate = id;
    op.to = id_of("lanwan");
    op.ranges = {{Fen{i * 10'000 + 1}, Fen{(i + 1) * 10'000}}};
    op.contract_hash = digest_of("contract");
    operations.push_back(op);
  }
  const double us = ledger.block({ledger.transaction("shunchang", operations)});
  print({"contracts_batch_transfer_us", us / double(pieces), "us", 1, "100 transfers in one transaction, per transfer"});
}

// A bank's KYC with sixty-four hidden claims and three papers, 4 KiB as it stands on the wire.
std::string credential_of_4_kib(const SecretKey& key) {
  std::set<std::string> hidden;
  for (int i = 0; i < 64; ++i) hidden.insert(base64url(Bytes(32, std::uint8_t(i))));
  std::string digests;
  for (const std::string& digest : hidden) digests += (digests.empty() ? "\"" : ",\"") + digest + "\"";
  const std::string paper = R"({"type":"DocumentDigest","sha256":")" + std::string(64, 'a') + R"(","mediaType":"application/pdf"})";
  const std::string text = R"({"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",)"
                           R"("type":["VerifiableCredential","LegalEntityKyc"],"issuer":"did:allonge:demo-test:jianghai",)"
                           R"("validFrom":"2026-01-01T00:00:00Z","validUntil":"2026-12-31T23:59:59Z",)"
                           R"("credentialSubject":{"id":"did:allonge:demo-test:shunchang","uscc":"91350100M000100Y43","legalName":"shunchang","level":2,)"
                           R"("_sd_alg":"sha-256","_sd":[)" + digests + R"(]},"evidence":[)" + paper + "," + paper + "," + paper +
                           R"(],"credentialSchema":{"id":"urn:allonge:schema:LegalEntityKyc:1","type":"JsonSchema"}})";
  credential::ProofOptions options;
  options.method = "did:allonge:demo-test:jianghai#key-0";
  options.created = *credential::parse_moment("2026-01-02T08:00:00Z");
  return *credential::sign_document(*parse_json(text), key, options);
}

// What a contract pays for one credential: reading, canonical form, hashes and the signature.
void credentials() {
  const auto key = SecretKey::from_seed(Bytes(32, 1));
  const std::string text = credential_of_4_kib(*key);
  ensure(text.size() > 3'900 && text.size() < 4'300, "the credential has about 4 KiB");
  const Time now = *credential::parse_moment("2026-03-01T09:00:00Z");
  const auto verify_once = [&] {
    const auto document = credential::read_document(text, "demo-test");
    ensure(document.has_value(), "the credential is acceptable");
    const auto proven = credential::verify_proofs(*document, now, [&](const PartyId&, std::uint32_t, Time) { return Result<PublicKey>(key->public_key()); });
    ensure(proven.has_value(), "its proof holds");
  };
  verify_once();
  constexpr int rounds = 1000;
  const double before = thread_us();
  for (int i = 0; i < rounds; ++i) verify_once();
  const double ms = (thread_us() - before) / 1e3 / rounds;
  print({"credential_verify_4k_ms", ms, "ms", 1, std::to_string(text.size()) + " bytes, one proof: reading, schema, canonical form, hashes, signature"});
}

}  // namespace

}  // namespace allonge::bench

int main() {
  using namespace allonge::bench;
  moves(By::named_range, "_of_range", "named ranges");
  moves(By::amount, "_of_amount", "lowest fen first");
  batch();
  credentials();
  gate();
}
