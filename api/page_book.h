// Lists are read page by page from one unchanging state: a page's `next` pins its snapshot for ten
// minutes (settled.md 13). A token is opaque and sealed: it holds only for the same method,
// the same other parameters, and as long as its snapshot is kept. At most 64 snapshots are kept; the
// one not asked for the longest gives way. Afterwards: PAGE_TOKEN_INVALID.
#pragma once

#include <memory>

#include "ledger/bytes.h"

namespace allonge::api {

class Snapshot;

class PageBook {
 public:
  static constexpr std::uint64_t kept_ms = 10 * 60'000;
  static constexpr std::size_t most_pins = 64;

  struct Page {
    std::shared_ptr<const Snapshot> snapshot;
    Bytes after;  // where the page before ended
  };

  // A token for what comes after `after` in the list that `list` names (digest of method and
  // parameters). `secret` is used if this height is not pinned yet; it must be random.
  std::string token(const std::shared_ptr<const Snapshot>& snapshot, const Digest& list, BytesView after,
                    std::uint64_t now_ms, const Idem& secret);
  Result<Page> open(std::string_view token, const Digest& list, std::uint64_t now_ms);

  // The state that a waiting request first looked at, to be found again when it is asked again: by
  // the moment it came. At most 16; the oldest gives way.
  void keep_for(std::uint64_t started_ms, const std::shared_ptr<const Snapshot>& snapshot);
  std::shared_ptr<const Snapshot> kept_for(std::uint64_t started_ms) const;  // null: none

  std::size_t pins() const { return pins_.size(); }

 private:
  struct Pin {
    std::uint64_t height = 0;
    Idem secret;
    std::shared_ptr<const Snapshot> snapshot;
    std::uint64_t until_ms = 0;
  };
  void drop_expired(std::uint64_t now_ms);
  struct Waiting {
    std::uint64_t started_ms = 0;
    std::shared_ptr<const Snapshot> snapshot;
  };
  std::vector<Waiting> waiting_;
  std::vector<Pin> pins_;  // the one asked for last is last
};

}  // namespace allonge::api
