#include "node/driver.h"

#include "contracts/testnet/calendar.h"

namespace allonge::node {

using namespace consensus;

// ---- the loop

void Driver::give(Input input) {
  inputs_.push_back(std::move(input));
  run();
}

void Driver::run() {
  if (running_) return;  // performing an effect gave an input: the loop below takes it
  running_ = true;
  while (!inputs_.empty()) {
    const Input input = std::move(inputs_.front());
    inputs_.pop_front();
    Effects effects = parts_.replica.step(input);
    for (Effect& effect : effects) std::visit([this](auto& one) { perform(one); }, effect);
  }
  running_ = false;
}

// ---- effects

void Driver::perform(Sign& effect) {
  std::vector<BodyPtr> bodies;
  for (const Record& record : effect.records)
    if (const auto* block = std::get_if<BlockToKeep>(&record)) bodies.push_back(parts_.executor.find(block->hash));
  auto votes = parts_.keeper.sign(effect, bodies);
  if (!votes) return parts_.disk_trouble(votes.error());
  parts_.metrics.set(Metric::last_signed_view, parts_.keeper.last_signed_view());
  inputs_.push_back(Signed{*std::move(votes), now()});
}

void Driver::perform(Send& effect) { parts_.network.send(effect.peer, Lane::consensus, encode(effect.message)); }

void Driver::perform(Broadcast& effect) { parts_.network.broadcast(Lane::consensus, encode(effect.message)); }

void Driver::perform(SetTimer& effect) {
  const std::uint64_t at = now();
  const std::uint64_t delay = effect.at_ms > at ? effect.at_ms - at : 0;
  parts_.timers.set(replica_timer, delay, [this] { give(TimerFired{now()}); });
}

void Driver::perform(BuildPayload& effect) {
  parts_.builder.order(effect);
  look_at_builder();
}

void Driver::perform(JudgePayload& effect) {
  if (parts_.executor.branch(effect.block)) {  // executed before; its time was right then
    inputs_.push_back(PayloadJudged{effect.block, Verdict::valid, now()});
    return;
  }
  const BodyDesk::Body& body = parts_.bodies.want(effect, now());
  if (body.missing == 0 || body.bad) judge(body);
  else ask_for_bodies();
}

void Driver::perform(FetchBlock& effect) {
  if (const BodyPtr known = parts_.executor.find(effect.block)) {
    BlockArrived arrived{known->header, {}, now()};
    for (const TransactionPtr& transaction : known->transactions) arrived.wire_ids.push_back(transaction->wire_id);
    inputs_.push_back(std::move(arrived));
    return;
  }
  if (effect.holders.empty()) return;
  const std::uint32_t peer = effect.holders[next_holder_++ % effect.holders.size()];
  parts_.network.send(peer, Lane::bulk, encode(NodeMessage(BlockRequest{effect.block})));
}

void Driver::perform(Commit& effect) {
  std::vector<ExecutedPtr> blocks;
  bool all_in_log = true;
  for (std::size_t i = 0; i < effect.blocks.size(); ++i) {
    const bool is_last = i + 1 == effect.blocks.size();
    auto block = parts_.executor.finalize(
        effect.blocks[i], is_last ? std::optional<Certificate>(effect.certificate) : std::nullopt);
    if (!block) return parts_.disk_trouble(block.error());
    if (*block) blocks.push_back(*std::move(block));
    all_in_log = all_in_log && i < effect.body_in_log.size() && effect.body_in_log[i];
  }
  // Nobody is told "final" before the bodies are on this disk.
  if (!all_in_log)
    if (const auto synced = parts_.blocks.sync(); !synced) return parts_.disk_trouble(synced.error());
  made_final(blocks, effect.certificate);
}

void Driver::perform(NeedBlocks& effect) {
  parts_.catch_up.need(effect, now());
  ask_for_ranges();
}

// ---- building and judging

void Driver::look_at_builder() {
  const auto next = parts_.builder.look();
  if (!next) return parts_.timers.cancel(builder_timer);
  const std::uint64_t at = now();
  parts_.timers.set(builder_timer, *next > at ? *next - at : 0, [this] { look_at_builder(); });
}

void Driver::judge(const BodyDesk::Body& body) {
  const JudgePayload order = body.order;
  const auto answer = [&](Verdict verdict) {
    if (verdict != Verdict::not_yet) parts_.bodies.forget(order.block);
    give(PayloadJudged{order.block, verdict, now()});
  };
  const auto refuse = [&](std::string what) {
    parts_.log.write(Level::warning, "block_invalid",
                     {{"block", order.block.hex()}, {"height", std::to_string(order.header.height)},
                      {"view", std::to_string(order.header.view)}, {"what", std::move(what)}});
    answer(Verdict::invalid);
  };
  if (body.bad) return refuse("a transaction is not readable or not signed");
  const auto branch = parts_.executor.branch(order.header.parent);
  if (!branch) return answer(Verdict::not_yet);  // final went another way meanwhile, or it comes later

  if (order.check_time) {
    // Wall clock plus the calendar's offset, as the parent's state has it (settled.md 21).
    const Time own = calendar_time(parts_.executor.view(*branch), parts_.clock.wall_ms());
    if (order.header.time.ms > own.ms + limits::clock_drift_ms) return answer(Verdict::not_yet);
    // A parent ahead of our clock pushes its child ahead by a millisecond; that is no reason either.
    // Not "invalid": a quorum may certify it all the same, and then its age is no reason.
    if (order.header.time.ms + 10 * order.delta_ms + 1'000 < own.ms) return answer(Verdict::too_old);
  }
  const auto executed = parts_.executor.judge(*branch, order.header, body.transactions);
  if (!executed)
    return refuse(std::string(name_of(executed.reason())) + " " + executed.error().detail);
  for (const TransactionPtr& transaction : body.transactions) parts_.pool.claim(transaction->wire_id);
  parts_.builder.executed(order.header);
  answer(Verdict::valid);
  tell_work();
}

void Driver::body_complete(const Digest& block) {
  if (const BodyDesk::Body* body = parts_.bodies.find(block)) judge(*body);
}

void Driver::block_arrived(BlockAnswer answer) {
  give(BlockArrived{std::move(answer.header), std::move(answer.wire_ids), now()});
}

void Driver::ask_for_bodies() {
  const auto next = parts_.bodies.ask(now());
  if (!next) return parts_.timers.cancel(body_timer);
  const std::uint64_t at = now();
  parts_.timers.set(body_timer, *next > at ? *next - at : 0, [this] { ask_for_bodies(); });
}

// ---- final

void Driver::made_final(std::span<const ExecutedPtr> blocks, const Certificate& certificate) {
  for (const ExecutedPtr& dropped : parts_.executor.take_dropped())
    for (const TransactionPtr& transaction : dropped->transactions) parts_.pool.release(transaction->wire_id);
  for (const ExecutedPtr& block : blocks)
    for (const TransactionPtr& transaction : block->transactions) parts_.pool.remove_committed(*transaction);
  parts_.keeper.raise_floor(certificate.view);
  parts_.bodies.forget_through(certificate.view);
  if (!blocks.empty()) parts_.final(blocks, certificate);
  tell_work();
}

void Driver::range_arrived(std::uint32_t peer, RangeAnswer answer) {
  auto gain = parts_.catch_up.take(peer, std::move(answer), now());
  if (!gain) return parts_.disk_trouble(gain.error());
  if (gain->diverged) return parts_.diverged(gain->trouble);
  if (!gain->trouble.detail.empty()) parts_.fault(peer, gain->trouble.detail);
  if (!gain->blocks.empty()) {
    if (const auto synced = parts_.blocks.sync(); !synced) return parts_.disk_trouble(synced.error());
    // The replica hears of the blocks before anything else: the key keeper's floor rises with them, and
    // a step in between could wish for a vote in a view that has ended.
    inputs_.push_back(ChainExtended{gain->blocks.back()->header, *gain->certificate, now()});
    made_final(gain->blocks, *gain->certificate);
    run();
  }
  ask_for_ranges();
}

void Driver::ask_for_ranges() {
  const auto next = parts_.catch_up.ask(now());
  if (!next) return parts_.timers.cancel(range_timer);
  const std::uint64_t at = now();
  parts_.timers.set(range_timer, *next > at ? *next - at : 0, [this] { ask_for_ranges(); });
}

void Driver::link_changed(std::uint32_t peer, bool up) { give(LinkChanged{peer, up, now()}); }

// ---- work

void Driver::look() {
  look_at_builder();
  tell_work();
}

void Driver::tell_work() {
  const bool work = parts_.builder.has_work();
  if (work == has_work_ && !work) return;
  has_work_ = work;
  give(WorkChanged{work, now()});
}

// ---- reports

std::string Driver::name_of_member(std::uint32_t place) const {
  const auto& members = parts_.genesis.committee.members;
  return place < members.size() ? std::string(members[place].name.text()) : "?";
}

void Driver::perform(Report& effect) {
  std::visit([this](const auto& what) { report(what); }, effect.what);
}

void Driver::report(const Evidence& what) {
  const std::string name = name_of_member(what.first.signer);
  parts_.metrics.add(Metric::equivocations, 1, name);
  parts_.log.write(Level::error, "equivocation",
                   {{"validator", name}, {"view", std::to_string(what.first.view)},
                    {"first", what.first.block.hex()}, {"second", what.second.block.hex()}});
}

void Driver::report(const PeerFault& what) {
  parts_.fault(what.peer, what.what);
}

void Driver::report(const LeaderFault& what) {
  parts_.log.write(Level::warning, "leader_fault",
                   {{"validator", name_of_member(what.header.proposer)},
                    {"view", std::to_string(what.header.view)}, {"what", what.what}});
}

void Driver::report(const ViewSkipped& what) {
  ++skipped_views_;
  parts_.metrics.add(Metric::nullified_views);
  parts_.log.write(Level::warning, "view_skipped",
                   {{"view", std::to_string(what.view)}, {"leader", name_of_member(what.leader)}, {"why", what.why}});
}

void Driver::report(const Divergence& what) {
  parts_.diverged({Reason::damaged_store, "a quorum certified block " + what.block.hex() + " at height " +
                                              std::to_string(what.header.height) + ", which is invalid here"});
}

}  // namespace allonge::node
