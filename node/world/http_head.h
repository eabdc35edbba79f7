// What the HTTP library lets pass and we do not, looked at in the raw bytes of a request's head:
// lines that end in LF alone, lines folded the old way, control characters, too many fields. A
// request that two programs may read in two ways is refused (reliability.md 4.2).
#pragma once

#include <optional>
#include <string_view>

namespace allonge::node {

inline constexpr std::size_t head_limit = 8 * 1024;
inline constexpr std::size_t head_fields_limit = 64;

struct HeadVerdict {
  std::size_t length = 0;           // of the head with its empty line; 0 while it is not complete
  unsigned status = 0;              // 400 or 431 when it is refused
  std::string_view sentence;        // why
};
HeadVerdict check_raw_head(std::string_view received);

// "localhost:8651", "127.0.0.1", "[::1]:8651": names that only this machine can mean. A page on the
// web that points its own name here (DNS rebinding) sends its own name.
bool is_loopback_host(std::string_view host);

// "application/json", perhaps with charset=utf-8.
bool is_json_content_type(std::string_view content_type);

}  // namespace allonge::node
