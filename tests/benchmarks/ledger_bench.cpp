// What the ledger floor costs on this machine: codec, signatures, trees, JSON. Each figure is the best
// of several rounds, in processor time of one thread, because other work on the machine only ever
// makes a round slower.
#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <functional>
#include <random>

#include "ledger/digest.h"
#include "ledger/json_text.h"
#include "ledger/keys.h"
#include "ledger/merkle.h"
#include "ledger/receipt.h"
#include "ledger/state_tree.h"
#include "ledger/transaction.h"
#include "tests/benchmarks/binary_trie.h"
#include "tests/benchmarks/figure.h"

namespace allonge::bench {
namespace {

double now_s() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
}

// The result of what was measured, so that the compiler cannot leave it out.
std::uint64_t kept = 0;

double best_s(int rounds, const std::function<void()>& work) {
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const double start = now_s();
    work();
    best = std::min(best, now_s() - start);
  }
  return best;
}

std::size_t heap_bytes() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// One operation of a certificate's transfer, as long as a real one, signed by one person.
Bytes sample_transaction(const SecretKey& key, std::uint64_t number) {
  TransactionBody body;
  body.chain.bytes.fill(0xC0);
  body.party = *PartyId::parse("jianghai");
  body.idem.bytes[0] = std::uint8_t(number);
  body.idem.bytes[1] = std::uint8_t(number >> 8);
  body.valid_until = Time{1'772'413'200'000};
  body.operations.push_back({Bytes(90, 0x21)});
  const Bytes bytes = encode(body);
  return assemble(bytes, {{key.public_key(), key.sign(text_to_sign(transaction_id(bytes)))}});
}

Receipt sample_receipt() {
  Event event;
  event.type = "transfer.offered";
  event.subject = "TR-7K2M-9QXD-3HBF-W";
  event.other = "RC-7K2M-9QXD-3HBF-5";
  event.parties = {*PartyId::parse("jianghai"), *PartyId::parse("taihe")};
  event.ranges = {{{1}, {20'000'000}}};
  event.amount = *Amount::parse("200000.00");
  event.before = "free";
  event.after = "offered";
  return {plain_sha256(bytes_of("a transaction")), true, 0, 0, {event}};
}

void measure_codec() {
  const auto key = SecretKey::from_seed(Bytes(32, 1));
  const Receipt receipt = sample_receipt();
  const Bytes receipt_bytes = encode(receipt);
  const Bytes transaction = sample_transaction(*key, 1);
  const int count = 20'000;
  const double write = best_s(7, [&] {
    for (int i = 0; i < count; ++i) kept += encode(receipt).size();
  });
  print({"ledger_encode", count / write, "receipts/s", 1, std::to_string(receipt_bytes.size()) + " bytes each, one event"});
  const double read = best_s(7, [&] {
    for (int i = 0; i < count; ++i) kept += decode<Receipt>(receipt_bytes)->events.size();
  });
  print({"ledger_decode", count / read, "receipts/s", 1, std::to_string(receipt_bytes.size()) + " bytes each, one event"});
  const double whole = best_s(7, [&] {
    for (int i = 0; i < count; ++i) kept += read_transaction(transaction)->id.bytes[0];
  });
  print({"ledger_read_transaction", count / whole, "transactions/s", 1,
         std::to_string(transaction.size()) + " bytes each, both ids, without signatures"});
}

void measure_signatures() {
  const auto key = SecretKey::from_seed(Bytes(32, 1));
  const Bytes message(48, 7);
  const Signature signature = key->sign(message);
  const int count = 1'000;
  const double sign = best_s(7, [&] {
    for (int i = 0; i < count; ++i) kept += key->sign(message).bytes[0];
  });
  print({"ledger_sign", count / sign, "signatures/s", 1, "Ed25519, one thread"});
  const double check = best_s(7, [&] {
    for (int i = 0; i < count; ++i) kept += verify(key->public_key(), message, signature);
  });
  print({"ledger_verify", count / check, "signatures/s", 1, "Ed25519, one thread"});
  const double self_test = best_s(7, [&] { kept += signature_self_test().has_value(); });
  print({"signature_self_test_ms", self_test * 1000, "ms", 1, "50 cases, before a program does anything else; 20 ms at most"});
}

void measure_digests() {
  Bytes bytes(300, 5);
  const int count = 20'000;
  const double hash = best_s(7, [&] {
    for (int i = 0; i < count; ++i) bytes[0] = digest("allonge/tx/v1", bytes).bytes[0];
  });
  print({"ledger_digest", count / hash, "digests/s", 1, "300 bytes each"});
  std::vector<Digest> leaves(10'000);
  const double root = best_s(7, [&] { leaves[0] = merkle_root(leaves); });
  print({"ledger_merkle_root", root * 1e3, "ms", 1, "10000 leaves"});
}

void measure_json() {
  std::string text = "[";
  for (int i = 0; i < 2'000; ++i)
    text += R"({"jsonrpc":"2.0","id":)" + std::to_string(i) +
            R"(,"method":"tx_submit","params":{"bytes":"CiDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMASCGppYW5naGFp"}},)";
  text.back() = ']';
  const double read = best_s(5, [&] { kept += parse_json(text)->items.size(); });
  print({"ledger_json", double(text.size()) / read / 1e6, "MB/s", 1, "a batch of requests"});
}

// ---- the state

// `count` records of 150 bytes, under numbered keys.
class NumberedRecords final : public View {
 public:
  explicit NumberedRecords(std::uint64_t count) : count_(count) {}
  std::optional<Bytes> get(BytesView) const override { return std::nullopt; }
  std::optional<KeyValue> next(BytesView from, BytesView) const override {
    std::uint64_t number = from.size() < 8 ? 0 : read_big_endian<std::uint64_t>(from.first(8));
    if (from.size() > 8) ++number;
    if (number >= count_) return std::nullopt;
    KeyValue out;
    append_big_endian(out.key, number);
    out.value.assign(150, std::uint8_t(number));
    return out;
  }

 private:
  std::uint64_t count_;
};

// A block of 500 transactions with four changed records each: mostly old records, some new.
Changes block_of_changes(std::mt19937_64& dice, std::uint64_t records) {
  Changes out;
  while (out.size() < 2'000) {
    Bytes key;
    append_big_endian(key, dice() % (records + records / 50));
    out[key] = Bytes(150, std::uint8_t(dice()));
  }
  return out;
}

void measure_state(std::uint64_t records) {
  const std::string at = std::to_string(records);
  std::mt19937_64 dice(records);
  const std::size_t heap_before = heap_bytes();
  double start = now_s();
  StateTree tree = StateTree::of(NumberedRecords(records));
  print({"ledger_state_build_" + at, now_s() - start, "s", 1, "hashing every record, at open"});
  print({"ledger_state_bytes_" + at, double(heap_bytes() - heap_before) / double(records), "bytes/record", 1, "heap in use"});

  double update = 1e9, give_up = 1e9;
  for (int block = 0; block < 40; ++block) {
    const Changes changes = block_of_changes(dice, records);
    start = now_s();
    StateTree next = tree.with(changes);
    update = std::min(update, now_s() - start);
    start = now_s();
    tree = std::move(next);
    give_up = std::min(give_up, now_s() - start);
  }
  print({"ledger_state_update_" + at, 2'000 / update, "records/s", 1, "a block of 2000 changes, the old tree kept"});
  print({"ledger_state_release_" + at, give_up * 1e3, "ms", 1, "giving up the tree before such a block"});

  std::vector<Bytes> keys;
  for (int i = 0; i < 1'000; ++i) {
    append_big_endian(keys.emplace_back(), dice() % records);
  }
  std::size_t bytes = 0;
  const double prove = best_s(5, [&] {
    bytes = 0;
    for (const Bytes& key : keys) bytes += encode(tree.prove(key)).size();
  });
  print({"ledger_state_prove_" + at, double(keys.size()) / prove, "proofs/s", 1,
         std::to_string(bytes / keys.size()) + " bytes each, encoded"});
  const StatePath path = tree.prove(keys[0]);
  const Bytes value(150, 1);
  const double check = best_s(5, [&] {
    for (int i = 0; i < 1'000; ++i) kept += root_of(path, keys[0], value)->bytes[0];
  });
  print({"ledger_state_check_" + at, 1'000 / check, "proofs/s", 1, "root of one path"});
}

std::vector<TrieChange> trie_changes(const Changes& changes) {
  std::vector<TrieChange> out;
  for (const auto& [key, value] : changes) {
    const Digest hash = state_key_hash(key);
    out.push_back({state_address(hash), value.has_value(), state_leaf(hash, *value)});
  }
  std::sort(out.begin(), out.end(), [](const TrieChange& a, const TrieChange& b) { return a.address < b.address; });
  return out;
}

void measure_binary_trie(std::uint64_t records) {
  const std::string at = std::to_string(records);
  std::mt19937_64 dice(records);
  const std::size_t heap_before = heap_bytes();
  BinaryTrie trie;
  for (std::uint64_t from = 0; from < records; from += 10'000) {
    Changes some;
    for (std::uint64_t i = from; i < std::min(records, from + 10'000); ++i) {
      Bytes key;
      append_big_endian(key, i);
      some[key] = Bytes(150, std::uint8_t(i));
    }
    trie = trie.with(trie_changes(some));
  }
  print({"ledger_binary_trie_bytes_" + at, double(heap_bytes() - heap_before) / double(records), "bytes/record", 1, "for comparison"});
  double update = 1e9;
  for (int block = 0; block < 20; ++block) {
    const Changes changes = block_of_changes(dice, records);
    const double start = now_s();
    BinaryTrie next = trie.with(trie_changes(changes));
    update = std::min(update, now_s() - start);
    trie = std::move(next);
  }
  print({"ledger_binary_trie_update_" + at, 2'000 / update, "records/s", 1, "for comparison, same blocks"});
  std::size_t steps = 0;
  for (int i = 0; i < 1'000; ++i) {
    Bytes key;
    append_big_endian(key, dice() % records);
    steps += trie.prove(state_address(state_key_hash(key))).size();
  }
  print({"ledger_binary_trie_path_" + at, double(steps) * 32 / 1'000, "bytes", 1, "siblings of a path, for comparison"});
}

}  // namespace
}  // namespace allonge::bench

int main() {
  using namespace allonge;
  using namespace allonge::bench;
  if (!signature_self_test()) return 1;
  measure_codec();
  measure_signatures();
  measure_digests();
  measure_json();
  for (const std::uint64_t records : {10'000ull, 1'000'000ull}) {
    measure_state(records);
    measure_binary_trie(records);
  }
  return kept == 0 ? 1 : 0;
}
