// Forms of text that the W3C data model asks for: a URL, and a moment with its zone.
#pragma once

#include <optional>
#include <string_view>

namespace allonge::credential {

// A scheme, a colon, and something behind it without spaces, controls or letters a URL has to escape.
bool is_url(std::string_view text);

// Milliseconds since 1970 of an XML Schema dateTimeStamp ("2023-02-25T19:10:39.5-06:00"), cut below a
// millisecond; nothing when it is not of that form, or has no zone.
std::optional<long long> parse_date_time_stamp(std::string_view text);

}  // namespace allonge::credential
