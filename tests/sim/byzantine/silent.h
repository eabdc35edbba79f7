// Says nothing at all: the ordinary crash, without coming back.
#pragma once

#include "tests/sim/node.h"

namespace allonge::sim {

class Silent final : public Mischief {
 public:
  void send(Node&, std::optional<std::uint32_t>, const consensus::Message&) override {}
  bool answers(Node&, std::uint32_t, const Wire& wire) override { return std::holds_alternative<Bytes>(wire); }
};

}  // namespace allonge::sim
