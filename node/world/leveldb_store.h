// The applied state in LevelDB 1.23, never with its defaults: paranoid checks, checksums verified on
// every read and walk, made only by create(), never repaired (with defaults every flipped byte of a
// log lost records in silence, reliability.md 3.4). Safe from every thread.
//
// A damaged file found at open is a refusal that names it. Found later, where a View has no way to
// refuse, it goes to `on_trouble`, which must not return: no answer is better than a wrong one.
// After one failed write nothing is written any more.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "ledger/store.h"
#include "node/metrics.h"

namespace allonge::node {

class LevelDbStore final : public Store {
 public:
  // Called with DAMAGED_STORE from a reader; ends the process (exit 65 when empty or when it returns).
  using OnTrouble = std::function<void(const Refusal&)>;

  // A new, empty store. BAD_CONFIG if one is there.
  static Result<std::unique_ptr<LevelDbStore>> create(const std::string& path, Metrics& metrics, OnTrouble on_trouble = {});
  // DAMAGED_STORE when it is missing or damaged. Every table is read through once and checked.
  static Result<std::unique_ptr<LevelDbStore>> open(const std::string& path, Metrics& metrics, OnTrouble on_trouble = {});
  ~LevelDbStore() override;

  std::optional<Bytes> get(BytesView key) const override;
  std::optional<KeyValue> next(BytesView from, BytesView prefix) const override;
  using Store::write;
  Result<void> write(std::span<const Write> writes, bool sync) override;
  std::shared_ptr<const View> snapshot() const override;

  // Every record in key order, until `visit` returns false: for rebuilding the state tree at open.
  Result<void> walk(const std::function<bool(BytesView key, BytesView value)>& visit) const;

  std::uint64_t disk_bytes() const;  // rough

 private:
  struct Hidden;
  explicit LevelDbStore(std::shared_ptr<Hidden> hidden);
  static Result<std::unique_ptr<LevelDbStore>> open_or_create(const std::string& path, bool create, Metrics& metrics,
                                                              OnTrouble on_trouble);
  std::shared_ptr<Hidden> hidden_;
};

}  // namespace allonge::node
