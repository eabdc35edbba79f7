#include "contracts/credential/moment.h"

namespace allonge::credential {

namespace {

constexpr std::size_t up_to_seconds = 19;  // "2026-12-31T23:59:59"

}  // namespace

Result<Time> parse_moment(std::string_view text) {
  const auto read = text.size() == up_to_seconds + 1 && text.back() == 'Z'
                        ? Time::parse(std::string(text.substr(0, up_to_seconds)) + ".000Z")
                        : Result<Time>(Reason::bad_date);
  if (!read) return Refusal{Reason::bad_date, "expected a moment like 2026-12-31T23:59:59Z"};
  return read;
}

std::string moment_text(Time moment) { return moment.text().substr(0, up_to_seconds) + "Z"; }

}  // namespace allonge::credential
