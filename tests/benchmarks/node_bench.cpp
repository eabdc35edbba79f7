// What a node spends on a transaction, in processor time: four whole nodes in one thread over ports
// made of maps (tests/node/node_cluster.h), so that neither disk nor scheduler is in the figures.
// Transfers and acceptances of one operation and one signature each, in rounds.
//
//   node_bench [--papers 500] [--rounds 8]
#include <ctime>

#include "tests/benchmarks/figure.h"
#include "tests/node/node_cluster.h"

using namespace allonge;
using namespace allonge::bench;
using namespace allonge::test;

namespace {

double cpu_s() {
  timespec moment{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &moment);
  return double(moment.tv_sec) + double(moment.tv_nsec) * 1e-9;
}

constexpr std::size_t holder_count = 40;
std::string holder(std::size_t number) { return "holder-" + std::to_string(number); }

void with_crowd(GenesisConfig& config) {
  const auto add = [&](const std::string& name, Role role) {
    PartyApplication party = application_of(name, {role});
    party.policy.rules = {{"*", {Band{yuan("1000000000.00"), 1, 0}}}};
    config.parties.push_back(std::move(party));
  };
  add("core", Role::issuer);
  config.limits.push_back({id_of("core"), Currency::cny, yuan("1000000000.00")});
  for (std::size_t i = 0; i < holder_count; ++i) add(holder(i), Role::holder);
}

struct Bench {
  Bench() : cluster(4, with_crowd) {
    for (const auto& machine : cluster.machines) machine->flushes = true;
    cluster.start_all();
    ensure(cluster.run_to(1), "a cluster makes its first block");
  }

  Bytes sign(const std::string& party, std::vector<Operation> operations) {
    TransactionBody body;
    body.chain = cluster.genesis.chain;
    body.party = id_of(party);
    cluster.append_idem(body.idem);
    body.valid_until = {cluster.machines[0]->backend->now().ms + 500'000};
    for (const Operation& operation : operations) body.operations.push_back(write_operation(operation));
    const Bytes bytes = encode(body);
    auto found = keys.find(party);
    if (found == keys.end()) found = keys.emplace(party, key_of(party, "maker1")).first;
    const SecretKey& key = found->second;
    return assemble(bytes, {{key.public_key(), key.sign(text_to_sign(transaction_id(bytes)))}});
  }
  static Digest id_of_bytes(const Bytes& bytes) { return read_transaction(bytes)->id; }

  // Hands these in, spread over the nodes, and runs until all are final everywhere.
  void run(const std::vector<Bytes>& transactions) {
    std::vector<Digest> ids;
    for (std::size_t i = 0; i < transactions.size(); ++i)
      ids.push_back(cluster.submit(std::uint32_t(i % 4), transactions[i]));
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const bool is_final = cluster.run_until_final(ids[i], 120'000);
      const auto status = cluster.machines[i % 4]->backend->status_of(ids[i]);
      if (is_final && status.ok) continue;
      std::fprintf(stderr, "node_bench: a transaction was refused: %u %s %s\n", status.reason,
                   std::string(name_of(status.refusal.reason)).c_str(), status.refusal.detail.c_str());
      std::exit(1);
    }
  }

  Cluster cluster;
  std::map<std::string, SecretKey> keys;
};

struct Paper {
  CertificateId id;
  std::size_t holder = 0;
};

}  // namespace

int main(int count, char** words) {
  std::size_t papers_wanted = 500, rounds = 8;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view word = words[i];
    if (word == "--papers") papers_wanted = std::strtoul(words[i + 1], nullptr, 10);
    if (word == "--rounds") rounds = std::strtoul(words[i + 1], nullptr, 10);
  }
  Bench bench;
  const Amount face = yuan("100.00");
  std::vector<Paper> papers;
  std::vector<Bytes> registered, confirmed, issued, accepted;
  for (std::size_t start = 0; start < papers_wanted; start += 100) {
    const std::size_t who = (start / 100) % holder_count;
    std::vector<Operation> register_ops, confirm_ops, issue_ops, accept_ops;
    for (std::size_t i = 0; i < 100; ++i) {
      receivable::RegisterInvoice invoice;
      invoice.seller = id_of(holder(who));
      invoice.buyer = id_of("core");
      invoice.number = "B" + std::to_string(1'000'000 + start + i) + "X";
      invoice.issue_date = day("2026-03-01");
      invoice.gross = *Amount::of_fen(face.fen() + start + i);
      register_ops.push_back(invoice);
    }
    registered.push_back(bench.sign("core", register_ops));
    for (std::size_t i = 0; i < 100; ++i) {
      receivable::ConfirmInvoice confirmation;
      confirmation.invoice = InvoiceId::derive(Bench::id_of_bytes(registered.back()), std::uint32_t(i));
      confirmation.near_match_reviewed = true;
      confirm_ops.push_back(confirmation);
      receivable::Issue promise;
      promise.payee = id_of(holder(who));
      promise.face = face;
      promise.maturity = day("2026-05-28");
      promise.bank = id_of("jianghai");
      promise.invoices = {{confirmation.invoice, face}};
      issue_ops.push_back(promise);
    }
    confirmed.push_back(bench.sign(holder(who), confirm_ops));
    issued.push_back(bench.sign("core", issue_ops));
    for (std::size_t i = 0; i < 100; ++i) {
      papers.push_back({CertificateId::derive(Bench::id_of_bytes(issued.back()), std::uint32_t(i)), who});
      receivable::Accept acceptance;
      acceptance.certificate = papers.back().id;
      accept_ops.push_back(acceptance);
    }
    accepted.push_back(bench.sign(holder(who), accept_ops));
  }
  for (const auto* step : {&registered, &confirmed, &issued, &accepted}) bench.run(*step);

  double spent = 0;
  std::uint64_t transactions = 0;
  const std::uint64_t height_before = bench.cluster.height(0);
  for (std::size_t round = 0; round < rounds; ++round) {
    std::vector<Bytes> offers, acceptances;
    for (Paper& paper : papers) {
      const std::size_t to = (paper.holder + 1) % holder_count;
      receivable::Transfer offer;
      offer.certificate = paper.id;
      offer.to = id_of(holder(to));
      offer.amount = face;
      offer.ranges = {{Fen{1}, Fen{face.fen()}}};
      offer.contract_hash = plain_sha256(bytes_of("bench contract"));
      offers.push_back(bench.sign(holder(paper.holder), {offer}));
      receivable::AcceptTransfer acceptance;
      acceptance.transfer = TransferId::derive(Bench::id_of_bytes(offers.back()), 0);
      acceptances.push_back(bench.sign(holder(to), {acceptance}));
      paper.holder = to;
    }
    for (const auto* step : {&offers, &acceptances}) {
      const double start = cpu_s();
      bench.run(*step);
      spent += cpu_s() - start;
      transactions += step->size();
    }
  }
  std::uint64_t checks = 0;
  for (const auto& machine : bench.cluster.machines) checks += machine->checked_transactions;
  const std::uint64_t blocks = bench.cluster.height(0) - height_before;
  print({"node_cpu_us_per_transaction", spent * 1e6 / double(transactions) / 4, "us", 4,
         "of one node, everything but disk, TLS and HTTP; " + std::to_string(transactions) + " transactions in " +
             std::to_string(blocks) + " blocks, signatures checked included"});
  return 0;
}
