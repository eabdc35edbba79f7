// Two instances of the unmodified node with one key: one speaks with the members at even places, the
// other with those at odd ones, and now and then a word of the first reaches everybody. Each is
// honest; together they are not.
#pragma once

#include "tests/sim/node.h"

namespace allonge::sim {

class Twins final : public Mischief, public Outside {
 public:
  void booted(Node& node) override {
    outer_ = &node;
    if (other_ == nullptr)
      other_ = std::make_unique<Node>(node.me(), node.keys(), node.chain(), NodeOptions{}, *this, ignored_, nullptr);
    if (other_->is_alive()) other_->die();
    other_->boot();
  }
  void send(Node& node, std::optional<std::uint32_t> to, const consensus::Message& message) override {
    for (std::uint32_t peer = 0; peer < node.size(); ++peer)
      if (peer != node.me() && (!to || *to == peer) && (peer % 2 == 0 || node.random().chance(200)))
        node.transmit(peer, message);
  }
  // What comes from odd places is the other's; bodies both may have.
  bool answers(Node&, std::uint32_t from, const Wire& wire) override {
    if (from % 2 == 1 || !std::holds_alternative<Bytes>(wire)) other_->receive(from, wire);
    return from % 2 == 0 || !std::holds_alternative<Bytes>(wire);
  }
  void linked(Node&, std::uint32_t peer, bool up) override { other_->link(peer, up); }

  std::uint64_t now_ms() const override { return outer_->outside().now_ms(); }
  std::uint64_t wall_ms(std::uint32_t node) const override { return outer_->outside().wall_ms(node) + 1; }
  void transmit(std::uint32_t from, std::uint32_t to, Wire wire) override {
    if (to % 2 == 1 || !std::holds_alternative<Bytes>(wire)) outer_->outside().transmit(from, to, std::move(wire));
  }
  void later(std::uint32_t node, std::uint64_t delay_ms, std::function<void()> then) override {
    outer_->outside().later(node, delay_ms, std::move(then));
  }
  bool dies_here(std::uint32_t, Boundary) override { return false; }
  Random& random() override { return outer_->random(); }

 private:
  Node* outer_ = nullptr;
  Checkers ignored_;
  std::unique_ptr<Node> other_;
};

}  // namespace allonge::sim
