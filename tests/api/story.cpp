#include "tests/api/story.h"

#include "contracts/operations.h"

namespace allonge::test {

namespace {

void expect_done(const api::TransactionStatus& status) {
  EXPECT_TRUE(status.phase == api::Phase::committed && status.ok)
      << "phase " << int(status.phase) << " reason " << status.reason << " "
      << (status.phase == api::Phase::rejected ? std::string(name_of(status.refusal.reason)) + status.refusal.detail : "");
}

}  // namespace

Story::Story() {
  const auto vouched = ledger.act("jianghai", credential::IssueCredential{copy_of(bytes_of(signed_document({}, ledger.now())))});
  expect_done(vouched);
  kyc = credential::read_document(signed_document({}, ledger.now()), "demo-test")->hash;

  const auto paid_in = ledger.act("jianghai", cash::Credit{id_of("taihe"), Currency::cny, yuan("500000.00"), "JH-1"});
  expect_done(paid_in);
  credit = paid_in.id;
  credit_idem = paid_in.idem;

  receivable::RegisterInvoice bill;
  bill.seller = id_of("shunchang");
  bill.buyer = id_of("taihe");
  bill.number = "24442000000012345678";
  bill.issue_date = day("2026-02-26");
  bill.gross = yuan("1000000.00");
  bill.tax = yuan("115044.25");
  const auto registered = ledger.act("shunchang", bill);
  expect_done(registered);
  invoice = InvoiceId::derive(registered.id, 0);
  expect_done(ledger.act("taihe", receivable::ConfirmInvoice{invoice, false}));

  receivable::Issue issue;
  issue.payee = id_of("shunchang");
  issue.face = yuan("1000000.00");
  issue.maturity = day("2026-05-29");
  issue.bank = id_of("jianghai");
  issue.invoices = {{invoice, yuan("1000000.00")}};
  const auto issued = ledger.act("taihe", issue);
  expect_done(issued);
  certificate = CertificateId::derive(issued.id, 0);
  expect_done(ledger.act("shunchang", receivable::Accept{certificate}));

  const auto offer = [&](const char* to, const char* amount) {
    receivable::Transfer one;
    one.certificate = certificate;
    one.to = id_of(to);
    one.amount = yuan(amount);
    one.contract_hash = digest_of("contract");
    const auto offered = ledger.act("shunchang", one);
    expect_done(offered);
    return TransferId::derive(offered.id, 0);
  };
  expect_done(ledger.act("lanwan", receivable::AcceptTransfer{offer("lanwan", "300000.00")}));
  transfer = offer("dongfang", "200000.00");

  receivable::FinanceRequest request;
  request.certificate = certificate;
  request.amount = yuan("300000.00");
  constexpr std::uint64_t hour = 3'600'000;
  const std::uint64_t now = ledger.now().ms;
  request.deadlines = {{now + hour}, {now + 2 * hour}, {now + 3 * hour}};
  request.invited = {id_of("dongfang"), id_of("jianghai")};
  const auto asked = ledger.act("lanwan", request);
  expect_done(asked);
  financing = FinancingId::derive(asked.id, 0);
}

std::string Story::ask(std::string_view body) {
  const api::RpcAnswer answer = api::dispatch(body, api::Caller{}, ledger, ledger.steady_ms(), false);
  EXPECT_TRUE(answer.text.has_value()) << "the call waits until " << answer.wait_until_ms << ": " << body;
  return answer.text.value_or("null");
}

JsonValue Story::call(std::string_view method, std::string_view params) {
  std::string body = R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) + R"(","params":)" + std::string(params) + "}";
  const std::string text = ask(body);
  JsonLimits limits;
  limits.bytes = allonge::limits::rpc_answer;
  auto value = parse_json(text, limits);
  EXPECT_TRUE(value.has_value()) << text.substr(0, 500);
  return value ? *std::move(value) : JsonValue{};
}

JsonValue Story::result(std::string_view method, std::string_view params) {
  const JsonValue answer = call(method, params);
  const JsonValue* result = answer.find("result");
  std::string text;
  api::append_json_value(text, answer);
  EXPECT_NE(result, nullptr) << method << " " << params << " " << text.substr(0, 1000);
  return result != nullptr ? *result : JsonValue{};
}

JsonValue Story::error(std::string_view method, std::string_view params) {
  const JsonValue answer = call(method, params);
  const JsonValue* error = answer.find("error");
  std::string text;
  api::append_json_value(text, answer);
  EXPECT_NE(error, nullptr) << method << " " << params << " " << text.substr(0, 1000);
  return error != nullptr ? *error : JsonValue{};
}

}  // namespace allonge::test
