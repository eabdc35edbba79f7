// A store without a disk: for tests and simulations.
#pragma once

#include "ledger/store.h"

namespace allonge {

class MemoryStore final : public Store {
 public:
  std::optional<Bytes> get(BytesView key) const override;
  std::optional<KeyValue> next(BytesView from, BytesView prefix) const override;
  using Store::write;
  Result<void> write(std::span<const Write> writes, bool sync) override;
  std::shared_ptr<const View> snapshot() const override;
  std::size_t size() const { return records_.size(); }

 private:
  std::map<Bytes, Bytes, BytesLess> records_;
};

}  // namespace allonge
