#include "node/executor.h"

#include "contracts/index.h"
#include "contracts/testnet/calendar.h"
#include "ledger/digest.h"
#include "ledger/memory_store.h"
#include "node/final_block.h"

namespace allonge::node {

namespace {

constexpr std::size_t recent_blocks = 64;
constexpr std::size_t recent_bytes = 8 * 1024 * 1024;  // as transactions were sent; read, they take thrice as much

std::vector<const Transaction*> pointers(std::span<const TransactionPtr> transactions) {
  std::vector<const Transaction*> out;
  out.reserve(transactions.size());
  for (const TransactionPtr& transaction : transactions) out.push_back(transaction.get());
  return out;
}

Refusal damaged(std::string what) { return {Reason::damaged_store, std::move(what)}; }

}  // namespace

// ---- opening

Result<void> Executor::initialize(const Genesis& genesis, Store& store) {
  const MemoryStore nothing;
  Changes batch, lists;
  for (const auto& [key, value] : genesis.state) batch.insert_or_assign(lettered(state_letter, key), value);
  derive_index(nothing, genesis.state, lists);
  for (const auto& [key, value] : lists) batch.insert_or_assign(lettered(list_letter, key), value);
  Applied applied;
  applied.chain = genesis.chain;
  applied.state_root = StateTree().with(genesis.state).root();
  batch.insert_or_assign(applied_key(), encode(applied));
  return store.write(batch, true);
}

Executor::Executor(const Genesis& genesis, Store& store, BlockStore& blocks, Flusher& flusher,
                   std::size_t cache_buckets)
    : genesis_(genesis), store_(store), blocks_(blocks), flusher_(flusher), final_(store, final_tree_, cache_buckets) {}

Result<std::unique_ptr<Executor>> Executor::open(const Genesis& genesis, Store& store, BlockStore& blocks,
                                                 Flusher& flusher, std::size_t cache_buckets) {
  const auto bytes = store.get(applied_key());
  if (!bytes) return damaged("the state was never initialized; run allonged --init");
  const auto applied = decode<Applied>(*bytes);
  if (!applied) return damaged("the state's own record is not readable: " + applied.error().detail);
  if (applied->chain != genesis.chain)
    return Refusal{Reason::bad_genesis, "the data belongs to chain " + applied->chain.hex() + ", genesis is " +
                                            genesis.chain.hex()};
  std::unique_ptr<Executor> executor(new Executor(genesis, store, blocks, flusher, cache_buckets));
  CHECK(executor->recover(*applied));
  return executor;
}

Result<void> Executor::recover(const Applied& applied) {
  // The integrity check: the records as they are must have the root a quorum signed.
  final_tree_ = StateTree::of(LetterView(store_, state_letter));
  if (final_tree_.root() != applied.state_root)
    return damaged("state: the records at height " + std::to_string(applied.height) + " have root " +
                   final_tree_.root().hex() + ", expected " + applied.state_root.hex());
  final_history_.size = applied.history_size;
  final_history_.peaks = applied.history_peaks;
  final_hash_ = genesis_.chain;
  final_header_.time = genesis_.config.calendar_start;
  if (applied.height > 0) {
    const auto header = decode<Header>(applied.header);
    if (!header || header->height != applied.height || header->state_root != applied.state_root)
      return damaged("state: the applied header does not fit the records");
    final_header_ = *header;
    final_hash_ = hash_of(*header);
  } else {
    final_header_.height = 0;
  }
  flushed_height_ = applied.height;
  flushed_view_ = final_header_.view;

  // The last block with a certificate of its own: from there the replica goes on. What lies above it
  // comes again through the consensus log.
  std::uint64_t certified = blocks_.last_height();
  std::optional<FinalBlock> last;
  for (; certified > 0; --certified) {
    TRY(const Bytes blob, blocks_.read(certified));
    auto block = decode<FinalBlock>(blob);
    if (!block) return damaged("blocks: height " + std::to_string(certified) + " is not readable");
    if (block->certificate) {
      last = *std::move(block);
      break;
    }
  }
  if (applied.height > certified)
    return damaged("the state is at height " + std::to_string(applied.height) + ", the block store only at " +
                   std::to_string(certified));
  if (applied.height > 0) {
    TRY(const Bytes blob, blocks_.read(applied.height));
    const auto block = decode<FinalBlock>(blob);
    if (!block || hash_of(block->header) != final_hash_)
      return damaged("blocks: height " + std::to_string(applied.height) + " is another block than the applied one");
  }
  CHECK(refill_ring(applied.height));
  for (std::uint64_t height = applied.height + 1; height <= certified; ++height) CHECK(execute_again(height));

  recovered_final_ = {final_header_.height, final_header_.view, final_hash_, final_header_.time, std::nullopt};
  if (last) recovered_final_.certificate = last->certificate;
  return done();
}

// The memory of short-lived transactions follows from the last ten minutes of blocks.
Result<void> Executor::refill_ring(std::uint64_t height) {
  std::vector<FinalBlock> blocks;  // newest first
  for (std::uint64_t at = height; at > 0; --at) {
    TRY(const Bytes blob, blocks_.read(at));
    auto block = decode<FinalBlock>(blob);
    if (!block) return damaged("blocks: height " + std::to_string(at) + " is not readable");
    if (block->header.time.ms + limits::short_validity_ms < final_header_.time.ms) break;
    block->receipts.clear();
    blocks.push_back(*std::move(block));
  }
  for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
    std::vector<IdemEntry> entries;
    for (const RawMessage& raw : block->transactions) {
      const auto transaction = read_transaction(raw.bytes);
      if (!transaction) return damaged("blocks: a transaction is not readable");
      if (auto entry = short_lived_of(*transaction, block->header.time)) entries.push_back(*std::move(entry));
    }
    ring_.add_block(block->header.time, entries);
  }
  return done();
}

Result<void> Executor::execute_again(std::uint64_t height) {
  TRY(const Bytes blob, blocks_.read(height));
  const auto block = decode<FinalBlock>(blob);
  if (!block || block->header.height != height || block->header.parent != final_hash_)
    return damaged("blocks: height " + std::to_string(height) + " does not follow from the one before");
  std::vector<TransactionPtr> transactions;
  for (const RawMessage& raw : block->transactions) {
    auto transaction = read_transaction(raw.bytes);
    if (!transaction) return damaged("blocks: a transaction at height " + std::to_string(height) + " is not readable");
    transactions.push_back(std::make_shared<const Transaction>(*std::move(transaction)));
  }
  const auto executed = judge(Branch{}, block->header, transactions);
  if (!executed)
    return damaged("height " + std::to_string(height) + " executes to something else than was final: " +
                   executed.error().detail);
  const auto made = finalize((*executed)->hash, block->certificate);
  return made ? done() : Result<void>(made.error());
}

// ---- reading

BodyPtr Executor::find(const Digest& hash) const {
  const auto found = executed_.find(hash);
  if (found != executed_.end()) return found->second;
  for (const BodyPtr& block : recent_)
    if (block->hash == hash) return block;
  return nullptr;
}

std::optional<Branch> Executor::branch(const Digest& hash) const {
  Branch out;
  Digest at = hash;
  while (at != final_hash_) {
    const auto found = executed_.find(at);
    if (found == executed_.end()) return std::nullopt;
    out.push_back(found->second);
    at = found->second->header.parent;
  }
  return out;
}

Branch Executor::tip() const {
  const ExecutedBlock* highest = nullptr;
  for (const auto& [hash, block] : executed_)
    if (highest == nullptr || block->header.view > highest->header.view) highest = block.get();
  if (highest == nullptr) return {};
  auto found = branch(highest->hash);
  return found ? *std::move(found) : Branch{};
}

BlockContext Executor::context(const Header& header) const {
  return {genesis_.chain, header.height, header.time, genesis_.test_network};
}

Result<void> Executor::admissible(const Branch& branch, Time now, const Transaction& transaction) const {
  if (transaction.body.valid_until < now)
    return Refusal{Reason::tx_expired, "valid until " + transaction.body.valid_until.text() + ", it is " + now.text()};
  const Header& before = header_of(branch);
  BlockContext block{genesis_.chain, before.height + 1, before.time, genesis_.test_network};
  // At the branch's own time: after an idle minute the ring holds much that has ended since, and every
  // question about a later moment would walk over it. Only the furthest validity needs the real one.
  auto verdict = allonge::admissible(view(branch), replay_of(branch), block, transaction);
  if (!verdict && verdict.reason() == Reason::valid_until_too_far && now > before.time) {
    block.time = now;
    verdict = allonge::admissible(view(branch), replay_of(branch), block, transaction);
  }
  return verdict;
}

Time Executor::next_time(const Branch& branch, std::uint64_t wall_ms) const {
  const Time earliest{header_of(branch).time.ms + 1};
  return std::max(earliest, calendar_time(view(branch), wall_ms));
}

bool Executor::something_due(const Branch& branch, Time now) const {
  if (branch.empty() ? final_more_due_ : branch.front()->more_due) return true;
  const auto due = next_due(view(branch));
  return due && *due <= now;
}

// ---- executing

ExecutedPtr Executor::finish(const Branch& branch, Header header, std::vector<TransactionPtr> transactions,
                             BlockOutcome outcome) const {
  auto block = std::make_shared<ExecutedBlock>();
  std::vector<Digest> leaves;
  leaves.reserve(transactions.size() + 1);
  std::uint32_t body_bytes = 0;
  for (const TransactionPtr& transaction : transactions) {
    leaves.push_back(merkle_leaf(transaction->wire_id));
    body_bytes += std::uint32_t(transaction->bytes.size());
  }
  header.transaction_count = std::uint32_t(transactions.size());
  header.body_bytes = body_bytes;
  header.transaction_root = merkle_root(leaves);

  leaves.clear();
  block->receipts.reserve(outcome.receipts.size());
  block->places.reserve(transactions.size());
  for (std::size_t i = 0; i < outcome.receipts.size(); ++i) {
    const Receipt& receipt = outcome.receipts[i];
    block->receipts.push_back(std::move(outcome.receipt_bytes[i]));
    leaves.push_back(merkle_leaf(block->receipts.back()));
    if (i > 0) block->places.push_back({header.height, std::uint32_t(i), receipt.ok, receipt.reason, receipt.operation});
  }
  header.receipt_root = merkle_root(leaves);

  block->beside = std::move(outcome.beside);
  block->tree = tree_of(branch).with(outcome.changes);
  header.state_root = block->tree.root();
  block->history = history_of(branch);
  header.history_root = block->history.root();
  header.event_count = header_of(branch).event_count + outcome.event_count;

  block->header_bytes = encode(header);
  block->hash = digest("allonge/block/v1", block->header_bytes);
  block->history.append(block->hash);
  block->header = header;
  block->transactions = std::move(transactions);
  block->changes = std::make_shared<const Changes>(std::move(outcome.changes));
  block->idems = std::move(outcome.idems);
  block->replay = std::make_shared<ReplayOverlay>(replay_of(branch), header.time, block->idems);
  block->more_due = outcome.more_due;
  block->broken_laws = std::move(outcome.broken_laws);
  return block;
}

Executor::Built Executor::build(const Branch& branch, Header frame, std::span<const TransactionPtr> candidates) {
  const BranchView state = view(branch);
  BuiltBlock built = build_block(state, replay_of(branch), context(frame), pointers(candidates));
  std::vector<TransactionPtr> taken;
  taken.reserve(built.taken.size());
  for (const std::size_t place : built.taken) taken.push_back(candidates[place]);
  Built out;
  for (auto& [place, refusal] : built.left_out) out.left_out.emplace_back(candidates[place], std::move(refusal));
  out.block = finish(branch, std::move(frame), std::move(taken), std::move(built.outcome));
  executed_.emplace(out.block->hash, out.block);
  return out;
}

Result<ExecutedPtr> Executor::judge(const Branch& branch, const Header& header,
                                    std::span<const TransactionPtr> transactions) {
  const Digest hash = hash_of(header);
  const auto known = executed_.find(hash);
  if (known != executed_.end()) return known->second;

  const auto wrong = [](const char* what) { return Refusal{Reason::proof_invalid, what}; };
  const Digest parent = branch.empty() ? final_hash_ : branch.front()->hash;
  if (header.version != 1) return wrong("version");
  if (header.chain != genesis_.chain) return wrong("chain");
  if (header.parent != parent) return wrong("parent");
  if (header.height != header_of(branch).height + 1) return wrong("height");
  if (header.flags != 0) return wrong("flags");
  if (header.committee != genesis_.committee_hash) return wrong("committee");
  if (!header.next_committee.is_zero()) return wrong("next_committee");
  if (header.time <= header_of(branch).time) return wrong("time: not after the parent's");
  if (transactions.size() > limits::block_transactions) return wrong("transaction_count");
  std::size_t body_bytes = 0;
  for (const TransactionPtr& transaction : transactions) body_bytes += transaction->bytes.size();
  if (body_bytes > limits::block_bytes) return wrong("body_bytes");

  TRY(BlockOutcome outcome, execute_block(view(branch), replay_of(branch), context(header), pointers(transactions)));
  ExecutedPtr block = finish(branch, header, {transactions.begin(), transactions.end()}, std::move(outcome));
  const Header& own = block->header;
  if (own.transaction_root != header.transaction_root) return wrong("transaction_root");
  if (own.transaction_count != header.transaction_count) return wrong("transaction_count");
  if (own.body_bytes != header.body_bytes) return wrong("body_bytes");
  if (own.receipt_root != header.receipt_root) return wrong("receipt_root");
  if (own.state_root != header.state_root) return wrong("state_root");
  if (own.history_root != header.history_root) return wrong("history_root");
  if (own.event_count != header.event_count) return wrong("event_count");
  ensure(block->hash == hash, "a block whose every field agrees has the same hash");
  executed_.emplace(hash, block);
  return block;
}

// ---- making final

bool Executor::is_final(const Digest& hash) const {
  if (hash == final_hash_) return true;
  const Bytes key = block_key(hash);
  for (const auto& job : unflushed_)
    if (job->beside->contains(key)) return true;
  return store_.get(key).has_value();
}

Result<ExecutedPtr> Executor::finalize(const Digest& hash, const std::optional<Certificate>& certificate) {
  const auto found = executed_.find(hash);
  if (found == executed_.end()) {
    ensure(is_final(hash), "only what was executed here becomes final");
    return ExecutedPtr();
  }
  const ExecutedPtr block = found->second;
  ensure(block->header.parent == final_hash_, "blocks become final in order");

  const std::uint64_t height = block->header.height;
  if (height == blocks_.last_height() + 1) {
    CHECK(blocks_.append(height, final_block_bytes(*block, certificate)));
  } else {
    // Stored before a restart: it must be the same block.
    TRY(const Bytes blob, blocks_.read(height));
    const auto stored = decode<FinalBlock>(blob);
    if (!stored || hash_of(stored->header) != hash)
      return damaged("blocks: height " + std::to_string(height) + " is another block than the final one");
  }
  make_final(block, certificate.has_value());
  return block;
}

void Executor::make_final(const ExecutedPtr& block, bool certified) {
  const std::uint64_t height = block->header.height;
  Changes lists = block->beside;
  final_.apply(block->changes, height, [&](BytesView key, const std::optional<Bytes>& after) {
    if (is_listed(key)) derive_entries(key, final_.look(key), after, lists);
  });
  Changes beside;
  for (std::size_t i = 0; i < block->transactions.size(); ++i) {
    const Transaction& transaction = *block->transactions[i];
    beside.insert_or_assign(transaction_key(transaction.id), encode(block->places[i]));
    beside.insert_or_assign(idem_key(transaction.body.party, transaction.body.idem), copy_of(transaction.id));
  }
  Bytes height_bytes;
  append_big_endian(height_bytes, height);
  beside.insert_or_assign(block_key(block->hash), std::move(height_bytes));

  Applied applied{height, genesis_.chain, block->header_bytes, block->header.state_root, block->history.size,
                  block->history.peaks};
  auto job = std::make_shared<FlushJob>();
  job->height = height;
  job->closes = certified;
  job->state = block->changes;
  job->lists = std::make_shared<const Changes>(std::move(lists));
  job->beside = std::make_shared<const Changes>(std::move(beside));
  job->applied = encode(applied);

  ring_.add_block(block->header.time, block->idems);
  final_header_ = block->header;
  final_hash_ = block->hash;
  final_tree_ = block->tree;
  final_history_ = block->history;
  final_more_due_ = block->more_due;
  unflushed_.insert(unflushed_.begin(), job);
  unflushed_views_[height] = block->header.view;
  flusher_.submit(*job);

  // Its siblings and what grew from them can never be final; its children lie over the ring now.
  for (auto other = executed_.begin(); other != executed_.end();) {
    if (other->second->header.height <= height) {
      if (other->second != block) dropped_.push_back(other->second);
      other = executed_.erase(other);
    } else {
      if (other->second->header.parent == block->hash) other->second->replay->rebase(ring_);
      ++other;
    }
  }
  recent_.push_back(std::make_shared<const BlockBody>(*block));
  std::size_t bytes = 0;
  for (const BodyPtr& one : recent_) bytes += one->header.body_bytes;
  while (recent_.size() > 1 && (recent_.size() > recent_blocks || bytes > recent_bytes)) {
    bytes -= recent_.front()->header.body_bytes;
    recent_.erase(recent_.begin());
  }
}

void Executor::flushed_through(std::uint64_t height) {
  final_.flushed_through(height);
  while (!unflushed_.empty() && unflushed_.back()->height <= height) unflushed_.pop_back();
  while (!unflushed_views_.empty() && unflushed_views_.begin()->first <= height) {
    flushed_height_ = unflushed_views_.begin()->first;
    flushed_view_ = unflushed_views_.begin()->second;
    unflushed_views_.erase(unflushed_views_.begin());
  }
}

}  // namespace allonge::node
