// Whether a refused text is an id but for its check letter: then a letter was mistyped, and to show its
// form again would help nobody.
#pragma once

#include "ledger/fields.h"

namespace allonge::api {

// `shape` is a text's; `object` is garbage afterwards.
bool only_check_letter_is_wrong(const Shape& shape, void* object, std::string_view text);

inline constexpr const char* check_letter_is_wrong = "the check letter does not fit; a letter was mistyped";

}  // namespace allonge::api
