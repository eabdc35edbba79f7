// Test data from outside, read from where it lies beside the project (shared/vectors; the SOURCE.md of
// each folder says whence it came). It is never part of the project: a test that misses it says so.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "ledger/json_text.h"

namespace allonge::test {

// Empty when there is no such file.
inline std::string vector_text(const std::string& name) {
  std::ifstream file(std::string(ALLONGE_SOURCE_DIR "/../shared/vectors/") + name, std::ios::binary);
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

inline JsonValue vector_json(const std::string& text) {
  auto read = parse_json(text, {.bytes = 64u << 20, .depth = 64, .values = 1'000'000});
  EXPECT_TRUE(read) << (read ? "" : read.error().detail);
  return read ? *std::move(read) : JsonValue{};
}

}  // namespace allonge::test

#define READ_VECTOR(text, name)                               \
  const std::string text = ::allonge::test::vector_text(name); \
  if (text.empty()) GTEST_SKIP() << "missing: shared/vectors/" << name
