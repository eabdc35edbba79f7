// Plays the stories of this folder: one act per line, written so that a banker can read them.
//
//   ACT NAME.. by PARTY [to PARTY] [AMOUNT | [start,end]..] [due DATE] [on INVOICE]  -> ok | reason
//   expect CERTIFICATE OWNER [start,end] STATE     expect CERTIFICATE state STATE
//   expect balance|limit_used PARTY AMOUNT         expect turnover|capacity NAME AMOUNT
//   party NAME ROLE    limit PARTY AMOUNT    credit PARTY AMOUNT    day DATE
//
// C1, T1 and A are the story's own names of certificates, transfers and invoices. A transfer rests on
// a contract's hash; an issue without `on` rests on an invoice of its own.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/contracts/receivable/desk.h"

namespace allonge::test {

namespace {

const std::string folder = std::string(ALLONGE_SOURCE_DIR) + "/tests/scenarios/receivables";

std::vector<std::string> stories() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".txt") out.push_back(entry.path().stem());
  std::sort(out.begin(), out.end());
  return out;
}

// One line, cut into words, with what stands behind its keywords.
struct Line {
  std::vector<std::string> words;
  std::string outcome;  // behind ->

  std::string after(std::string_view keyword) const {
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
      if (words[i] == keyword) return words[i + 1];
    return {};
  }
  std::vector<RangeRef> ranges() const {
    std::vector<RangeRef> out;
    for (const std::string& word : words)
      if (word.front() == '[') {
        const std::size_t comma = word.find(',');
        out.push_back({Fen{std::stoull(word.substr(1, comma))}, Fen{std::stoull(word.substr(comma + 1))}});
      }
    return out;
  }
  // The one word that is an amount.
  std::optional<Amount> amount() const {
    for (const std::string& word : words)
      if (word.find('.') != std::string::npos && word.front() != '[') return yuan(word);
    return std::nullopt;
  }
};

class Player {
 public:
  void play(const Line& line) {
    const std::string& act = line.words[0];
    if (act == "expect") return expect(line);
    if (act == "party") return desk_.world.admit(line.words[1], {role(line.words[2])});
    if (act == "day") return desk_.world.go_to_date(line.words[1]);
    if (act == "credit") return desk_.world.credit(line.words[1], line.words[2]);
    if (act == "limit") {
      EXPECT_OK(desk_.world.by("operator").act(party::SetLimit{id_of(line.words[1]), Currency::cny, yuan(line.words[2])}));
      return;
    }
    const Verdict verdict = perform(line, act, line.words[1]);
    const std::string got = verdict.ok() ? "ok" : lower(name_of(*verdict.reason));
    EXPECT_EQ(got, line.outcome) << verdict.detail;
    desk_.expect_sound();
  }

 private:
  static std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    return out;
  }
  static Role role(std::string_view name) {
    for (const EnumValue& value : values_of(Role{}))
      if (value.name == name) return Role(value.number);
    ADD_FAILURE() << "no role " << name;
    return Role::holder;
  }

  Verdict perform(const Line& line, const std::string& act, const std::string& name) {
    const std::string by = line.after("by");
    Actor actor = desk_.world.by(by);
    if (act == "invoice") {
      invoices_[name] = desk_.invoice(by, line.after("to"), line.amount()->text());
      Verdict done;
      done.in_block = true;
      return done;
    }
    if (act == "issue") return issue(line, by, name);
    if (act == "transfer") {
      Transfer op = desk_.transfer_op(certificates_.at(line.words[2]), line.after("to"), line.ranges());
      if (op.ranges.empty()) op.amount = *line.amount();
      const Verdict verdict = actor.act(op);
      transfers_[name] = TransferId::derive(verdict.transaction, 0);
      return verdict;
    }
    if (act == "cancel") return actor.act(CancelTransfer{transfers_.at(name)});
    if (const auto transfer = transfers_.find(name); transfer != transfers_.end()) {
      if (act == "accept") return actor.act(AcceptTransfer{transfer->second});
      if (act == "refuse") return actor.act(RefuseTransfer{transfer->second, "as the story says"});
    }
    const CertificateId id = certificates_.at(name);
    if (act == "accept") return actor.act(Accept{id});
    if (act == "refuse") return actor.act(Refuse{id, "as the story says"});
    if (act == "withdraw") return actor.act(Withdraw{id});
    if (act == "split") return actor.act(Split{id, Fen{std::stoull(line.after("at"))}, *line.amount()});
    if (act == "merge") return actor.act(Merge{id, Fen{std::stoull(line.after("at"))}});
    if (act == "pay") return actor.act(Pay{id, line.amount().value_or(Amount{})});
    ADD_FAILURE() << "no act " << act;
    return {};
  }

  Verdict issue(const Line& line, const std::string& by, const std::string& name) {
    Issue op;
    op.payee = id_of(line.after("to"));
    op.face = *line.amount();
    op.maturity = day(line.after("due"));
    op.bank = id_of("jianghai");
    op.near_match_reviewed = true;
    const std::string on = line.after("on");
    op.invoices = {{on.empty() ? desk_.invoice(line.after("to"), by, op.face.text()) : invoices_.at(on), op.face}};
    const Verdict verdict = desk_.world.by(by).act(op);
    certificates_[name] = CertificateId::derive(verdict.transaction, 0);
    return verdict;
  }

  void expect(const Line& line) {
    const std::string& what = line.words[1];
    const std::string& name = line.words[2];
    if (what == "balance") {
      EXPECT_EQ(desk_.balance(name).text(), line.words[3]);
    } else if (what == "limit_used") {
      EXPECT_EQ(limit_use(desk_.exposure(name)).text(), line.words[3]);
    } else if (what == "capacity") {
      EXPECT_EQ(left(desk_.capacity(invoices_.at(name))).text(), line.words[3]);
    } else if (what == "turnover") {
      EXPECT_EQ(desk_.certificate(certificates_.at(name)).turnover.text(), line.words[3]);
    } else if (what == "depth") {
      EXPECT_EQ(std::to_string(desk_.certificate(certificates_.at(name)).depth), line.words[3]);
    } else if (name == "state") {
      EXPECT_EQ(name_of(desk_.certificate(certificates_.at(what)).state), line.words[3]);
    } else {
      const RangeRef ref = line.ranges().at(0);
      const auto range = range_records.find(desk_.world.view(), certificates_.at(what), ref.start);
      ASSERT_TRUE(range.has_value()) << "no range begins there";
      EXPECT_EQ(range->end.value, ref.end.value);
      EXPECT_EQ(range->owner.text(), name);
      EXPECT_EQ(name_of(range->state), line.words[4]);
    }
  }

  Desk desk_;
  std::map<std::string, CertificateId> certificates_;
  std::map<std::string, TransferId> transfers_;
  std::map<std::string, InvoiceId> invoices_;
};

class Story : public testing::TestWithParam<std::string> {};

}  // namespace

TEST_P(Story, HoldsLineByLine) {
  std::ifstream in(folder + "/" + GetParam() + ".txt");
  ASSERT_TRUE(in.good());
  Player player;
  std::size_t number = 0;
  for (std::string text; std::getline(in, text);) {
    ++number;
    SCOPED_TRACE(GetParam() + ".txt:" + std::to_string(number) + ": " + text);
    Line line;
    std::istringstream words(text.substr(0, text.find('#')));
    for (std::string word; words >> word;) {
      if (word == "->") words >> line.outcome;
      else line.words.push_back(word);
    }
    if (!line.words.empty()) player.play(line);
    if (testing::Test::HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(Receivables, Story, testing::ValuesIn(stories()),
                         [](const auto& story) { return story.param; });

}  // namespace allonge::test
