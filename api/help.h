// The list of methods and operations as text for people: one line each, or one of them in full.
#pragma once

#include <string>
#include <string_view>

namespace allonge::api {

// Every method and every operation, a line each.
std::string help();
// One method or operation: sentence, parameters with notes, reasons, example; with "did you mean" when
// there is none of this name.
std::string help(std::string_view name);

}  // namespace allonge::api
