#include "node/world/metrics_registry.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <map>
#include <mutex>
#include <vector>

#include "ledger/ensure.h"

namespace allonge::node {

namespace {

struct Row {
  const char* name;
  MetricKind kind;
  const char* label;
  const char* help;
};
constexpr std::array rows{
#define ALLONGE_ROW(id, name, kind, label, help) Row{"allonge_" name, MetricKind::kind, label, help},
    ALLONGE_METRICS(ALLONGE_ROW)
#undef ALLONGE_ROW
};

constexpr std::size_t label_limit = 64;

// From 50 microseconds (a sync on a fast disk) to two minutes (a chain that waits for its quorum).
prometheus::Histogram::BucketBoundaries buckets() {
  return {0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
          0.1,     0.25,   0.5,     1,      2.5,   5,      10,    30,   60,    120};
}

}  // namespace

struct MetricsRegistry::Hidden {
  // One value of one label. Which pointer is set follows from the row's kind.
  struct Child {
    prometheus::Counter* counter = nullptr;
    prometheus::Gauge* gauge = nullptr;
    prometheus::Histogram* histogram = nullptr;
  };
  struct Kept {
    prometheus::Family<prometheus::Counter>* counters = nullptr;
    prometheus::Family<prometheus::Gauge>* gauges = nullptr;
    prometheus::Family<prometheus::Histogram>* histograms = nullptr;
    std::map<std::string, Child, std::less<>> children;
  };

  Hidden() {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Row& row = rows[i];
      if (row.kind == MetricKind::counter)
        kept[i].counters = &prometheus::BuildCounter().Name(row.name).Help(row.help).Register(registry);
      else if (row.kind == MetricKind::histogram_us)
        kept[i].histograms = &prometheus::BuildHistogram().Name(row.name).Help(row.help).Register(registry);
      else
        kept[i].gauges = &prometheus::BuildGauge().Name(row.name).Help(row.help).Register(registry);
      // Shown from the start, so that an alert on a counter sees its first step.
      if (*row.label == '\0') child(Metric(i), {});
    }
  }

  Child& child(Metric metric, std::string_view label) {
    const Row& row = rows[std::size_t(metric)];
    Kept& here = kept[std::size_t(metric)];
    ensure((*row.label == '\0') == label.empty(), "a metric has a label exactly where the table says so");
    auto found = here.children.find(label);
    if (found == here.children.end() && here.children.size() >= label_limit) found = here.children.find(label = "other");
    if (found == here.children.end()) {
      prometheus::Labels labels;
      if (!label.empty()) labels.emplace(row.label, std::string(label));
      Child made;
      if (here.counters != nullptr) made.counter = &here.counters->Add(labels);
      if (here.gauges != nullptr) made.gauge = &here.gauges->Add(labels);
      if (here.histograms != nullptr) made.histogram = &here.histograms->Add(labels, buckets());
      found = here.children.emplace(std::string(label), made).first;
    }
    return found->second;
  }

  std::mutex mutex;
  prometheus::Registry registry;
  std::array<Kept, rows.size()> kept;
};

MetricsRegistry::MetricsRegistry() : hidden_(std::make_unique<Hidden>()) {}
MetricsRegistry::~MetricsRegistry() = default;

void MetricsRegistry::add(Metric counter, std::uint64_t by, std::string_view label) {
  std::lock_guard lock(hidden_->mutex);
  auto& child = hidden_->child(counter, label);
  ensure(child.counter != nullptr, "add() is for counters");
  child.counter->Increment(double(by));
}

void MetricsRegistry::set(Metric gauge, std::uint64_t value, std::string_view label) {
  std::lock_guard lock(hidden_->mutex);
  auto& child = hidden_->child(gauge, label);
  ensure(child.gauge != nullptr, "set() is for gauges");
  child.gauge->Set(rows[std::size_t(gauge)].kind == MetricKind::gauge_ms ? double(value) / 1'000 : double(value));
}

void MetricsRegistry::observe_us(Metric histogram, std::uint64_t microseconds, std::string_view label) {
  std::lock_guard lock(hidden_->mutex);
  auto& child = hidden_->child(histogram, label);
  ensure(child.histogram != nullptr, "observe_us() is for histograms");
  child.histogram->Observe(double(microseconds) / 1'000'000);
}

std::string MetricsRegistry::text() const {
  std::lock_guard lock(hidden_->mutex);
  return prometheus::TextSerializer().Serialize(hidden_->registry.Collect());
}

}  // namespace allonge::node
