// The Metrics table in Prometheus text. A label takes at most 64 different values; what comes on top
// is counted under "other", so that nobody can fill the memory through a label.
#pragma once

#include <memory>
#include <string>

#include "node/metrics.h"

namespace allonge::node {

class MetricsRegistry final : public Metrics {
 public:
  MetricsRegistry();
  ~MetricsRegistry() override;
  void add(Metric counter, std::uint64_t by, std::string_view label) override;
  void set(Metric gauge, std::uint64_t value, std::string_view label) override;
  void observe_us(Metric histogram, std::uint64_t microseconds, std::string_view label) override;

  std::string text() const;  // Prometheus text exposition format 0.0.4
  static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

 private:
  struct Hidden;
  std::unique_ptr<Hidden> hidden_;
};

}  // namespace allonge::node
