// A hundred thousand random acts on the real contracts and on the slow, obvious ledger: every answer is
// predicted, and the states are compared after every block. Prints its seed; to walk another way set
// ALLONGE_SEED, to walk farther ALLONGE_ACTS.
#include <cstdlib>

#include "contracts/execute.h"
#include "contracts/index.h"
#include "contracts/receivable/audit.h"
#include "contracts/receivable/queries.h"
#include "contracts/replay_ring.h"
#include "ledger/memory_store.h"
#include "ledger/state_tree.h"
#include "tests/model/ledger_model.h"
#include "tests/support/parties.h"

#include <gtest/gtest.h>

namespace allonge::test {

namespace {

using namespace allonge::receivable;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_;
  }
  std::uint64_t below(std::uint64_t limit) { return next() % limit; }
  bool one_in(std::uint64_t chances) { return below(chances) == 0; }
  template <class Items>
  const auto& of(const Items& items) { return items[below(items.size())]; }

 private:
  std::uint64_t state_;
};

constexpr std::uint32_t most_ranges = 24;

GenesisConfig walk_genesis() {
  GenesisConfig out = demo_genesis();
  out.parties.push_back(application_of("second", {Role::issuer}));
  for (const char* name : {"alpha", "bravo", "carol"}) out.parties.push_back(application_of(name, {Role::holder}));
  for (const char* name : {"banka", "bankb"}) out.parties.push_back(application_of(name, {Role::holder, Role::financier}));
  out.limits = {{id_of("second"), Currency::cny, yuan("20.00")}, {id_of("taihe"), Currency::cny, yuan("60.00")}};
  out.profile.max_ranges = most_ranges;
  out.profile.minimum_transfer = yuan("0.02");
  return out;
}

LedgerModel::Setting walk_setting() {
  LedgerModel::Setting out;
  out.limits = {{id_of("second"), 2000}, {id_of("taihe"), 6000}};
  for (const char* name : {"jianghai", "shunchang", "lanwan", "dongfang", "alpha", "bravo", "carol"})
    out.holders.push_back(id_of(name));
  out.financiers = {id_of("dongfang"), id_of("jianghai")};
  for (const char* name : {"banka", "bankb"}) {
    out.holders.push_back(id_of(name));
    out.financiers.push_back(id_of(name));
  }
  out.platform = id_of("platform");
  out.bank = id_of("jianghai");
  out.max_ranges = most_ranges;
  out.minimum_fen = 2;
  return out;
}

class Walk {
 public:
  Walk(std::uint64_t seed, const GenesisConfig& genesis)
      : dice_(seed), model_(walk_setting()), chain_(chain_of(genesis)), now_(genesis.calendar_start) {
    auto state = genesis_state(genesis);
    EXPECT_TRUE(state.has_value()) << (state ? "" : state.error().detail);
    EXPECT_TRUE(state_.write(*state, false).has_value());
    for (const auto& [issuer, limit] : walk_setting().limits) issuers_.push_back(issuer);
    holders_ = walk_setting().holders;
    financiers_ = walk_setting().financiers;
    everybody_ = holders_;
    everybody_.insert(everybody_.end(), issuers_.begin(), issuers_.end());
    everybody_.push_back(id_of("platform"));
    for (const PartyId& party : everybody_) {
      const SecretKey maker = key_of(party.text(), "maker1"), checker = key_of(party.text(), "checker1");
      keys_[party] = {maker.public_key(), checker.public_key()};
    }
  }

  std::size_t acts = 0, done = 0, blocks = 0;
  std::map<std::string, std::size_t> outcomes;

  // One block of random transactions, predicted and compared. False when they differ.
  bool block() {
    now_ = {now_.ms + pause_ms()};
    const BlockContext context{chain_, ++height_, now_, true};
    model_.begin_block(now_);
    std::vector<Transaction> transactions;
    std::vector<std::optional<Reason>> predicted;
    const std::size_t count = 1 + dice_.below(30);
    for (std::size_t i = 0; i < count; ++i) {
      // The first act chooses who acts; others in the same transaction are by the same party.
      actor_ = dice_.of(everybody_);
      actor_is_fixed_ = false;
      std::vector<Operation> operations{random_act()};
      actor_is_fixed_ = true;
      actor_ = by_;
      while (dice_.one_in(12)) operations.push_back(random_act());
      transactions.push_back(transaction(actor_, operations));
      predicted.push_back(predict(actor_, operations, transactions.back().id));
    }
    std::vector<const Transaction*> pointers;
    for (const Transaction& one : transactions) pointers.push_back(&one);
    auto outcome = execute_block(state_, ring_, context, pointers);
    if (!outcome) {
      ADD_FAILURE() << "block " << height_ << " is invalid: " << name_of(outcome.reason()) << " " << outcome.error().detail;
      return false;
    }
    EXPECT_FALSE(outcome->more_due);
    bool same = outcome->broken_laws.empty();
    for (const std::string& why : outcome->broken_laws) ADD_FAILURE() << "block " << height_ << ": " << why;
    for (std::size_t i = 0; i < transactions.size(); ++i) {
      const Receipt& receipt = outcome->receipts[i + 1];
      const std::uint32_t wanted = predicted[i] ? number_of(*predicted[i]) : 0;
      if (receipt.ok != !predicted[i] || receipt.reason != wanted) {
        ADD_FAILURE() << "block " << height_ << " transaction " << i << ": model "
                      << (predicted[i] ? name_of(*predicted[i]) : "done") << ", ledger "
                      << (receipt.ok ? "done" : name_of(Reason(receipt.reason)));
        same = false;
      }
    }
    Changes beside = outcome->beside;
    derive_index(state_, outcome->changes, beside);
    EXPECT_TRUE(index_.write(beside, false).has_value());
    EXPECT_TRUE(state_.write(outcome->changes, false).has_value());
    ring_.add_block(now_, outcome->idems);
    ++blocks;
    const auto looked_at = blocks % 50 == 0 ? model_.every_certificate() : touched(outcome->changes);
    for (const std::string& why : model_.differences(state_, looked_at)) {
      ADD_FAILURE() << "block " << height_ << ": " << why;
      same = false;
    }
    model_.forget(40, 60);
    return same;
  }

  const LedgerModel& model() const { return model_; }
  const View& state() const { return state_; }

  // The whole state against itself, and the ways of some fen against the model's.
  void look_closely() {
    for (const std::string& wrong : audit(state_)) ADD_FAILURE() << "block " << height_ << ": " << wrong;
    const Books books{state_, index_};
    for (const auto& [id, paper] : model_.papers()) {
      if (paper.units.empty() || !dice_.one_in(10)) continue;
      const std::uint64_t fen = 1 + dice_.below(paper.face);
      const auto title = history(books, *certificate_records.find(state_, id), Fen{fen});
      ASSERT_TRUE(title.has_value()) << name_of(title.reason());
      std::vector<TransferId> path;
      for (const Endorsement& node : title->endorsements)
        if (node.kind == EndorsementKind::transfer) path.push_back(node.transfer);
      EXPECT_EQ(path, paper.units[fen - 1].path) << id.text() << " fen " << fen;
    }
  }

 private:
  std::uint64_t pause_ms() {
    if (dice_.one_in(60)) return ms_per_day * (1 + dice_.below(6));
    if (dice_.one_in(9)) return 1 + dice_.below(ms_per_day);
    return 1 + dice_.below(60'000);
  }

  static std::vector<CertificateId> touched(const Changes& changes) {
    std::vector<CertificateId> out;
    for (const auto& [key, value] : changes) {
      const auto table = read_big_endian<std::uint16_t>(key);
      if (table != certificate_records.number && table != range_records.number) continue;
      const auto id = CertificateId::parse(ids::write("RC", read_big_endian<std::uint64_t>(BytesView(key).subspan(2, 8))));
      if (std::find(out.begin(), out.end(), *id) == out.end()) out.push_back(*id);
    }
    return out;
  }

  template <class Map>
  const auto* any(const Map& map) {
    if (map.empty()) return static_cast<const typename Map::value_type*>(nullptr);
    auto at = map.begin();
    std::advance(at, std::ptrdiff_t(dice_.below(map.size())));
    return &*at;
  }
  const std::pair<const CertificateId, LedgerModel::Paper>* any_paper(bool alive) {
    for (int tries = 0; tries < 8; ++tries) {
      const auto* paper = any(model_.papers());
      if (paper == nullptr) return nullptr;
      const bool dead = paper->second.state >= CertificateState::settled;
      if (!dead || !alive) return paper;
    }
    return any(model_.papers());
  }

  std::vector<Binding> random_bindings(const PartyId& seller, const PartyId& buyer, std::uint64_t total) {
    const bool sensible = !dice_.one_in(4);  // otherwise rather one that will not do
    for (const auto& [id, bill] : model_.bills()) {
      if (bill.seller != seller || bill.buyer != buyer) continue;
      const bool will_do = bill.confirmed && bill.gross - bill.by_certificates - bill.onward >= total;
      if (will_do == sensible) return {{id, *Amount::of_fen(total)}};
    }
    if (const auto* bill = any(model_.bills())) return {{bill->first, *Amount::of_fen(total)}};
    return {};
  }

  // An act that often makes sense, and whose actor often is the right one: by_.
  Operation random_act() {
    by_ = actor_;
    const bool right = !dice_.one_in(10);
    const auto maybe = [&](const PartyId& party) {
      if (right && !actor_is_fixed_) by_ = party;
    };
    if (dice_.one_in(6)) return random_financing(maybe);
    switch (dice_.below(20)) {
      case 0: {
        RegisterInvoice op;
        op.seller = dice_.of(holders_);
        op.buyer = dice_.one_in(3) ? dice_.of(holders_) : dice_.of(issuers_);
        const auto* again = any(model_.bills());  // its number: the same invoice, or another with it
        for (const auto& one : model_.bills())  // rather one that its seller has still to confirm
          if (one.second.registered_by == one.second.buyer && !one.second.confirmed && dice_.one_in(3)) again = &one;
        const bool repeats = again != nullptr && dice_.one_in(6);
        if (repeats) op.seller = again->second.seller, op.buyer = again->second.buyer;
        op.number = repeats ? again->second.number : "W" + std::to_string(++numbers_);
        op.issue_date = business_date(now_, business_zone_minutes);
        op.gross = *Amount::of_fen(20 + dice_.below(400));
        if (repeats && dice_.one_in(2)) op.issue_date = again->second.date, op.gross = *Amount::of_fen(again->second.gross);
        op.near_match_reviewed = true;
        maybe(dice_.one_in(2) ? op.seller : op.buyer);
        return op;
      }
      case 1:
      case 2: {
        for (const auto& [id, bill] : model_.bills())
          if (!bill.confirmed && dice_.one_in(2)) {
            maybe(bill.registered_by == bill.seller ? bill.buyer : bill.seller);
            return ConfirmInvoice{id, true};
          }
        const auto* bill = any(model_.bills());
        return ConfirmInvoice{bill ? bill->first : InvoiceId::derive(chain_, 7), true};
      }
      case 3:
      case 4: {
        Issue op;
        op.payee = dice_.of(dice_.one_in(20) ? everybody_ : holders_);
        op.face = *Amount::of_fen(dice_.one_in(50) ? 0 : 20 + dice_.below(180));
        op.maturity = {business_date(now_, business_zone_minutes).days + std::uint32_t(dice_.below(60))};
        op.bank = id_of("jianghai");
        op.near_match_reviewed = true;
        op.indivisible = dice_.one_in(10);
        op.not_transferable = dice_.one_in(15);
        const PartyId& issuer = dice_.of(issuers_);
        maybe(issuer);
        op.invoices = random_bindings(op.payee, issuer, op.face.fen());
        if (dice_.one_in(20) && !op.invoices.empty()) op.invoices[0].amount = yuan("0.03");
        return op;
      }
      case 5:
      case 6: {
        const auto* paper = any_paper(true);
        for (const auto& one : model_.papers())
          if (one.second.state == CertificateState::pending && dice_.one_in(2)) paper = &one;
        if (paper == nullptr) return Accept{CertificateId::derive(chain_, 1)};
        maybe(dice_.one_in(12) ? paper->second.issuer : paper->second.payee);
        if (dice_.one_in(10)) return Refuse{paper->first, dice_.one_in(4) ? "" : "no"};
        if (dice_.one_in(12)) {
          maybe(paper->second.issuer);
          return Withdraw{paper->first};
        }
        return Accept{paper->first};
      }
      case 7:
      case 8:
      case 9:
      case 10: return random_transfer();
      case 11:
      case 12:
      case 13: {
        const auto* offer = any(model_.offers());
        if (offer == nullptr && !dice_.one_in(10)) return random_transfer();
        const TransferId id = offer ? offer->first : TransferId::derive(chain_, 2);
        if (offer) maybe(offer->second.to);
        if (dice_.one_in(10)) return RefuseTransfer{id, dice_.one_in(4) ? "" : "no"};
        if (dice_.one_in(10)) {
          if (offer) maybe(offer->second.from);
          return CancelTransfer{id};
        }
        return AcceptTransfer{id};
      }
      case 14: {
        const auto* paper = any_active_paper();
        if (paper == nullptr) return Split{CertificateId::derive(chain_, 1), Fen{1}, yuan("0.01")};
        const std::uint64_t start = some_start(paper->second);
        if (!paper->second.units.empty()) maybe(paper->second.units[start - 1].owner);
        return Split{paper->first, Fen{start}, *Amount::of_fen(dice_.below(30))};
      }
      case 15:
      case 16: {
        const auto* paper = any_active_paper();
        if (paper == nullptr) return Merge{CertificateId::derive(chain_, 1), Fen{1}};
        const std::uint64_t start = some_start(paper->second);
        if (!paper->second.units.empty()) maybe(paper->second.units[start - 1].owner);
        return Merge{paper->first, Fen{start}};
      }
      case 17:
      case 18: {
        const auto* paper = any_paper(true);
        for (const auto& one : model_.papers())
          if (one.second.state >= CertificateState::matured && one.second.state <= CertificateState::defaulted &&
              dice_.one_in(3))
            paper = &one;
        if (paper == nullptr) return Pay{CertificateId::derive(chain_, 1), {}};
        maybe(paper->second.issuer);
        const std::uint64_t rest = paper->second.face - paper->second.paid;
        return Pay{paper->first, dice_.one_in(2) ? Amount{} : *Amount::of_fen(1 + dice_.below(rest + 2))};
      }
      default: {
        if (blocks / 200 % 3 == 2) return random_transfer();  // a dry season
        maybe(id_of("jianghai"));
        return cash::Credit{dice_.one_in(3) ? dice_.of(holders_) : dice_.of(issuers_), Currency::cny,
                            *Amount::of_fen(1 + dice_.below(160)), "walk-" + std::to_string(++numbers_)};
      }
    }
  }

  FinanceRequest random_request() {
    const Transfer like = std::get<Transfer>(random_transfer());
    FinanceRequest op;
    op.certificate = like.certificate;
    op.amount = like.amount;
    op.ranges = like.ranges;
    // Within what is left of its days, most of the time.
    const auto paper = model_.papers().find(op.certificate);
    std::uint64_t left = ms_per_day;
    if (paper != model_.papers().end()) {
      const Time over = start_of(paper->second.maturity, business_zone_minutes);
      if (over > now_) left = over.ms - now_.ms;
    }
    const std::uint64_t step = std::min(left / 6, 2 * ms_per_day);
    std::uint64_t at = now_.ms;
    for (Time* each : {&op.deadlines.quote_by, &op.deadlines.reveal_by, &op.deadlines.settle_by})
      *each = {at += dice_.one_in(60) ? 0 : step / 3 + dice_.below(step)};
    if (dice_.one_in(2)) {
      op.kind = FinanceKind::pledge_loan;
      op.asked = *Amount::of_fen(dice_.below(30));
    } else if (dice_.one_in(30)) {
      op.asked = yuan("0.01");
    }
    if (dice_.one_in(8)) op.min_net = *Amount::of_fen(dice_.below(20));
    for (const PartyId& one : financiers_)
      if (dice_.one_in(4)) op.invited.push_back(one);
    std::sort(op.invited.begin(), op.invited.end());
    op.waive_choice = dice_.one_in(2);
    return op;
  }

  // A deal for which the step makes sense, most of the time.
  template <class Fits>
  const std::pair<const FinancingId, LedgerModel::Deal>* any_deal(Fits fits) {
    const std::pair<const FinancingId, LedgerModel::Deal>* deal = nullptr;
    for (const auto& one : model_.deals())
      if (fits(one.second) && (deal == nullptr || dice_.one_in(2))) deal = &one;
    return dice_.one_in(15) ? any(model_.deals()) : deal;
  }
  const std::pair<const FinancingId, LedgerModel::Deal>* deal_for(std::size_t what) {
    return any_deal([&](const LedgerModel::Deal& one) {
      const bool open = one.state == FinanceState::open;
      if (what < 10) return open && now_ < one.deadlines.quote_by;
      const auto is_sealed = [](const auto& bid) { return !bid.second.terms; };
      if (what < 13)
        return open && now_ >= one.deadlines.quote_by && now_ < one.deadlines.reveal_by &&
               std::any_of(one.bids.begin(), one.bids.end(), is_sealed);
      if (what < 15) return open && now_ >= one.deadlines.reveal_by;
      if (what < 19) return one.state == FinanceState::awarded;
      const auto paper = model_.papers().find(one.certificate);
      const bool defaulted = paper != model_.papers().end() && paper->second.state == CertificateState::defaulted;
      return one.state == FinanceState::pledged && (what != 21 || defaulted);
    });
  }

  template <class Maybe>
  Operation random_financing(const Maybe& maybe) {
    const std::size_t what = dice_.below(24);
    const auto* deal = what < 5 ? nullptr : deal_for(what);
    if (deal == nullptr) return what < 5 || dice_.one_in(6) ? Operation(random_request()) : random_transfer();
    const FinancingId& id = deal->first;
    const LedgerModel::Deal& one = deal->second;
    const PartyId financier = one.financier.is_set() ? one.financier : dice_.of(financiers_);
    const Date day = business_date(now_, business_zone_minutes);
    if (what == 5 && dice_.one_in(4)) {
      maybe(one.owner);
      return FinanceCancel{id};
    }
    if (what < 10) {
      FinanceReveal secret{id, {}, Bytes(16, 1)};
      secret.terms.rate_ppm = std::uint32_t(dice_.below(300'000));
      secret.terms.fee = *Amount::of_fen(dice_.one_in(2) ? 0 : dice_.below(6));
      secret.terms.valid_until = {one.deadlines.reveal_by.ms + dice_.below(6 * ms_per_day)};
      maybe(dice_.of(financiers_));
      const Digest seal = seal_of({id, by_, secret.terms, secret.salt});
      sealed_[{id, by_}] = secret;
      return FinanceQuote{id, seal};
    }
    if (what < 13) {
      const auto* bid = any(one.bids);
      for (const auto& other : one.bids)
        if (!other.second.terms) bid = &other;
      maybe(bid == nullptr ? dice_.of(financiers_) : bid->first);
      const auto secret = sealed_.find({id, by_});
      FinanceReveal op = secret == sealed_.end() ? FinanceReveal{id, {}, Bytes(16, 1)} : secret->second;
      if (dice_.one_in(20)) op.terms.rate_ppm += 1;
      return op;
    }
    if (what < 15) {
      maybe(one.owner);
      return FinanceAward{id, one.bids.empty() ? dice_.of(financiers_) : any(one.bids)->first};
    }
    if (what < 19 && !one.registered && !dice_.one_in(8)) {
      maybe(financier);
      return FinanceRegister{id, dice_.one_in(10) ? "" : "ZD-1"};
    }
    if (what < 19) {
      maybe(financier);
      const std::uint64_t price = one.financier.is_set() ? model_.price(one, day) : 1;
      return FinanceSettle{id, *Amount::of_fen(dice_.one_in(12) ? price + 1 : price)};
    }
    if (what < 21) {
      const bool wishes = one.wish.has_value() && !dice_.one_in(4);
      maybe(wishes ? (one.wish->first == one.owner ? financier : one.owner) : dice_.one_in(2) ? one.owner : financier);
      FinanceRelease op{id, {}};
      if (wishes) {
        op.ranges = one.wish->second;
      } else if (!one.ranges.empty() && !dice_.one_in(4)) {
        const RangeRef ref = dice_.of(one.ranges);
        const std::uint64_t from = ref.start.value + dice_.below(ref.end.value - ref.start.value + 1);
        op.ranges = {{Fen{from}, Fen{from + dice_.below(ref.end.value - from + (dice_.one_in(20) ? 2 : 1))}}};
      }
      return op;
    }
    const std::uint64_t owed = model_.owed(one, day);
    if (what == 21) {
      maybe(financier);
      return FinanceEnforce{id, *Amount::of_fen(dice_.one_in(12) ? owed + 1 : owed)};
    }
    maybe(one.owner);
    return FinanceRepay{id, *Amount::of_fen(dice_.one_in(4) ? 0 : 1 + dice_.below(owed + 2))};
  }

  std::uint64_t some_start(const LedgerModel::Paper& paper) {
    if (paper.units.empty() || dice_.one_in(15)) return 1 + (paper.units.empty() ? 0 : dice_.below(paper.face));
    std::uint64_t at = dice_.below(paper.face);
    while (!paper.units[at].begins) --at;
    return at + 1;
  }

  // One that can be passed on, most of the time.
  const std::pair<const CertificateId, LedgerModel::Paper>* any_active_paper() {
    const auto* paper = any_paper(true);
    for (int tries = 0; tries < 12 && paper != nullptr && paper->second.state != CertificateState::active; ++tries)
      paper = any(model_.papers());
    return paper;
  }

  Operation random_transfer() {
    Transfer op;
    op.to = dice_.of(dice_.one_in(15) ? everybody_ : holders_);
    op.contract_hash = digest_of("contract");
    const auto* paper = any_active_paper();
    if (paper == nullptr) {
      op.certificate = CertificateId::derive(chain_, 3);
      return op;
    }
    op.certificate = paper->first;
    const std::uint64_t start = some_start(paper->second);
    const PartyId owner = paper->second.units.empty() ? paper->second.payee : paper->second.units[start - 1].owner;
    if (!actor_is_fixed_ && !dice_.one_in(10)) by_ = owner;
    if (op.to == owner && !dice_.one_in(10)) op.to = dice_.of(holders_);
    if (dice_.one_in(2)) {
      op.amount = *Amount::of_fen(dice_.below(dice_.one_in(4) ? 200 : 40));
    } else if (dice_.one_in(8)) {  // shattered
      std::uint64_t from = start + dice_.below(3);
      for (std::uint64_t i = 0, last = 4 + dice_.below(13); i < last; ++i) {
        op.ranges.push_back({Fen{from}, Fen{from + dice_.below(2)}});
        from = op.ranges.back().end.value + 1 + dice_.below(3);
      }
    } else {
      std::uint64_t from = start + (dice_.one_in(2) ? 0 : dice_.below(10));
      for (std::uint64_t i = 0, last = dice_.below(4); i <= last; ++i) {
        const std::uint64_t to = from + dice_.below(25);
        op.ranges.push_back({Fen{from}, Fen{dice_.one_in(40) ? from - 1 : std::min(to, dice_.one_in(20) ? to : paper->second.face)}});
        from = to + 1 + (dice_.one_in(2) ? 0 : dice_.below(8));
      }
    }
    if (dice_.one_in(4)) {
      for (const auto& [id, bill] : model_.bills())  // to whom the owner owes something
        if (bill.buyer == by_ && dice_.one_in(2)) op.to = bill.seller;
      std::uint64_t total = op.amount.fen();
      for (const RangeRef& ref : op.ranges) total += ref.end < ref.start ? 0 : ref.end.value - ref.start.value + 1;
      op.invoices = random_bindings(op.to, by_, total);
      op.contract_hash.reset();
      if (dice_.one_in(6)) op.invoices.clear();
    }
    return op;
  }

  Transaction transaction(const PartyId& by, const std::vector<Operation>& operations) {
    TransactionBody body;
    body.chain = chain_;
    body.party = by;
    Bytes idem(8);
    append_big_endian(idem, ++idems_);
    body.idem = *Idem::from(idem);
    body.valid_until = {now_.ms + 60'000};
    for (const Operation& op : operations) body.operations.push_back(write_operation(op));
    // Signatures are verified before a block is executed, so their bytes do not matter here.
    std::vector<KeySignature> signatures;
    for (const PublicKey& key : keys_.at(by)) signatures.push_back({key, {}});
    auto read = read_transaction(assemble(encode(body), std::move(signatures)));
    EXPECT_TRUE(read.has_value()) << (read ? "" : read.error().detail);
    return *std::move(read);
  }

  std::optional<Reason> predict(const PartyId& by, const std::vector<Operation>& operations, const Digest& id) {
    std::optional<LedgerModel> before;
    if (operations.size() > 1) before = model_;
    std::optional<Reason> answer;
    for (std::uint32_t place = 0; place < operations.size() && !answer; ++place) {
      ++acts;
      answer = std::visit(
          [&]<class Op>(const Op& op) -> std::optional<Reason> {
            if constexpr (requires { model_.perform(by, op, id, place); }) return model_.perform(by, op, id, place);
            else return Reason::operation_unknown;
          },
          operations[place]);
      ++outcomes[std::string(card_of(operations[place]).name) + " " + std::string(answer ? name_of(*answer) : "done")];
    }
    if (answer && before) model_ = *before;
    done += !answer;
    return answer;
  }

  Dice dice_;
  LedgerModel model_;
  Digest chain_;
  Time now_;
  MemoryStore state_, index_;
  ReplayRing ring_;
  std::uint64_t height_ = 0, idems_ = 0, numbers_ = 0;
  std::vector<PartyId> issuers_, holders_, financiers_, everybody_;
  std::map<std::pair<FinancingId, PartyId>, FinanceReveal> sealed_;  // what financiers keep at home
  std::map<PartyId, std::array<PublicKey, 2>> keys_;
  PartyId actor_, by_;
  bool actor_is_fixed_ = false;
};

}  // namespace

TEST(RandomWalk, LedgerAndModelAgree) {
  const std::uint64_t seed = from_environment("ALLONGE_SEED", 20260302);
  const std::uint64_t acts = from_environment("ALLONGE_ACTS", 100'000);
  std::printf("seed %llu, %llu acts\n", static_cast<unsigned long long>(seed), static_cast<unsigned long long>(acts));
  Walk walk(seed, walk_genesis());
  while (walk.acts < acts) {
    ASSERT_TRUE(walk.block()) << "seed " << seed;
    if (walk.blocks % 200 == 0) walk.look_closely();
    ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
  }
  walk.look_closely();
  std::printf("%zu acts in %zu blocks, %zu transactions done\n", walk.acts, walk.blocks, walk.done);
  for (const auto& [what, count] : walk.outcomes) std::printf("  %6zu %s\n", count, what.c_str());
  // A walk that is refused everywhere proves nothing.
  EXPECT_GT(walk.done, walk.acts / 4);
  if (acts < 100'000) return;
  for (const char* what :
       {"invoice.register CONFLICTING_INVOICE", "invoice.register DUP_INVOICE", "invoice.confirm DUP_INVOICE",
        "cert.accept done", "cert.accept_transfer done", "cert.cancel_transfer done", "cert.issue INVOICE_UNCONFIRMED",
        "cert.issue ISSUER_SUSPENDED", "cert.issue LIMIT_EXCEEDED", "cert.merge done", "cert.pay INSUFFICIENT_CASH",
        "cert.pay done", "cert.split SPLIT_LIMIT", "cert.transfer BACKGROUND_MISSING", "cert.transfer BIND_EXCEEDED",
        "cert.transfer NOT_OWNER", "cert.transfer RANGE_LOCKED", "cert.transfer SPLIT_LIMIT",
        "cert.transfer TOO_MANY_RANGES", "cert.transfer done", "finance.award NOT_BEST_QUOTE",
        "finance.award done", "finance.cancel done", "finance.quote done",
        "finance.register done", "finance.release done", "finance.repay done", "finance.request RANGE_LOCKED",
        "finance.request WAIVER_MISSING", "finance.request done", "finance.reveal QUOTE_MISMATCH",
        "finance.reveal done", "finance.settle done"})
    EXPECT_GT(walk.outcomes[what], 5u) << what;
}

// The comparison itself must bite: any one number changed in the state is a difference.
TEST(RandomWalk, SeesWhatWasTamperedWith) {
  const std::uint64_t seed = from_environment("ALLONGE_SEED", 20260302);
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
  Walk walk(seed, walk_genesis());
  while (walk.acts < 4'000) ASSERT_TRUE(walk.block()) << "seed " << seed;
  const auto differs = [&](const Draft& tampered) {
    return !walk.model().differences(tampered, walk.model().every_certificate()).empty();
  };
  EXPECT_FALSE(differs(Draft(walk.state())));
  std::size_t tampered = 0;
  range_records.walk(walk.state(), [&](BytesView, const Range& range) {
    if (!walk.model().papers().contains(range.certificate)) return true;  // long ended and forgotten
    for (int what = 0; what < 3; ++what) {
      Range changed = range;
      if (what == 0) changed.owner = id_of(range.owner == id_of("alpha") ? "bravo" : "alpha");
      if (what == 1) changed.state = range.state == RangeState::free ? RangeState::paid : RangeState::free;
      if (what == 2) changed.end = Fen{range.end.value + 1};
      Draft draft(walk.state());
      range_records.put(draft, range.certificate, range.start, changed);
      EXPECT_TRUE(differs(draft)) << range.certificate.text() << " " << what;
    }
    return ++tampered < 60;
  });
  EXPECT_EQ(tampered, 60u);
}

// The same walk ends in the same state, bit for bit, in every build: this digest stands here once, and the
// release build and the sanitizer build both run this. It changes only when genesis, an operation, a
// record's bytes or the tree change: then every network needs a new genesis (limits.h, table.h).
TEST(RandomWalk, EndsInOneStateInEveryBuild) {
  Walk walk(7, walk_genesis());
  while (walk.acts < 3'000) ASSERT_TRUE(walk.block());
  EXPECT_EQ(StateTree::of(walk.state()).root().hex(), "b8c6d7b8c2b6d573346572ce278873eeb3e6f8aac49336d694bb78d2677d5ff0");
  EXPECT_EQ(chain_of(demo_genesis()).hex(), "f215ad6d88872a56a465e6454ba831a49a41f1020ad20c07e2664fe4b768c20c");
}

}  // namespace allonge::test
