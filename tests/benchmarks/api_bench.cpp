// What JSON-RPC itself costs: batches of submissions in and out of the dispatcher over a ledger in
// memory whose checks are switched off, so that what is measured is reading, asking and writing.
#include <ctime>

#include "api/dispatch.h"
#include "contracts/operations.h"
#include "tests/benchmarks/figure.h"
#include "tests/support/ledger_backend.h"

namespace {

using namespace allonge;

// Processor time, so that what else the machine does hardly counts.
double now_us() { return double(std::clock()) * 1e6 / CLOCKS_PER_SEC; }

std::string batch_of(test::LedgerBackend& ledger, int calls, const char* more, int round) {
  std::string body = "[";
  for (int i = 0; i < calls; ++i) {
    receivable::Transfer one;
    one.certificate = CertificateId::derive(Digest{}, 1);
    one.to = test::id_of("lanwan");
    one.amount = test::yuan("28000.00");
    one.ranges = {{Fen{1}, Fen{2'800'000}}};
    one.contract_hash = test::digest_of("contract" + std::to_string(round * 1000 + i));
    const Bytes bytes = ledger.sign("shunchang", {write_operation(Operation(one))}, {"maker1"});
    body += std::string(i ? "," : "") + R"({"jsonrpc":"2.0","id":)" + std::to_string(i) +
            R"(,"method":"tx_submit","params":{"tx":")" + base64url(bytes) + "\"" + more + "}}";
  }
  return body + "]";
}

}  // namespace

int main() {
  test::LedgerBackend ledger;
  ledger.slow_checks = true;
  constexpr int calls = 100, rounds = 50;
  double first = 0, again = 0, cold = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::string body = batch_of(ledger, calls, R"(,"wait":"committed","timeout_ms":10000)", round);
    const std::uint64_t started = ledger.steady_ms() + std::uint64_t(round);
    const double a = now_us();
    api::dispatch(body, {}, ledger, started, false);
    const double b = now_us();
    api::dispatch(body, {}, ledger, started, false);
    const double c = now_us();
    api::dispatch(body, {}, ledger, started, true);
    const double d = now_us();
    first += b - a;
    again += c - b;
    cold += d - c;
  }
  bench::print({"rpc_submit_first_ask", first / (calls * rounds), "us/transaction", 0, "batch of 100, signed bytes of one transfer"});
  bench::print({"rpc_submit_asked_again", again / rounds, "us/batch", 0, "the same batch while nothing is decided"});
  bench::print({"rpc_submit_answer", cold / (calls * rounds), "us/transaction", 0, "the same batch answered"});
  std::string heads = "[";
  for (int i = 0; i < calls; ++i) heads += std::string(i ? "," : "") + R"({"jsonrpc":"2.0","id":1,"method":"chain_head"})";
  heads += "]";
  const double a = now_us();
  for (int round = 0; round < rounds; ++round) api::dispatch(heads, {}, ledger, ledger.steady_ms(), false);
  bench::print({"rpc_read", (now_us() - a) / (calls * rounds), "us/call", 0, "chain_head in batches of 100"});
  return 0;
}
