#include "tests/support/ledger_backend.h"

#include <gtest/gtest.h>

#include "contracts/execute.h"
#include "contracts/index.h"
#include "ledger/digest.h"
#include "ledger/state_path.h"

namespace allonge::test {

namespace {

class MemorySnapshot final : public api::Snapshot {
 public:
  MemorySnapshot(Header header, std::shared_ptr<const View> state, std::shared_ptr<const View> index, StateTree tree)
      : header_(std::move(header)), state_(std::move(state)), index_(std::move(index)), tree_(std::move(tree)) {}
  const Header& header() const override { return header_; }
  const View& state() const override { return *state_; }
  const View& index() const override { return *index_; }
  StatePath prove(BytesView key) const override { return tree_.prove(key); }

 private:
  Header header_;
  std::shared_ptr<const View> state_, index_;
  StateTree tree_;
};

}  // namespace

LedgerBackend::LedgerBackend(GenesisConfig config) : genesis_(std::move(config)), chain_(chain_of(genesis_)) {
  const Committee members = committee_of(genesis_);
  epoch_id_ = epoch_id(chain_, 0, chain_, members.hash(), 0);
  for (const GenesisValidator& validator : genesis_.validators) keys_.push_back(key_of(validator.party.text(), "consensus"));
  auto first = genesis_state(genesis_);
  EXPECT_TRUE(first.has_value()) << (first ? "" : first.error().detail);
  tree_ = tree_.with(*first);
  EXPECT_TRUE(state_.write(*first, false).has_value());
  head_ = Header{};
  head_.version = 0;
  head_.time = genesis_.calendar_start;
  publish();
}

void LedgerBackend::publish() {
  snapshot_ = std::make_shared<MemorySnapshot>(head_, state_.snapshot(), index_.snapshot(), tree_);
}

api::NodeStatus LedgerBackend::status() const {
  api::NodeStatus out;
  out.name = std::string(genesis_.validators.front().party.text());
  out.version = "0.1.0";
  out.height = head_.height;
  out.view = head_.view;
  out.time = now();
  out.pool_transactions = pool_.size() + unchecked_.size();
  out.voting = true;
  out.quorum_have = std::uint32_t(keys_.size());
  out.quorum_need = quorum_of(std::uint32_t(keys_.size()));
  for (std::size_t i = 1; i < genesis_.validators.size(); ++i)
    out.peers.push_back({std::string(genesis_.validators[i].party.text()), true, head_.height, 5, true});
  return out;
}

Time LedgerBackend::now() const { return {head_.time.ms + 20}; }

Idem LedgerBackend::fresh_idem() {
  const Digest made = digest("allonge/test-idem/v1", bytes_of("fresh " + std::to_string(++idems_)));
  return *Idem::from(BytesView(made.bytes).first(16));
}

Result<FinalBlock> LedgerBackend::block(std::uint64_t height) const {
  ++blocks_read_;
  if (height < oldest_ || height > blocks_.size() || height == 0) return Reason::height_unavailable;
  return blocks_[height - 1];
}

std::optional<std::uint64_t> LedgerBackend::height_of(const Digest& block_hash) const {
  for (const FinalBlock& block : blocks_)
    if (hash_of(block.header) == block_hash) return block.header.height;
  return std::nullopt;
}

Result<Digest> LedgerBackend::submit(Bytes bytes) {
  ++submits_;
  TRY(Transaction transaction, read_transaction(std::move(bytes)));
  const Digest id = transaction.id;
  const api::TransactionStatus known = status_of(id);
  if (known.phase != api::Phase::unknown && known.phase != api::Phase::rejected) return id;
  api::TransactionStatus status;
  status.phase = api::Phase::checking;
  status.id = id;
  status.party = transaction.body.party;
  status.idem = transaction.body.idem;
  status.submitted_steady_ms = steady_ms_;
  statuses_[id] = status;
  by_idem_.try_emplace({status.party, status.idem}, id);
  unchecked_.push_back(std::move(transaction));
  if (!slow_checks) check_waiting();
  return id;
}

void LedgerBackend::check_waiting() {
  const BlockContext context{chain_, head_.height + 1, now(), genesis_.kind == NetworkKind::test};
  for (Transaction& transaction : unchecked_) {
    api::TransactionStatus& status = statuses_[transaction.id];
    auto fits = verify_signatures(transaction);
    if (fits) fits = admissible(state_, ring_, context, transaction);
    status.phase = fits ? api::Phase::pending : api::Phase::rejected;
    if (fits) pool_.push_back(std::move(transaction));
    else status.refusal = fits.error();
  }
  unchecked_.clear();
}

api::TransactionStatus LedgerBackend::status_of(const Digest& id) const {
  const auto found = statuses_.find(id);
  return found == statuses_.end() ? api::TransactionStatus{} : found->second;
}

api::TransactionStatus LedgerBackend::status_of(const PartyId& party, const Idem& idem) const {
  const auto found = by_idem_.find({party, idem});
  return found == by_idem_.end() ? api::TransactionStatus{} : status_of(found->second);
}

void LedgerBackend::make_block(std::uint64_t later_ms) {
  check_waiting();
  steady_ms_ += later_ms;
  BlockContext context{chain_, head_.height + 1, {head_.time.ms + later_ms}, genesis_.kind == NetworkKind::test};
  std::vector<const Transaction*> candidates;
  for (const Transaction& transaction : pool_) candidates.push_back(&transaction);
  BuiltBlock built = build_block(state_, ring_, context, candidates);

  Header header;
  header.chain = chain_;
  header.epoch_id = epoch_id_;
  header.height = context.height;
  header.view = head_.view + 1;
  header.parent = head_.height == 0 ? chain_ : hash_of(head_);
  header.parent_view = head_.view;
  header.proposer = std::uint32_t(context.height % keys_.size());
  header.time = context.time;
  header.committee = committee().hash();
  FinalBlock block;
  std::vector<Digest> wires, leaves;
  for (const std::size_t place : built.taken) {
    header.body_bytes += std::uint32_t(pool_[place].bytes.size());
    wires.push_back(merkle_leaf(pool_[place].wire_id));
    block.transactions.push_back({pool_[place].bytes});
  }
  for (const Receipt& receipt : built.outcome.receipts) {
    block.receipts.push_back({encode(receipt)});
    leaves.push_back(merkle_leaf(block.receipts.back().bytes));
  }
  Changes lists = std::move(built.outcome.beside);
  derive_index(state_, built.outcome.changes, lists);
  EXPECT_TRUE(index_.write(lists, false).has_value());
  EXPECT_TRUE(state_.write(built.outcome.changes, false).has_value());
  EXPECT_TRUE(built.outcome.broken_laws.empty()) << built.outcome.broken_laws.front();
  tree_ = tree_.with(built.outcome.changes);
  ring_.add_block(context.time, built.outcome.idems);
  header.transaction_count = std::uint32_t(built.taken.size());
  header.transaction_root = merkle_root(wires);
  header.receipt_root = merkle_root(leaves);
  header.state_root = tree_.root();
  header.history_root = history_.root();
  header.event_count = head_.event_count + built.outcome.event_count;
  const Digest hash = hash_of(header);
  history_.append(hash);

  Certificate certificate;
  certificate.kind = VoteKind::finalize;
  certificate.view = header.view;
  certificate.block = hash;
  certificate.signers.assign((keys_.size() + 7) / 8, 0);
  for (std::uint32_t i = 0; i < quorum_of(std::uint32_t(keys_.size())); ++i) {
    certificate.signers[i / 8] = std::uint8_t(certificate.signers[i / 8] | 1u << i % 8);
    certificate.signatures.push_back(keys_[i].sign(vote_bytes(VoteKind::finalize, epoch_id_, header.view, hash)));
  }
  certificates_.push_back(certificate);
  block.header = header;
  // Late: every third block keeps its certificate, the others are covered by it.
  if (!late_certificates || header.height % 3 == 0) block.certificate = certificate;

  for (std::size_t i = 0; i < built.taken.size(); ++i) {
    const Receipt& receipt = built.outcome.receipts[i + 1];
    api::TransactionStatus& status = statuses_[receipt.transaction];
    status.phase = api::Phase::committed;
    status.height = header.height;
    status.leaf = std::uint32_t(i + 1);
    status.ok = receipt.ok;
    status.reason = receipt.reason;
    status.operation = receipt.operation;
    status.finality_ms = steady_ms_ - status.submitted_steady_ms;
  }
  for (const auto& [place, refusal] : built.left_out) {
    api::TransactionStatus& status = statuses_[pool_[place].id];
    status.phase = refusal.reason == Reason::tx_expired ? api::Phase::expired : api::Phase::rejected;
    status.refusal = refusal;
  }
  pool_.clear();
  blocks_.push_back(std::move(block));
  head_ = header;
  publish();
}

void LedgerBackend::go_to(Time time) {
  ensure(time >= head_.time, "time only moves forward");
  make_block(time.ms - head_.time.ms);
  for (auto due = next_due(state_); due && *due <= head_.time; due = next_due(state_)) make_block();
}

Bytes LedgerBackend::sign(std::string_view party, std::vector<RawMessage> operations, const std::vector<std::string>& people) {
  TransactionBody body;
  body.chain = chain_;
  body.party = id_of(party);
  body.idem = fresh_idem();
  body.valid_until = {now().ms + 300'000};
  body.operations = std::move(operations);
  const Bytes bytes = encode(body);
  const auto text = text_to_sign(transaction_id(bytes));
  std::vector<KeySignature> signatures;
  for (const std::string& person : people) {
    const SecretKey key = key_of(party, person);
    signatures.push_back({key.public_key(), key.sign(text)});
  }
  return assemble(bytes, std::move(signatures));
}

TrustAnchor LedgerBackend::anchor() const { return {chain_, epoch_id_, committee()}; }

}  // namespace allonge::test
