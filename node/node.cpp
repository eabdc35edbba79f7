#include "node/node.h"

#include <algorithm>

#include "contracts/testnet/calendar.h"

namespace allonge::node {

namespace {

constexpr std::uint64_t tick_ms = 250;
constexpr std::uint64_t heard_recently_ms = 10'000;
constexpr std::uint64_t blocks_behind_is_syncing = 5;
// A quorum that begins at once leaves whoever comes a moment later to abstain for two blocks.
constexpr std::uint64_t late_ones_ms = 2'000;

}  // namespace

LogRecord never_voted() {
  return {std::uint8_t(consensus::RecordType::abstained), encode(consensus::AbstainedRecord{0})};
}

// ---- opening

Node::Node(const Genesis& genesis, World world, NodeOptions options)
    : genesis_(genesis),
      world_(std::move(world)),
      options_(std::move(options)),
      pool_(options_.pool),
      peers_(genesis.committee.size()) {}

Result<std::unique_ptr<Node>> Node::open(const Genesis& genesis, SecretKey consensus_key, World world,
                                         NodeOptions options) {
  std::unique_ptr<Node> node(new Node(genesis, std::move(world), std::move(options)));
  CHECK(node->recover(std::move(consensus_key)));
  return node;
}

Result<void> Node::recover(SecretKey consensus_key) {
  TRY(me_, genesis_.place_of(consensus_key.public_key()));
  name_ = member_name(me_);
  verifier_ = std::make_unique<consensus::CommitteeVerifier>(genesis_.committee);
  electorate_ = std::make_unique<consensus::Electorate>(genesis_.committee.size(), 0, genesis_.epoch_id, *verifier_);
  TRY(executor_, Executor::open(genesis_, world_.store, world_.blocks, world_.flusher, options_.cache_buckets));
  store_snapshot_ = world_.store.snapshot();
  world_.flusher.on_flushed([this](std::uint64_t height) {
    executor_->flushed_through(height);
    store_snapshot_ = world_.store.snapshot();
    world_.log.release_through(keeper_->may_forget_through(executor_->flushed_view()));
    world_.metrics.set(Metric::applied_height, height);
  });

  // Every record of the log, and the transactions of its blocks: they need not be fetched again.
  recovered_.last_final = executor_->recovered_final();
  TRY(const std::vector<LogRecord> records, world_.log.read_all());
  for (const LogRecord& record : records) {
    CHECK(recovered_.take(record.type, record.payload));
    never_voted_ = never_voted_ || record == never_voted();
    if (record.type != std::uint8_t(consensus::RecordType::block)) continue;
    TRY(consensus::BlockRecord block, decode<consensus::BlockRecord>(record.payload));
    if (block.header.view <= recovered_.last_final.view) continue;
    recovered_through_view_ = std::max(recovered_through_view_, block.header.view);
    for (RawMessage& raw : block.transactions) {
      auto transaction = read_transaction(std::move(raw.bytes));
      if (!transaction) return Refusal{Reason::damaged_store, "log: a transaction of a block is not readable"};
      auto shared = std::make_shared<const Transaction>(*std::move(transaction));
      recovered_transactions_.emplace(shared->wire_id, shared);
    }
  }

  const auto known = [this](const Digest& wire_id) -> TransactionPtr {
    if (TransactionPtr found = pool_.find(wire_id)) return found;
    const auto logged = recovered_transactions_.find(wire_id);
    return logged == recovered_transactions_.end() ? nullptr : logged->second;
  };
  bodies_ = std::make_unique<BodyDesk>(world_.network, world_.signatures, known,
                                       [this](const Digest& block) { driver_->body_complete(block); });
  builder_ = std::make_unique<Builder>(
      *executor_, pool_, world_.clock, options_.pace, [this](consensus::Input input) { driver_->give(std::move(input)); },
      [this](const TransactionPtr& transaction, const Refusal& refusal) { intake_->dropped(*transaction, refusal); });
  catch_up_ = std::make_unique<CatchUp>(*executor_, *electorate_, world_.network);
  server_ = std::make_unique<BlockServer>(*executor_, world_.blocks, world_.network, genesis_.committee.size());
  keeper_ = std::make_unique<KeyKeeper>(std::move(consensus_key), *electorate_, world_.log, recovered_);
  consensus::Settings settings;
  settings.chain = genesis_.chain;
  settings.root = genesis_.chain;
  settings.committee = genesis_.committee;
  settings.me = me_;
  replica_ = std::make_unique<consensus::Replica>(settings, *verifier_);
  const auto fault = [this](std::uint32_t peer, const std::string& what) { this->fault(peer, what); };
  intake_ = std::make_unique<Intake>(Intake::Parts{*executor_, pool_, *bodies_, world_.network, world_.signatures,
                                                   world_.outcomes, world_.clock, fault,
                                                   [this] {
                                                     look_at_gossip();
                                                     if (started_) driver_->look();
                                                   },
                                                   world_.changed});
  driver_ = std::make_unique<Driver>(Driver::Parts{
      *replica_, *keeper_, *executor_, *builder_, *bodies_, *catch_up_, pool_, world_.blocks, world_.network,
      world_.timers, world_.clock, world_.events, world_.metrics, genesis_,
      [this](std::span<const ExecutedPtr> blocks, const Certificate& certificate) { on_final(blocks, certificate); },
      fault,
      [this](const Refusal& refusal) {
        world_.end(refusal, refusal.reason == Reason::damaged_store ? 65 : 74);
      },
      [this](const Refusal& refusal) {
        world_.events.write(Level::error, "divergence", {{"what", refusal.detail}});
        world_.end(refusal, 70);
      }});
  last_block_ms_ = world_.clock.steady_ms();
  publish(true);
  return done();
}

// A validator that said nothing in its log is new, or has lost it. If it is alone it is new. Otherwise
// it listens before it votes: when anybody has left view 1, votes of its own may be out there, and it
// takes part as one that lost its log (consensus.md 7.5). Everybody must have said where he stands,
// because f of them may lie and others may have missed all; on the operator's word that it never
// voted, a quorum is enough, or a network could not begin while one validator is late.
void Node::start() {
  const bool empty_log = recovered_.votes.empty() && recovered_.certificates.empty() && recovered_.blocks.empty() &&
                         recovered_.abstained_through == 0;
  const bool has_blocks = recovered_.last_final.height > 0;
  world_.timers.set(tick_timer, tick_ms, [this] { tick(); });
  if (!empty_log) return begin(options_.lost_log);
  if (has_blocks || options_.lost_log) return begin(true);
  if (genesis_.committee.size() == 1) return begin(false);
  listening_ = true;
  world_.events.write(Level::info, "listening", {{"why", never_voted_ ? "until a quorum is there" : "the consensus log is empty: until everybody is there, or the chain lives"}});
}

void Node::begin(bool lost_log) {
  if (started_) return;
  listening_ = false;
  started_ = true;
  if (lost_log)
    world_.events.write(Level::warning, "lost_log", {{"what", "this validator abstains until it cannot contradict itself"}});
  driver_->give(consensus::Start{std::move(recovered_), lost_log, world_.clock.steady_ms()});
  recovered_ = {};
  for (std::uint32_t peer = 0; peer < peers_.size(); ++peer)
    if (peers_[peer].up) driver_->link_changed(peer, true);
  driver_->look();
  publish(false);
}

void Node::hear_greeting(std::uint32_t peer, const Greeting& greeting) {
  peers_[peer].greeting = greeting;
  peers_[peer].height = std::max(peers_[peer].height, greeting.height);
  if (!listening_) return;
  if (greeting.height > 0 || greeting.view > 1) return begin(true);
  std::uint32_t heard = 1;  // itself
  for (const Peer& one : peers_) heard += one.greeting ? 1 : 0;
  if (heard == genesis_.committee.size()) begin(false);
  else if (never_voted_ && heard >= genesis_.committee.quorum() && !quorum_since_ms_) quorum_since_ms_ = world_.clock.steady_ms();
}

// ---- links

void Node::on_link(std::uint32_t peer, bool up) {
  if (stopped_) return;
  peers_[peer].up = up;
  peers_[peer].dropped = false;
  peers_[peer].votes_ms.reset();
  if (up) {
    const Greeting greeting{executor_->final_height(), started_ ? replica_->view() : 0};
    world_.network.send(peer, Lane::consensus, encode(NodeMessage(greeting)));
  }
  if (started_) driver_->link_changed(peer, up);
  if (up) intake_->link_up(peer);
  publish(false);
}

void Node::on_message(std::uint32_t peer, Bytes bytes) {
  if (stopped_ || peers_[peer].dropped) return;
  const std::uint64_t now = world_.clock.steady_ms();
  peers_[peer].heard = true;
  peers_[peer].heard_ms = now;
  if (!is_node_message(bytes)) {
    auto message = consensus::read_message(bytes);
    if (!message) return fault(peer, "not a message: " + message.error().detail);
    if (const auto* status = std::get_if<consensus::Status>(&*message)) {
      peers_[peer].height = status->final_height;
      peers_[peer].votes_ms = status->abstains ? std::nullopt : std::optional(now);
      if (listening_) hear_greeting(peer, {status->final_height, status->view});
    }
    if (started_) driver_->give(consensus::Received{peer, *std::move(message), now});
    return;
  }
  auto message = read_node_message(bytes);
  if (!message) return fault(peer, "not a message: " + message.error().detail);
  if (auto* push = std::get_if<TransactionPush>(&*message)) intake_->take(peer, std::move(*push));
  else if (auto* wants_block = std::get_if<BlockRequest>(&*message)) server_->answer(peer, *wants_block, now);
  else if (auto* wants_body = std::get_if<BodyRequest>(&*message)) server_->answer(peer, *wants_body, now);
  else if (auto* wants_range = std::get_if<RangeRequest>(&*message)) server_->answer(peer, *wants_range, now);
  else if (auto* greeting = std::get_if<Greeting>(&*message)) hear_greeting(peer, *greeting);
  else if (!started_) return;
  else if (auto* block = std::get_if<BlockAnswer>(&*message)) driver_->block_arrived(std::move(*block));
  else if (auto* body = std::get_if<BodyAnswer>(&*message)) bodies_->take(peer, std::move(*body));
  else driver_->range_arrived(peer, std::move(std::get<RangeAnswer>(*message)));
}

// Provable to us, because the link is authenticated: it ends. What still comes over it is not looked at.
void Node::fault(std::uint32_t peer, const std::string& what) {
  if (std::exchange(peers_[peer].dropped, true)) return;
  world_.events.write(Level::warning, "peer_fault", {{"peer", member_name(peer)}, {"what", what}});
  world_.network.drop(peer, what);
}

// ---- clients

void Node::submit(TransactionPtr transaction, std::uint64_t submitted_ms) {
  world_.post([this, transaction = std::move(transaction), submitted_ms]() mutable {
    if (stopped_) return;
    intake_->submit(std::move(transaction), submitted_ms);
    if (std::exchange(*submit_waits_, true)) return;
    // What was posted before this runs first: a batch of submissions is verified as a batch.
    world_.post([this] {
      *submit_waits_ = false;
      if (!stopped_) intake_->verify_submitted();
    });
  });
}

void Node::look_at_gossip() {
  const std::uint64_t now = world_.clock.steady_ms();
  const auto next = intake_->gossip(now);
  if (!next) return world_.timers.cancel(gossip_timer);
  world_.timers.set(gossip_timer, *next > now ? *next - now : 0, [this] { look_at_gossip(); });
}

// ---- time

void Node::tick() {
  if (stopped_) return;
  world_.timers.set(tick_timer, tick_ms, [this] { tick(); });
  const std::uint64_t now = world_.clock.steady_ms();
  intake_->expire(executor_->final_header().time);
  if (listening_ && quorum_since_ms_ && now >= *quorum_since_ms_ + late_ones_ms) begin(false);
  if (started_) driver_->look();
  world_.metrics.set(Metric::pool_transactions, pool_.size());
  world_.metrics.set(Metric::pool_bytes, pool_.bytes());
  const auto oldest = pool_.oldest_arrival_ms();
  world_.metrics.set(Metric::pool_oldest, oldest ? now - *oldest : 0);
  world_.metrics.set(Metric::consensus_view, replica_->view());
  if (now >= last_publish_ms_ + tick_ms) publish(false);
}

// ---- final blocks

void Node::on_final(std::span<const ExecutedPtr> blocks, const Certificate& certificate) {
  const std::uint64_t now = world_.clock.steady_ms();
  std::vector<api::TransactionStatus> outcomes;
  for (const ExecutedPtr& block : blocks) {
    std::uint64_t refused = 0;
    for (std::size_t i = 0; i < block->transactions.size(); ++i) {
      const Transaction& transaction = *block->transactions[i];
      const Place& place = block->places[i];
      if (!place.ok) {
        ++refused;
        world_.metrics.add(Metric::transactions_refused, 1, std::to_string(place.reason));
      }
      const auto local = intake_->committed(transaction.id);
      if (!local) continue;
      api::TransactionStatus status;
      status.phase = api::Phase::committed;
      status.id = transaction.id;
      status.party = transaction.body.party;
      status.idem = transaction.body.idem;
      status.height = place.height;
      status.leaf = place.leaf;
      status.ok = place.ok;
      status.reason = place.reason;
      status.operation = place.operation;
      status.finality_ms = now - local->submitted_ms;
      status.submitted_steady_ms = local->submitted_ms;
      world_.metrics.observe_us(Metric::transaction_finality, status.finality_ms * 1000);
      outcomes.push_back(std::move(status));
    }
    world_.metrics.add(Metric::transactions, block->transactions.size() - refused, "done");
    if (refused > 0) world_.metrics.add(Metric::transactions, refused, "refused");
    for (const std::string& what : block->broken_laws)
      world_.events.write(Level::error, "law_broken", {{"height", std::to_string(block->header.height)}, {"what", what}});
    world_.events.write(Level::info, "block",
                        {{"height", std::to_string(block->header.height)},
                         {"view", std::to_string(block->header.view)},
                         {"proposer", member_name(block->header.proposer)},
                         {"transactions", std::to_string(block->transactions.size())},
                         {"refused", std::to_string(refused)},
                         {"time", block->header.time.text()},
                         {"hash", block->hash.hex().substr(0, 16)}});
  }
  for (const std::uint32_t signer : signers_of(certificate, genesis_.committee.size()))
    world_.metrics.add(Metric::signed_blocks, 1, member_name(signer));
  world_.metrics.set(Metric::missing_signers, genesis_.committee.size() - certificate.signatures.size());
  world_.metrics.set(Metric::chain_height, executor_->final_height());
  world_.metrics.observe_us(Metric::block_interval, (now - last_block_ms_) * 1000);
  last_block_ms_ = now;
  if (certificate.view >= recovered_through_view_) recovered_transactions_.clear();

  // First what can be read, then what was said about it, then those who wait are asked again.
  publish(true);
  if (!outcomes.empty()) world_.outcomes.note(outcomes);
  intake_->expire(executor_->final_header().time);
  world_.changed();
}

void Node::publish(bool state_changed) {
  if (state_changed) {
    // The tree must be given up where it grew: whoever lets go last hands it back to the strand. The
    // task owns it, so a strand that ends with tasks waiting gives it up too.
    std::shared_ptr<const StateTree> tree(new StateTree(executor_->final_tree()), [post = world_.post](const StateTree* one) {
      post([owner = std::shared_ptr<const StateTree>(one)] {});
    });
    snapshot_ = std::make_shared<const NodeSnapshot>(executor_->final_header(), store_snapshot_, executor_->unflushed(),
                                                     std::move(tree));
  }
  auto news = std::make_shared<Published>();
  news->snapshot = snapshot_;
  news->status = status();
  news->last_block_steady_ms = last_block_ms_;
  news->pool_nearly_full = pool_.nearly_full();
  news->ready = started_ && !news->status.syncing && news->status.quorum_have >= news->status.quorum_need;
  last_publish_ms_ = world_.clock.steady_ms();
  news->published_steady_ms = last_publish_ms_;
  board_->publish(std::move(news));
}

api::NodeStatus Node::status() const {
  api::NodeStatus out;
  const std::uint64_t now = world_.clock.steady_ms();
  out.name = name_;
  out.version = options_.version;
  out.height = executor_->final_height();
  out.view = started_ ? replica_->view() : 0;
  out.time = calendar_time(executor_->final_view(), world_.clock.wall_ms());
  out.pool_transactions = pool_.size();
  out.nullified_views = driver_ ? driver_->skipped_views() : 0;
  out.quorum_need = genesis_.committee.quorum();
  const std::uint64_t highest = std::max(out.height, proven_height());
  const auto is_near = [highest](std::uint64_t height) { return height + blocks_behind_is_syncing >= highest; };
  out.syncing = !is_near(out.height);
  out.voting = votes() && !out.syncing;
  out.quorum_have = out.voting ? 1 : 0;
  for (std::uint32_t place = 0; place < peers_.size(); ++place) {
    if (place == me_) continue;
    const Peer& peer = peers_[place];
    const std::uint64_t since = peer.heard ? now - peer.heard_ms : now;
    const bool says_so = peer.up && peer.votes_ms && now - *peer.votes_ms < heard_recently_ms;
    const bool voting = says_so && is_near(peer.height);
    out.quorum_have += voting ? 1 : 0;
    out.peers.push_back({member_name(place), peer.up, peer.height, since, voting});
  }
  return out;
}

// Some honest validator claims at least this height: as many as may lie are passed over.
std::uint64_t Node::proven_height() const {
  std::vector<std::uint64_t> heights;
  for (const Peer& peer : peers_)
    if (peer.up) heights.push_back(peer.height);
  std::sort(heights.begin(), heights.end(), std::greater<>());
  const std::uint32_t liars = faults_tolerated(genesis_.committee.size());
  return liars < heights.size() ? heights[liars] : 0;
}

// A validator that abstains takes part in everything but the votes; one that listens, in nothing.
bool Node::votes() const { return started_ && !replica_->abstains() && !replica_->is_halted(); }

std::string Node::member_name(std::uint32_t place) const {
  return std::string(genesis_.committee.members[place].name.text());
}

void Node::stop() {
  if (stopped_) return;
  stopped_ = true;
  world_.flusher.drain();
  world_.events.write(Level::info, "stopped", {{"height", std::to_string(executor_->final_height())}});
}

}  // namespace allonge::node
