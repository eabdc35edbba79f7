// A financing from request to payment as a bank's program lives it, and who may see what on the way.
#include "api/methods/finance_quotes.h"

#include "ledger/keys.h"
#include "tests/api/story.h"

namespace allonge::test {
namespace {

using receivable::QuoteTerms;

// Prepares, signs by maker1 and checker1, submits, makes a block: "done", or the reason's name.
std::string submitted(Story& story, const std::string& party, const std::string& op, const std::string& args) {
  const JsonValue prepared = story.result("tx_prepare", R"({"party":")" + party + R"(","ops":[{"op":")" + op + R"(","args":)" + args + "}]}");
  const Digest digest = *Digest::parse_hex(text_at(prepared, "digest"));
  std::string params = R"({"tx":")" + text_at(prepared, "tx") + R"(","signatures":[)";
  for (const char* person : {"maker1", "checker1"}) {
    const SecretKey key = key_of(party, person);
    params += (params.back() == '[' ? "" : ",") + (R"({"key":")" + key.public_key().hex()) + R"(","sig":")" +
              key.sign(text_to_sign(digest)).hex() + "\"}";
  }
  story.result("tx_submit", params + "]}");
  story.ledger.make_block();
  const JsonValue status = story.result("tx_status", R"({"digest":")" + digest.hex() + "\"}");
  if (text_at(status, "ok") == "true") return "done";
  const JsonValue* refusal = status.find("refusal");
  return refusal == nullptr ? text_at(status, "status") : text_at(*refusal, "reason");
}

struct Bid {
  std::string party;
  QuoteTerms terms;
  Bytes salt = Bytes(16, 7);
};

Bid bid(const Story& story, const char* party, std::uint32_t rate_ppm) {
  Bid out{party, {}};
  out.terms.rate_ppm = rate_ppm;
  out.terms.valid_until = {story.ledger.now().ms + ms_per_day};
  return out;
}

std::string sealed(Story& story, const Bid& one) {
  const Digest seal = receivable::seal_of({story.financing, id_of(one.party), one.terms, one.salt});
  return submitted(story, one.party, "finance.quote", R"({"financing":")" + story.financing.text() + R"(","seal":")" + seal.hex() + "\"}");
}

std::string revealed(Story& story, const Bid& one) {
  return submitted(story, one.party, "finance.reveal",
                   R"({"financing":")" + story.financing.text() + R"(","terms":)" + api::to_json(one.terms) + R"(,"salt":")" +
                       base64url(one.salt) + "\"}");
}

std::string asked(const Story& story, const std::string& more = {}) { return R"({"id":")" + story.financing.text() + "\"" + more + "}"; }

receivable::Deadlines deadlines(Story& story) {
  return receivable::financing_records.find(story.ledger.snapshot()->state(), story.financing)->deadlines;
}

// The result as this party sees it; a null value when it is told NOT_FOUND.
std::optional<JsonValue> as(Story& story, const char* party, std::string_view method, const std::string& params) {
  api::Caller caller;
  caller.sees_everything = false;
  caller.party = id_of(party);
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) + R"(","params":)" + params + "}";
  const auto answer = parse_json(*api::dispatch(body, caller, story.ledger, story.ledger.steady_ms(), true).text);
  const JsonValue* result = answer->find("result");
  if (result != nullptr) return *result;
  EXPECT_EQ(text_at(*answer->find("error"), "code"), "1103");
  return std::nullopt;
}

std::size_t listed(Story& story, const std::string& params) {
  return story.result("finance_list", params).find("financings")->items.size();
}

TEST(Financing, GoesFromRequestToPaymentThroughTheApi) {
  Story story;
  const Bid cheap = bid(story, "jianghai", 36'000), dear = bid(story, "dongfang", 42'000);
  ASSERT_EQ(sealed(story, dear), "done");
  ASSERT_EQ(sealed(story, cheap), "done");
  EXPECT_EQ(revealed(story, cheap), "QUOTE_EARLY");

  const JsonValue before = story.result("finance_quotes", asked(story));
  EXPECT_EQ(text_at(before, "sealed"), "2");
  EXPECT_TRUE(before.find("quotes")->items.empty()) << "sealed quotes are only counted";

  story.ledger.go_to(deadlines(story).quote_by);
  ASSERT_EQ(revealed(story, dear), "done");
  ASSERT_EQ(revealed(story, cheap), "done");
  const auto award = [&](const char* financier) {
    return submitted(story, "lanwan", "finance.award",
                     R"({"financing":")" + story.financing.text() + R"(","financier":")" + financier + "\"}");
  };
  EXPECT_EQ(award("jianghai"), "QUOTE_EARLY");
  story.ledger.go_to(deadlines(story).reveal_by);

  // 300,000.00 at 3.60 % and 4.20 % over 88 days (R-54).
  const JsonValue compared = story.result("finance_quotes", asked(story));
  ASSERT_EQ(compared.find("quotes")->items.size(), 2u);
  const JsonValue& best = compared.find("quotes")->items[0];
  EXPECT_EQ(text_at(best, "financier"), "jianghai");
  EXPECT_EQ(text_at(best, "days"), "88");
  EXPECT_EQ(text_at(best, "discount"), "2640.00");
  EXPECT_EQ(text_at(best, "net"), "297360.00");
  EXPECT_EQ(text_at(best, "best"), "true");
  EXPECT_EQ(text_at(compared.find("quotes")->items[1], "net"), "296920.00");
  EXPECT_EQ(text_at(compared.find("quotes")->items[1], "best"), "false");

  EXPECT_EQ(award("dongfang"), "NOT_BEST_QUOTE");
  ASSERT_EQ(award("jianghai"), "done");
  const JsonValue awarded = story.result("finance_get", asked(story));
  EXPECT_EQ(text_at(*awarded.find("financing"), "state"), "awarded");
  EXPECT_EQ(text_at(awarded, "to_pay"), "297360.00");
  EXPECT_EQ(text_at(story.result("finance_quotes", asked(story)), "sealed"), "0") << "no losing terms are kept";

  ASSERT_EQ(submitted(story, "jianghai", "cash.credit", R"({"party":"jianghai","currency":"CNY","amount":"300000.00","payment_ref":"JH-50"})"),
            "done");
  const std::string pays = R"({"financing":")" + story.financing.text() + R"(","amount":")";
  EXPECT_EQ(submitted(story, "jianghai", "finance.settle", pays + "297360.00\"}"), "REGISTRATION_REQUIRED");
  ASSERT_EQ(submitted(story, "jianghai", "finance.register", R"({"financing":")" + story.financing.text() + R"(","registration_no":"ZD-1"})"), "done");
  EXPECT_EQ(submitted(story, "jianghai", "finance.settle", pays + "297360.01\"}"), "BAD_AMOUNT");
  ASSERT_EQ(submitted(story, "jianghai", "finance.settle", pays + "297360.00\"}"), "done");
  const JsonValue settled = *story.result("finance_get", asked(story)).find("financing");
  EXPECT_EQ(text_at(settled, "state"), "settled");
  EXPECT_EQ(text_at(*settled.find("settlement"), "paid"), "297360.00");
  EXPECT_EQ(text_at(story.result("cash_get", R"({"party":"lanwan"})").find("accounts")->items.at(0), "balance"), "297360.00");
  EXPECT_EQ(story.result("cert_ranges", R"({"certificate":")" + story.certificate.text() + R"(","holder":"jianghai"})").find("ranges")->items.size(), 1u);
}

TEST(Financing, IsListedByEverySideOfIt) {
  Story story;
  const std::string certificate = R"("certificate":")" + story.certificate.text().substr(0, 9) + "\"";
  for (const std::string params : {R"({"owner":"lanwan"})", R"({"financier":"dongfang"})", R"({"financier":"jianghai","state":"open"})", R"({"state":"open"})"})
    EXPECT_EQ(listed(story, params), 1u) << params;
  EXPECT_EQ(listed(story, "{" + certificate + "}"), 1u);
  EXPECT_EQ(listed(story, "{" + certificate + R"(,"financier":"dongfang","owner":"lanwan"})"), 1u);
  for (const std::string params : {R"({"owner":"shunchang"})", R"({"financier":"taihe"})", R"({"state":"settled"})", R"({"owner":"lanwan","state":"lapsed"})"})
    EXPECT_EQ(listed(story, params), 0u) << params;
  EXPECT_EQ(listed(story, "{}"), 1u);
  EXPECT_EQ(listed(story, R"({"open_to_all":true})"), 0u) << "two are invited by name";
  story.ledger.go_to(deadlines(story).quote_by);
  EXPECT_EQ(listed(story, R"({"state":"open"})"), 0u) << "nobody quoted";
  EXPECT_EQ(listed(story, R"({"state":"lapsed"})"), 1u);
  EXPECT_EQ(listed(story, R"({"financier":"dongfang"})"), 0u) << "nothing to quote for any more";
  EXPECT_EQ(listed(story, R"({"owner":"lanwan"})"), 1u);
}

TEST(Financing, IsSeenByThoseItConcernsOnly) {
  Story story;
  const Bid cheap = bid(story, "jianghai", 36'000), dear = bid(story, "dongfang", 42'000);
  ASSERT_EQ(sealed(story, dear), "done");
  ASSERT_EQ(sealed(story, cheap), "done");
  for (const char* stranger : {"shunchang", "taihe", "regulator"}) {
    EXPECT_FALSE(as(story, stranger, "finance_get", asked(story))) << stranger;
    EXPECT_FALSE(as(story, stranger, "finance_quotes", asked(story))) << stranger;
    EXPECT_TRUE(as(story, stranger, "finance_list", R"({"owner":"lanwan"})")->find("financings")->items.empty()) << stranger;
  }
  const auto own = as(story, "dongfang", "finance_quotes", asked(story, R"(,"financier":"dongfang")"));
  ASSERT_TRUE(own);
  EXPECT_EQ(text_at(*own->find("own"), "place"), "1");
  EXPECT_EQ(as(story, "jianghai", "finance_quotes", asked(story, R"(,"financier":"dongfang")"))->find("own"), nullptr) << "another's seal";

  story.ledger.go_to(deadlines(story).quote_by);
  ASSERT_EQ(revealed(story, dear), "done");
  ASSERT_EQ(revealed(story, cheap), "done");
  EXPECT_EQ(as(story, "lanwan", "finance_quotes", asked(story))->find("quotes")->items.size(), 2u);
  const JsonValue seen = *as(story, "dongfang", "finance_quotes", asked(story));
  ASSERT_EQ(seen.find("quotes")->items.size(), 1u) << "nobody but the owner sees others' quotes (R-51)";
  EXPECT_EQ(text_at(seen.find("quotes")->items[0], "financier"), "dongfang");
  EXPECT_EQ(text_at(seen.find("quotes")->items[0], "best"), "false") << "and nobody else is told who leads";

  story.ledger.go_to(deadlines(story).reveal_by);
  ASSERT_EQ(submitted(story, "lanwan", "finance.award", R"({"financing":")" + story.financing.text() + R"(","financier":"jianghai"})"), "done");
  EXPECT_NE(as(story, "jianghai", "finance_get", asked(story))->find("financing")->find("award"), nullptr);
  EXPECT_EQ(as(story, "dongfang", "finance_get", asked(story))->find("financing")->find("award"), nullptr) << "a loser sees the request alone";
}

TEST(Financing, AQuoteThatDoesNotBindAnyMoreIsShownLastAndNeverAsBest) {
  Story story;
  Bid brief = bid(story, "jianghai", 10'000);
  brief.terms.valid_until = {deadlines(story).reveal_by.ms + 1};
  const Bid dear = bid(story, "dongfang", 42'000);
  ASSERT_EQ(sealed(story, brief), "done");
  ASSERT_EQ(sealed(story, dear), "done");
  story.ledger.go_to(deadlines(story).quote_by);
  ASSERT_EQ(revealed(story, brief), "done");
  ASSERT_EQ(revealed(story, dear), "done");
  story.ledger.go_to(deadlines(story).reveal_by);
  const JsonValue compared = story.result("finance_quotes", asked(story));
  ASSERT_EQ(compared.find("quotes")->items.size(), 2u);
  EXPECT_EQ(text_at(compared.find("quotes")->items[0], "financier"), "dongfang");
  EXPECT_EQ(text_at(compared.find("quotes")->items[0], "best"), "true");
  EXPECT_EQ(text_at(compared.find("quotes")->items[1], "binds"), "false");
}

TEST(Financing, ABeginningOfItsIdIsEnough) {
  Story story;
  const JsonValue one = story.result("finance_get", R"({"id":")" + story.financing.text().substr(0, 12) + "\"}");
  EXPECT_EQ(text_at(*one.find("financing"), "id"), story.financing.text());
  EXPECT_EQ(text_at(story.error("finance_get", R"({"id":"FN-ZZZZ-ZZZZ"})"), "code"), "1103");
}

TEST(Financing, ItsEventsReachSubscribers) {
  Story story;
  ASSERT_EQ(sealed(story, bid(story, "dongfang", 42'000)), "done");
  const auto types = [&](const std::string& filter) {
    std::vector<std::string> out;
    const JsonValue reply = story.result("event_list", R"({"limit":500,"filter":)" + filter + "}");
    for (const JsonValue& one : reply.find("events")->items)
      out.push_back(text_at(*one.find("event"), "type"));
    return out;
  };
  EXPECT_EQ(types(R"({"types":["finance.*"]})"), (std::vector<std::string>{"finance.requested", "finance.quoted"}));
  EXPECT_EQ(types(R"({"types":["finance.*"],"parties":["jianghai"]})"), (std::vector<std::string>{"finance.requested"}));
  EXPECT_EQ(types(R"({"types":["finance.*"],"parties":["taihe"]})"), (std::vector<std::string>{}));
  EXPECT_EQ(types(R"({"subjects":[")" + story.financing.text() + "\"]}").size(), 2u);
}

}  // namespace
}  // namespace allonge::test
