// What the tests of node/world share: a folder that goes away, a log that can be asked, waiting for
// something to become true, and keys made from numbers.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <mutex>
#include <random>
#include <thread>

#include "node/ports.h"
#include "node/world/files.h"

namespace allonge::node {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "allonge-world-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// Keeps every line as "event key=value ...".
class MemoryLog final : public Log {
 public:
  void write(Level, std::string_view event, std::initializer_list<LogField> fields) override {
    std::string line(event);
    for (const LogField& field : fields) line += " " + std::string(field.key) + "=" + field.value;
    std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
  }
  // How many lines hold all of these texts.
  std::size_t count(std::initializer_list<std::string_view> texts) const {
    std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const std::string& line : lines_) {
      bool all = true;
      for (const std::string_view text : texts) all = all && line.find(text) != std::string::npos;
      count += all ? 1 : 0;
    }
    return count;
  }
  std::string text() const {
    std::lock_guard lock(mutex_);
    std::string text;
    for (const std::string& line : lines_) text += line + "\n";
    return text;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds limit = std::chrono::seconds(20)) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

inline SecretKey key_of_number(std::uint8_t number) {
  Bytes seed(32, number);
  return SecretKey::from_seed(seed).value();
}

// Bytes without zeros, so that a zeroed sector shows.
inline Bytes busy_bytes(std::mt19937_64& random, std::size_t length) {
  Bytes bytes(length);
  for (auto& byte : bytes) byte = std::uint8_t(1 + random() % 255);
  return bytes;
}

inline Bytes file_bytes(const std::string& path) { return read_file(path, 1u << 30).value(); }
inline void put_file(const std::string& path, BytesView bytes) {
  ASSERT_TRUE(write_file_atomically(path, bytes)) << path;
}
inline void flip_byte(const std::string& path, std::size_t offset) {
  Bytes bytes = file_bytes(path);
  ASSERT_LT(offset, bytes.size());
  bytes[offset] ^= 0x40;
  put_file(path, bytes);
}

}  // namespace allonge::node
