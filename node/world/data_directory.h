// The folder that holds everything a node keeps. One process at a time: two nodes with one key and
// one folder would contradict each other. Made by `allonged --init` only; a node never makes what it
// expected to find. A making that was cut off (a full disk, a crash) leaves UNFINISHED: such a folder is
// no node's, and is begun again by the next making.
//
//   LOCK                 held while the process lives
//   UNFINISHED           while it is being made
//   log/epoch-0/         consensus log (segment_log.h)
//   blocks/              final blocks (segment_blocks.h)
//   state/               applied state (leveldb_store.h)
#pragma once

#include <string>

#include "node/world/files.h"

namespace allonge::node {

class DataDirectory {
 public:
  // Begins to make one: what an unfinished making left is removed first. BAD_FILE when something else is
  // there already.
  static Result<DataDirectory> create(const std::string& path);
  // Everything that belongs into it is there and synced: from now on it is a node's.
  Result<void> finish() const;
  // NOT_FOUND when there is none; BAD_FILE when its making was cut off; BAD_CONFIG with the other process's
  // number when it is in use.
  static Result<DataDirectory> open(const std::string& path);
  // Whether a node runs on it now.
  static bool is_in_use(const std::string& path);

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
