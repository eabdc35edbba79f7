// Moments as credentials write them: whole seconds of UTC, "2026-12-31T23:59:59Z", in exactly this form.
#pragma once

#include "ledger/time.h"

namespace allonge::credential {

Result<Time> parse_moment(std::string_view text);  // BAD_DATE
std::string moment_text(Time moment);              // what lies below a second is left out

}  // namespace allonge::credential
