// The folder that holds everything a node keeps. One process at a time: two nodes with one key and
// one folder would contradict each other. Made by `allonged init` only; a node never makes what it
// expected to find.
//
//   LOCK                 held while the process lives
//   log/epoch-0/         consensus log (segment_log.h)
//   blocks/              final blocks (segment_blocks.h)
//   state/               applied state (leveldb_store.h)
#pragma once

#include <string>

#include "node/world/files.h"

namespace allonge::node {

class DataDirectory {
 public:
  // BAD_CONFIG when something is there already.
  static Result<DataDirectory> create(const std::string& path);
  // NOT_FOUND when there is none; BAD_CONFIG with the other process's number when it is in use.
  static Result<DataDirectory> open(const std::string& path);

  const std::string& path() const { return path_; }
  std::string log_path(std::uint64_t epoch) const;
  std::string blocks_path() const;
  std::string state_path() const;

 private:
  DataDirectory(std::string path, OpenFile lock) : path_(std::move(path)), lock_(std::move(lock)) {}
  static Result<DataDirectory> lock(const std::string& path, bool create);
  std::string path_;
  OpenFile lock_;
};

}  // namespace allonge::node
