#include "tests/benchmarks/network/financing.h"

#include <algorithm>

#include "wallet/process.h"
#include "wallet/rpc.h"

namespace allonge::bench {

namespace {

using namespace receivable;

constexpr std::uint64_t face_fen = 10'000'000;  // 100,000.00
constexpr std::uint64_t minute = 60'000;
constexpr std::size_t per_request = 50;

Amount fen(std::uint64_t value) { return *Amount::of_fen(value); }

[[noreturn]] void give_up(const char* step, const std::string& words) {
  std::fprintf(stderr, "bench: %s: %s\n", step, words.substr(0, 600).c_str());
  std::exit(1);
}

// Hands all in, spread over the nodes, then asks until each is done.
void run_all(Net& net, const std::vector<Prepared>& transactions, const char* step) {
  const auto part = [&](std::size_t start, auto params_of) {
    std::vector<std::string> out;
    for (std::size_t i = start; i < std::min(transactions.size(), start + per_request); ++i)
      out.push_back(params_of(transactions[i]));
    return out;
  };
  int node = 0;
  for (std::size_t start = 0; start < transactions.size(); start += per_request, node = (node + 1) % net.size()) {
    auto client = net.client(node);
    const auto answers = wallet::ask_batch(client, "tx_submit", part(start, [](const Prepared& one) { return "{\"tx\":\"" + one.base64 + "\"}"; }), 30'000);
    if (!answers) give_up(step, answers.error().detail);
    for (const auto& answer : *answers)
      if (!answer) give_up(step, answer.error().detail);
  }
  auto client = net.client(0);
  for (std::size_t start = 0; start < transactions.size();) {
    const auto answers = wallet::ask_batch(client, "tx_status", part(start, [](const Prepared& one) { return "{\"digest\":\"" + one.id.hex() + "\"}"; }), 30'000);
    if (!answers) give_up(step, answers.error().detail);
    bool all_done = true;
    for (const auto& answer : *answers) {
      if (!answer) give_up(step, answer.error().detail);
      const JsonValue* ok = answer->find("ok");
      const std::string& status = answer->find("status")->text;
      if (status == "rejected" || (ok != nullptr && !ok->boolean)) give_up(step, wallet::json_text_of(*answer));
      all_done = all_done && status == "committed";
    }
    if (all_done) start += per_request;
    else wallet::sleep_ms(20);
  }
}

// What every step of one financing says.
struct Sale {
  Financing financing;  // as far as its price needs it
  QuoteSecret quote;
  Amount net;
};

}  // namespace

FinancingResult finance_many(Net& net, Crowd& crowd, std::size_t count) {
  const std::vector<Paper> papers = crowd.issue(count, face_fen);
  const Actor bank = crowd.demo_actor("jianghai");
  const Actor financier = crowd.demo_actor("dongfang");
  const Actor council = crowd.demo_actor("operator");
  run_all(net, {crowd.sign(bank, std::vector<Operation>{cash::Credit{financier.id, Currency::cny, fen(count * face_fen), "BENCH-F"}})}, "cash.credit");

  crowd.refresh();
  auto client = net.client(0);
  const Time now = *Time::parse(must_ask(client, "node_status", "{}").find("time")->text);
  const JsonValue one_paper = must_ask(client, "cert_get", "{\"id\":\"" + papers.front().id.text() + "\"}");
  const Date due = *Date::parse(one_paper.find("certificate")->find("due")->text);
  // All within the nine minutes for which transactions are signed.
  const Deadlines deadlines{{now.ms + 2 * minute}, {now.ms + 4 * minute}, {now.ms + 8 * minute}};

  std::vector<Prepared> steps[6];
  for (const Paper& paper : papers) {
    const Actor& owner = crowd.holder(paper.holder);
    FinanceRequest request;
    request.certificate = paper.id;
    request.amount = fen(face_fen);
    request.deadlines = deadlines;
    request.waive_choice = true;
    steps[0].push_back(crowd.sign(owner, std::vector<Operation>{request}));
    Sale sale;
    sale.financing.face = request.amount;
    sale.quote.financing = FinancingId::derive(steps[0].back().id, 0);
    sale.quote.financier = financier.id;
    sale.quote.terms.rate_ppm = 36'500;
    sale.quote.terms.valid_until = deadlines.settle_by;
    sale.quote.salt = Bytes(shortest_salt, 7);
    sale.net = price_of(sale.financing, sale.quote.terms, crowd.issued(), due)->net;
    const FinancingId& id = sale.quote.financing;
    const Operation acts[] = {FinanceQuote{id, seal_of(sale.quote)}, FinanceReveal{id, sale.quote.terms, sale.quote.salt},
                              FinanceAward{id, financier.id}, FinanceRegister{id, "ZD-" + id.text()}, FinanceSettle{id, sale.net}};
    const Actor both = crowd.with_checker(owner.id);  // an award has a checker whatever the owner's policy says
    for (std::size_t step = 0; step < std::size(acts); ++step)
      steps[step + 1].push_back(crowd.sign(step == 2 ? both : financier, std::span(&acts[step], 1)));
  }
  const auto move_calendar = [&](Time to) {
    run_all(net, {crowd.sign(council, std::vector<Operation>{testnet::AdvanceTime{to}})}, "testnet.advance_time");
  };

  FinancingResult out;
  const double start = now_s();
  run_all(net, steps[0], "finance.request");
  run_all(net, steps[1], "finance.quote");
  move_calendar(deadlines.quote_by);
  run_all(net, steps[2], "finance.reveal");
  move_calendar(deadlines.reveal_by);
  run_all(net, steps[3], "finance.award");
  run_all(net, steps[4], "finance.register");
  run_all(net, steps[5], "finance.settle");
  out.seconds = now_s() - start;
  out.settled = papers.size();
  return out;
}

}  // namespace allonge::bench
