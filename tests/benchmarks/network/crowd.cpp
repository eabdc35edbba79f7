#include "tests/benchmarks/network/crowd.h"

#include "contracts/credential/grant_authority.h"
#include "ledger/digest.h"
#include "wallet/demo_papers.h"
#include "wallet/rpc.h"

namespace allonge::bench {

namespace {

constexpr std::size_t operations_per_batch = 200;
constexpr std::size_t credentials_per_batch = 100;  // each a signed document of more than a kilobyte

SecretKey key_of(const std::string& name) {
  return *SecretKey::from_seed(digest("allonge/bench-key/v1", bytes_of(name)));
}

Amount fen(std::uint64_t value) { return *Amount::of_fen(value); }

TaxId tax_id(std::size_t number) {
  std::string digits = std::to_string(number);
  digits.insert(0, 8 - digits.size(), '0');
  return *TaxId::with_check_letter("913100009" + digits);
}

party::AdmitParty admission(const PartyId& id, const std::string& full_name, const TaxId& tax, Role role) {
  party::AdmitParty out;
  PartyApplication& application = out.application;
  application.id = id;
  application.full_name = full_name;
  application.tax_id = tax;
  application.roles = {role};
  const std::string name(id.text());
  application.keys.push_back({key_of(name + "/maker").public_key(), "maker1", {Purpose::maker}});
  application.keys.push_back({key_of(name + "/checker").public_key(), "checker1", {Purpose::checker}});
  application.policy.rules = {{"*", {Band{fen(100'000'000'000), 1, 0}}}};
  return out;
}

// Signs alone for its company, whatever the sum: a benchmark's transaction carries one signature.
wallet::Paper signer_paper(const PartyId& company, Time since) {
  return {"AuthorisedSigner", company, company, R"("roles":["finance","issue"],"limit":")" + fen(Amount::max_fen).text() + "\"",
          since, 366, "maker1"};
}

}  // namespace

Prepared Crowd::sign(const Actor& actor, std::span<const Operation> operations) {
  TransactionBody body;
  body.chain = net_.chain();
  body.party = actor.id;
  Bytes number;
  append_big_endian(number, ++counter_);
  const Digest made = digest("allonge/bench-idem/v1", {actor.id.key(), number});
  body.idem = *Idem::from(BytesView(made.bytes).first(Idem::size));
  body.valid_until = valid_until_;
  for (const Operation& operation : operations) body.operations.push_back({encode(operation)});
  const Bytes bytes = encode(body);
  Prepared out;
  out.id = transaction_id(bytes);
  const auto text = text_to_sign(out.id);
  std::vector<KeySignature> signatures;
  for (const SecretKey& key : actor.keys) signatures.push_back({key.public_key(), key.sign(text)});
  out.base64 = base64url(assemble(bytes, std::move(signatures)));
  return out;
}

Crowd::Crowd(Net& net, std::size_t holders) : net_(net) {
  auto client = net_.client(0);
  const JsonValue head = must_ask(client, "chain_head", "{}");
  const Time now = *Time::parse(head.find("time")->text);
  // Long runs sign ahead: valid for a day would be remembered in the state, so nine minutes and fresh
  // signatures per phase.
  valid_until_ = Time{now.ms + 9 * 60'000};
  issued_ = *Date::parse(head.find("business_date")->text);
  maturity_ = add_days(issued_, 90);

  operator_ = demo_actor(wallet::demo_operator);
  bank_actor_ = demo_actor("jianghai");
  bank_ = bank_actor_.id;

  issuer_.id = *PartyId::parse("bench-core");
  issuer_.keys.push_back(key_of("bench-core/maker"));
  std::vector<party::AdmitParty> admissions{admission(issuer_.id, "Bench Core", tax_id(0), Role::issuer)};
  for (std::size_t i = 0; i < holders; ++i) {
    Actor actor;
    actor.id = *PartyId::parse("bench-" + std::to_string(i));
    actor.keys.push_back(key_of(std::string(actor.id.text()) + "/maker"));
    admissions.push_back(admission(actor.id, "Bench Holder " + std::to_string(i), tax_id(i + 1), Role::holder));
    holders_.push_back(std::move(actor));
  }
  admit(admissions, now);
}

// By licences, then the operator, then everybody who vouches for them: what the gates ask for.
void Crowd::admit(const std::vector<party::AdmitParty>& admissions, Time now) {
  const auto signed_by = [&](const Actor& actor, const std::vector<wallet::Paper>& papers) {
    std::vector<Operation> operations;
    for (const wallet::Paper& paper : papers) operations.push_back(wallet::recording(paper, "demo", actor.keys.front()));
    return sign_in_batches(actor, operations, credentials_per_batch);
  };
  const Actor market = demo_actor(wallet::demo_market_regulator);
  std::vector<wallet::Paper> licences;
  std::vector<Operation> admitted;
  for (const party::AdmitParty& one : admissions) {
    licences.push_back(wallet::business_licence(one.application, market.id, now));
    admitted.push_back(one);
  }
  run(signed_by(market, licences), "licences");
  party::SetLimit limit;
  limit.issuer = issuer_.id;
  limit.limit = fen(Amount::max_fen);
  admitted.push_back(limit);
  auto authority = wallet::demo_authority(issuer_.id, "Bench Core", "core_enterprise", {"SupplierQualification"}, now);
  authority.valid_until = Time{now.ms + 732 * ms_per_day};
  admitted.push_back(credential::GrantAuthority{authority});
  run(sign_in_batches(operator_, admitted, operations_per_batch), "admission");

  auto client = net_.client(0);
  const Time since = *Time::parse(must_ask(client, "chain_head", "{}").find("time")->text);
  std::vector<wallet::Paper> known, qualified;
  for (const party::AdmitParty& one : admissions) {
    known.push_back(wallet::kyc(one.application, bank_, since));
    if (one.application.id != issuer_.id) qualified.push_back(wallet::qualification(one.application.id, issuer_.id, since));
  }
  std::vector<Prepared> transactions = signed_by(bank_actor_, known);
  const auto add = [&](std::vector<Prepared> more) {
    for (Prepared& one : more) transactions.push_back(std::move(one));
  };
  // Trust is given by two people, whatever small sums one may sign.
  add(signed_by(with_checker(issuer_.id), qualified));
  for (const party::AdmitParty& one : admissions)
    add(signed_by(with_checker(one.application.id), {signer_paper(one.application.id, since)}));
  run(transactions, "credentials");
}

Actor Crowd::demo_actor(const char* name) const {
  auto signers = wallet::signers_of(wallet::demo_keyring(net_.chain()), name);
  ensure(signers.has_value(), "the demo keyring has the keys of every demo party");
  Actor out;
  out.id = *PartyId::parse(name);
  for (auto& signer : *signers) out.keys.push_back(std::move(signer.key));
  return out;
}

Actor Crowd::with_checker(const PartyId& id) const {
  Actor out;
  out.id = id;
  for (const char* person : {"/maker", "/checker"}) out.keys.push_back(key_of(std::string(id.text()) + person));
  return out;
}

std::vector<Prepared> Crowd::sign_in_batches(const Actor& actor, std::span<const Operation> operations, std::size_t most) {
  std::vector<Prepared> out;
  for (std::size_t i = 0; i < operations.size(); i += most)
    out.push_back(sign(actor, operations.subspan(i, std::min(most, operations.size() - i))));
  return out;
}

void Crowd::refresh() {
  auto client = net_.client(0);
  const JsonValue status = must_ask(client, "node_status", "{}");
  valid_until_ = Time{Time::parse(status.find("time")->text)->ms + 9 * 60'000};
}

std::vector<Paper> Crowd::issue(std::size_t count, std::uint64_t face_fen) {
  refresh();
  std::vector<Paper> papers(count);
  std::vector<Prepared> registered, confirmed, issued, accepted;
  // One transaction of the issuer per holder and step; ids follow from the transaction's id.
  for (std::size_t start = 0; start < count;) {
    const std::size_t holder = (start / operations_per_batch) % holders_.size();
    const std::size_t many = std::min(operations_per_batch, count - start);
    std::vector<Operation> invoices, confirmations, issues, acceptances;
    for (std::size_t i = 0; i < many; ++i) {
      receivable::RegisterInvoice invoice;
      invoice.seller = holders_[holder].id;
      invoice.buyer = issuer_.id;
      invoice.number = "B" + std::to_string(1'000'000 + ++invoices_) + "X";
      invoice.issue_date = issued_;
      invoice.gross = fen(face_fen + invoices_);  // no two alike
      invoices.push_back(invoice);
    }
    registered.push_back(sign(issuer_, invoices));
    for (std::size_t i = 0; i < many; ++i) {
      receivable::ConfirmInvoice confirmation;
      confirmation.invoice = InvoiceId::derive(registered.back().id, std::uint32_t(i));
      confirmation.near_match_reviewed = true;
      confirmations.push_back(confirmation);
      receivable::Issue promise;
      promise.payee = holders_[holder].id;
      promise.face = fen(face_fen);
      promise.maturity = maturity_;
      promise.bank = bank_;
      promise.invoices = {{confirmation.invoice, promise.face}};
      issues.push_back(promise);
    }
    confirmed.push_back(sign(holders_[holder], confirmations));
    issued.push_back(sign(issuer_, issues));
    for (std::size_t i = 0; i < many; ++i) {
      papers[start + i] = {CertificateId::derive(issued.back().id, std::uint32_t(i)), holder, face_fen};
      receivable::Accept acceptance;
      acceptance.certificate = papers[start + i].id;
      acceptances.push_back(acceptance);
    }
    accepted.push_back(sign(holders_[holder], acceptances));
    start += many;
  }
  run(registered, "invoice.register");
  run(confirmed, "invoice.confirm");
  run(issued, "cert.issue");
  run(accepted, "cert.accept");
  return papers;
}

void Crowd::cut(const std::vector<Paper>& papers, std::size_t pieces) {
  std::vector<Prepared> transactions;
  const auto flush = [&] {
    run(transactions, "cert.split");
    transactions.clear();
    refresh();
  };
  refresh();
  for (const Paper& paper : papers) {
    const std::uint64_t piece = paper.face_fen / pieces;
    std::vector<Operation> operations;
    for (std::size_t i = 0; i + 1 < pieces; ++i) {
      receivable::Split split;
      split.certificate = paper.id;
      split.start = Fen{1 + piece * i};
      split.amount = fen(piece);
      operations.push_back(split);
    }
    transactions.push_back(sign(holders_[paper.holder], operations));
    if (transactions.size() == 100) flush();
  }
  if (!transactions.empty()) flush();
}

std::pair<Prepared, Prepared> Crowd::move(Paper& paper) { return move_together({&paper}); }

std::pair<Prepared, Prepared> Crowd::move_together(std::vector<Paper*> papers) {
  const std::size_t from = papers.front()->holder;
  const std::size_t to = (from + 1) % holders_.size();
  std::vector<Operation> offers, acceptances;
  for (const Paper* paper : papers) {
    receivable::Transfer offer;
    offer.certificate = paper->id;
    offer.to = holders_[to].id;
    offer.amount = fen(paper->face_fen);
    offer.ranges = {{Fen{1}, Fen{paper->face_fen}}};
    offer.contract_hash = plain_sha256(bytes_of("bench contract"));
    offers.push_back(offer);
  }
  Prepared offered = sign(holders_[from], offers);
  for (std::size_t i = 0; i < papers.size(); ++i) {
    receivable::AcceptTransfer acceptance;
    acceptance.transfer = TransferId::derive(offered.id, std::uint32_t(i));
    acceptances.push_back(acceptance);
    papers[i]->holder = to;
  }
  return {std::move(offered), sign(holders_[to], acceptances)};
}

void Crowd::run(const std::vector<Prepared>& transactions, const char* what) {
  auto client = net_.client(0);
  constexpr std::size_t at_once = 20;
  for (std::size_t start = 0; start < transactions.size(); start += at_once) {
    const std::size_t end = std::min(transactions.size(), start + at_once);
    for (std::size_t i = start; i < end; ++i)
      must_ask(client, "tx_submit", "{\"tx\":\"" + transactions[i].base64 + "\"}");
    for (std::size_t i = start; i < end; ++i) {
      const JsonValue status =
          must_ask(client, "tx_wait", "{\"digest\":\"" + transactions[i].id.hex() + "\",\"timeout_ms\":30000}", 40'000);
      const JsonValue* ok = status.find("ok");
      if (ok != nullptr && ok->boolean) continue;
      std::fprintf(stderr, "bench: %s was refused: %s\n", what, wallet::json_text_of(status).c_str());
      std::exit(1);
    }
  }
}

}  // namespace allonge::bench
