// One figure of a benchmark as one JSON line, so that runs can be compared by a program.
#pragma once

#include <cstdio>
#include <string>

namespace allonge::bench {

struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  int nodes = 0;
  std::string note;  // how it was measured; plain ASCII without quotes
};

inline void print(const Figure& figure) {
  std::printf("{\"name\":\"%s\",\"value\":%.6g,\"unit\":\"%s\",\"nodes\":%d,\"note\":\"%s\"}\n", figure.name.c_str(),
              figure.value, figure.unit.c_str(), figure.nodes, figure.note.c_str());
  std::fflush(stdout);
}

}  // namespace allonge::bench
