#include "node/snapshot.h"

namespace allonge::node {

NodeSnapshot::NodeSnapshot(Header header, std::shared_ptr<const View> store, Layers layers,
                           std::shared_ptr<const StateTree> tree)
    : header_(std::move(header)),
      store_(std::move(store)),
      layers_(std::move(layers)),
      tree_(std::move(tree)),
      state_(*this, state_letter),
      index_(*this, list_letter) {}

const Changes& NodeSnapshot::Layered::of(const FlushJob& job) const {
  return letter_ == state_letter ? *job.state : *job.lists;
}

std::optional<Bytes> NodeSnapshot::Layered::get(BytesView key) const {
  for (const auto& layer : owner_.layers_) {
    const Changes& changes = of(*layer);
    const auto found = changes.find(key);
    if (found != changes.end()) return found->second;
  }
  return LetterView(*owner_.store_, letter_).get(key);
}

struct NodeSnapshot::Layered::Below final : View {
  Below(const Layered& view, std::size_t layer) : view_(view), layer_(layer) {}
  std::optional<Bytes> get(BytesView) const override { return std::nullopt; }
  std::optional<KeyValue> next(BytesView from, BytesView prefix) const override {
    return view_.next_from(layer_, from, prefix);
  }
  const Layered& view_;
  std::size_t layer_;
};

std::optional<KeyValue> NodeSnapshot::Layered::next(BytesView from, BytesView prefix) const {
  return next_from(0, compare(from, prefix) < 0 ? prefix : from, prefix);
}

std::optional<KeyValue> NodeSnapshot::Layered::next_from(std::size_t layer, BytesView from, BytesView prefix) const {
  if (layer == owner_.layers_.size()) return LetterView(*owner_.store_, letter_).next(from, prefix);
  return next_over(of(*owner_.layers_[layer]), Below(*this, layer + 1), from, prefix);
}

std::optional<Bytes> NodeSnapshot::beside(BytesView key) const {
  for (const auto& layer : layers_) {
    const auto found = layer->beside->find(key);
    if (found != layer->beside->end()) return found->second;
  }
  return store_->get(key);
}

std::optional<Place> NodeSnapshot::place_of(const Digest& transaction) const {
  const auto bytes = beside(transaction_key(transaction));
  if (!bytes) return std::nullopt;
  const auto place = decode<Place>(*bytes);
  ensure(place.has_value(), "a place written by this node is readable");
  return *place;
}

std::optional<Digest> NodeSnapshot::transaction_of(const PartyId& party, const Idem& idem) const {
  const auto bytes = beside(idem_key(party, idem));
  if (!bytes) return std::nullopt;
  const auto id = Digest::from(*bytes);
  ensure(id.has_value(), "an id written by this node is readable");
  return *id;
}

std::optional<std::uint64_t> NodeSnapshot::height_of(const Digest& block) const {
  const auto bytes = beside(block_key(block));
  if (!bytes) return std::nullopt;
  return read_big_endian<std::uint64_t>(*bytes);
}

}  // namespace allonge::node
