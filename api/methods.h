// The list of all methods. Folding over it gives the dispatcher, the OpenRPC document, the help text
// and the wallet's commands.
#pragma once

#include "api/method.h"

namespace allonge::api {

// Grouped by namespace, in the order of the manual.
std::span<const Method> methods();
const Method* find_method(std::string_view name);  // null if there is none

}  // namespace allonge::api
