#include "tests/consensus/story.h"

#include <algorithm>
#include <list>
#include <sstream>

#include "tests/sim/cluster.h"

namespace allonge::sim {

namespace {

using namespace consensus;

std::string kind_of(const Wire& wire) {
  const auto* bytes = std::get_if<Bytes>(&wire);
  if (bytes == nullptr) return "body";
  const auto message = read_message(*bytes);
  if (!message) return "junk";
  if (const auto* vote = std::get_if<Vote>(&*message))
    return vote->kind == VoteKind::notarize ? "notarize" : vote->kind == VoteKind::nullify ? "nullify" : "finalize";
  if (std::holds_alternative<Proposal>(*message)) return "proposal";
  if (std::holds_alternative<Status>(*message)) return "status";
  return "certificate";  // a notice, a request or an answer
}

class Story final : public Outside {
 public:
  StoryResult play(const std::string& text) {
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
      line = line.substr(0, line.find('#'));
      std::istringstream stream(line);
      std::vector<std::string> words;
      for (std::string word; stream >> word;) words.push_back(word);
      if (words.empty()) continue;
      const std::string trouble = command(words);
      if (!trouble.empty()) return {false, "line " + std::to_string(number) + ": " + line + "\n  " + trouble + "\n" + picture()};
    }
    if (!checkers_.holds()) return {false, "a law is broken: " + checkers_.first()};
    return {true, ""};
  }

  std::uint64_t now_ms() const override { return now_ms_; }
  std::uint64_t wall_ms(std::uint32_t) const override { return 1'700'000'000'000 + now_ms_; }
  Random& random() override { return random_; }
  void later(std::uint32_t node, std::uint64_t delay_ms, std::function<void()> then) override {
    events_.push_back(Event{now_ms_ + delay_ms, node, life_[node], std::move(then)});
  }
  bool dies_here(std::uint32_t node, Boundary boundary) override {
    if (!dies_at_[node] || *dies_at_[node] != boundary) return false;
    dies_at_[node].reset();
    kill(node, false);
    return true;
  }
  void transmit(std::uint32_t from, std::uint32_t to, Wire wire) override {
    const Letter letter{from, to, std::move(wire)};
    sent_.push_back(letter);
    const std::string kind = kind_of(letter.wire);
    for (const Rule& rule : rules_) {
      if (rule.kind != "any" && rule.kind != kind) continue;
      if (!rule.from[from] || !rule.to[to]) continue;
      if (rule.hold) held_.push_back(letter);
      return;
    }
    deliver(letter);
  }

 private:
  struct Event {
    std::uint64_t at_ms;
    std::uint32_t node;
    std::uint64_t life;
    std::function<void()> then;
  };
  struct Letter {
    std::uint32_t from, to;
    Wire wire;
  };
  struct Rule {
    bool hold;
    std::string kind;
    std::vector<bool> from, to;
  };

  void deliver(const Letter& letter) {
    if (cut_[letter.from] || cut_[letter.to]) return;
    events_.push_back(Event{now_ms_ + 1, letter.to, 0, [this, letter] {
                              if (nodes_[letter.to]->is_alive()) nodes_[letter.to]->receive(letter.from, letter.wire);
                            }});
  }
  void kill(std::uint32_t node, bool power) {
    ++life_[node];
    nodes_[node]->die();
    if (power) nodes_[node]->disk().power_cut(random_);
    tell_links(node, false);
  }
  void boot(std::uint32_t node) {
    ++life_[node];
    nodes_[node]->boot();
    tell_links(node, true);
  }
  void tell_links(std::uint32_t node, bool up) {
    for (std::uint32_t peer = 0; peer < nodes_.size(); ++peer) {
      if (peer == node || !nodes_[peer]->is_alive() || cut_[peer] || (up && cut_[node])) continue;
      nodes_[peer]->link(node, up);
      if (nodes_[node]->is_alive()) nodes_[node]->link(peer, up);
    }
  }
  void run(std::uint64_t ms) {
    const std::uint64_t end = now_ms_ + ms;
    while (true) {
      auto next = events_.end();
      for (auto event = events_.begin(); event != events_.end(); ++event)
        if (event->at_ms <= end && (next == events_.end() || event->at_ms < next->at_ms)) next = event;
      if (next == events_.end()) break;
      const Event event = std::move(*next);
      events_.erase(next);
      now_ms_ = std::max(now_ms_, event.at_ms);
      if (event.life == 0 || event.life == life_[event.node]) event.then();
    }
    now_ms_ = end;
  }

  std::vector<bool> who(const std::string& text) const {
    std::vector<bool> out(nodes_.size(), text == "all");
    if (text == "all") return out;
    std::istringstream names(text);
    for (std::string name; std::getline(names, name, ',');) {
      const auto place = std::size_t(name[0] - 'a');
      ensure(name.size() == 1 && place < names_.size(), "a node is named by one letter");
      out[names_[place]] = true;
    }
    return out;
  }
  std::string picture() const {
    std::string out;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const Node& node = *nodes_[names_[i]];
      out += std::string("  ") + char('a' + i);
      if (!node.is_alive()) {
        out += " down\n";
        continue;
      }
      out += " view=" + std::to_string(node.replica().view()) + " final=" + std::to_string(node.replica().last_final().height) +
             (node.replica().timers_run() ? " armed" : " idle") + "\n" + node.replica().picture();
    }
    return out;
  }

  std::string command(const std::vector<std::string>& words) {
    const std::string& verb = words[0];
    const auto each = [&](const std::string& names, auto act) {
      const auto chosen = who(names);
      for (std::uint32_t i = 0; i < nodes_.size(); ++i)
        if (chosen[i]) act(i);
    };
    if (verb == "nodes") {
      make_committee(std::uint32_t(std::stoul(words[1])));
    } else if (verb == "make") {
      each(words[1], [&](std::uint32_t i) { make_node(i, words[2]); });
    } else if (verb == "start") {
      each("all", [&](std::uint32_t i) { boot(i); });
    } else if (verb == "submit") {
      const Bytes transaction = copy_of(bytes_of(words[1]));
      rules_.insert(rules_.begin(), Rule{false, "body", who("all"), who("all")});
      each(words[3], [&](std::uint32_t i) { nodes_[i]->submit(transaction); });
      rules_.erase(rules_.begin());
    } else if (verb == "run") {
      run(std::stoull(words[1]));
    } else if (verb == "hold" || verb == "lose") {
      rules_.push_back(Rule{verb == "hold", words[1], who(words[3]), who(words[5])});
    } else if (verb == "release") {
      rules_.clear();
      for (const Letter& letter : std::exchange(held_, {})) deliver(letter);
    } else if (verb == "again") {
      for (const Letter& letter : std::vector<Letter>(sent_)) deliver(letter);
    } else if (verb == "crash" && words.size() == 4) {
      each(words[1], [&](std::uint32_t i) {
        dies_at_[i] = words[3] == "appended" ? Boundary::appended : words[3] == "synced" ? Boundary::synced : Boundary::effect;
      });
    } else if (verb == "crash" || verb == "power") {
      each(words[1], [&](std::uint32_t i) { kill(i, verb == "power"); });
    } else if (verb == "restart") {
      each(words[1], [&](std::uint32_t i) { if (!nodes_[i]->is_alive()) boot(i); });
    } else if (verb == "lose_log") {
      each(words[1], [&](std::uint32_t i) { nodes_[i]->disk().lose_log(); });
    } else if (verb == "cut") {
      each(words[1], [&](std::uint32_t i) { tell_links(i, false), cut_[i] = true; });
    } else if (verb == "connect") {
      each(words[1], [&](std::uint32_t i) { cut_[i] = false; });
      each(words[1], [&](std::uint32_t i) { tell_links(i, true); });
    } else if (verb == "forget_work") {
      each(words[1], [&](std::uint32_t i) { nodes_[i]->report_work(false); });
    } else if (verb == "mark") {
      marked_ms_ = now_ms_;
    } else if (verb == "expect") {
      return expect(words);
    } else {
      return "no such command";
    }
    return "";
  }

  std::string expect(const std::vector<std::string>& words) {
    if (words[1] == "a" && words[2] == "moment")
      return now_ms_ - marked_ms_ <= std::stoull(words[3]) ? "" : std::to_string(now_ms_ - marked_ms_) + " ms have passed";
    if (words.size() == 5 && words[2] == "final" && words[3] == "at") {
      const Digest id = wire_id_of(bytes_of(words[1]));
      const auto chosen = who(words[4]);
      for (std::uint32_t i = 0; i < nodes_.size(); ++i)
        if (chosen[i] && !(nodes_[i]->is_alive() && nodes_[i]->executor().is_final(id))) return "it is not";
      return "";
    }
    if (words[1] == "skipped") {
      const auto chosen = who(words[2]);
      for (std::uint32_t i = 0; i < nodes_.size(); ++i)
        if (chosen[i] && nodes_[i]->skipped_views() > std::stoull(words[3]))
          return std::to_string(nodes_[i]->skipped_views()) + " were";
      return "";
    }
    const auto chosen = who(words[1]);
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
      if (!chosen[i]) continue;
      const std::string trouble = expect(*nodes_[i], words);
      if (!trouble.empty()) return trouble;
    }
    return "";
  }

  static std::string expect(const Node& node, const std::vector<std::string>& words) {
    const std::string& what = words[2];
    if (what == "down") return node.is_alive() ? "it is up" : "";
    if (!node.is_alive()) return "it is down";
    if (what == "up") return "";
    const Replica& replica = node.replica();
    const auto number = [&](std::size_t i) { return std::stoull(words[i]); };
    if (what == "view") return replica.view() == number(3) ? "" : "it is in view " + std::to_string(replica.view());
    if (what == "final")
      return replica.last_final().height == number(3) && node.executor().tip().height == number(3)
                 ? ""
                 : "its last final block is " + std::to_string(replica.last_final().height);
    if (what == "leads") return replica.leader() == node.me() ? "" : "it does not";
    if (what == "idle") return replica.timers_run() ? "its timers run" : "";
    if (what == "armed") return replica.timers_run() ? "" : "no timer runs";
    if (what == "abstains") return replica.abstains() ? "" : "it votes";
    if (what == "votes") return replica.abstains() ? "it abstains" : "";
    if (what == "evidence")
      return node.evidence_seen() == number(3) ? "" : "it reported " + std::to_string(node.evidence_seen());
    if (what == "signed" || what == "unsigned") {
      const VoteKind kind = words[3] == "notarize"  ? VoteKind::notarize
                            : words[3] == "nullify" ? VoteKind::nullify
                                                    : VoteKind::finalize;
      const bool did = replica.safety().has_signed(kind, number(4));
      return did == (what == "signed") ? "" : did ? "it did" : "it did not";
    }
    return "no such expectation";
  }

  void make_committee(std::uint32_t size) {
    keys_ = std::make_unique<Keys>(size, false);
    chain_ = digest("allonge/sim-chain/v1", bytes_of("story"));
    life_.assign(size, 0);
    cut_.assign(size, false);
    dies_at_.assign(size, std::nullopt);
    nodes_.resize(size);
    for (std::uint32_t i = 0; i < size; ++i) make_node(i, "");
    const LeaderOrder order(epoch_id(chain_, 0, chain_, keys_->committee().hash(), 0), size);
    for (std::uint64_t view = 1; view <= size; ++view) names_.push_back(order.leader(view));
  }
  void make_node(std::uint32_t place, const std::string& strategy) {
    nodes_[place] = std::make_unique<Node>(place, *keys_, chain_, NodeOptions{}, *this, checkers_, make_mischief(strategy));
  }

  std::unique_ptr<Keys> keys_;
  Digest chain_;
  Random random_{1};
  Checkers checkers_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<std::uint32_t> names_;  // place of a, b, ...
  std::vector<std::uint64_t> life_;
  std::vector<bool> cut_;
  std::vector<std::optional<Boundary>> dies_at_;
  std::list<Event> events_;
  std::vector<Rule> rules_;
  std::vector<Letter> held_, sent_;
  std::uint64_t now_ms_ = 1;
  std::uint64_t marked_ms_ = 0;
};

}  // namespace

StoryResult play(const std::string& text) { return Story().play(text); }

}  // namespace allonge::sim
