// Keys stand in a program's memory; a core file would write them to a disk, for whoever finds it. Both
// programs that hold keys call this before they read any.
#pragma once

#include <sys/resource.h>

#include <algorithm>

#include "ledger/ensure.h"

namespace allonge {

// No core file, whatever ends this process. A limit of 1 byte, not 0: of a core that goes to a program
// (systemd-coredump, apport) the kernel asks for exactly that before it lets it be. The process stays
// readable to its own user, who can read the key files too: the wallet tells its nodes by /proc/N/exe.
inline void leave_no_core_file() {
  rlimit limit{};
  ensure(::getrlimit(RLIMIT_CORE, &limit) == 0, "a limit can be read");
  limit.rlim_cur = limit.rlim_max = std::min<rlim_t>(1, limit.rlim_max);
  ensure(::setrlimit(RLIMIT_CORE, &limit) == 0, "a limit may be lowered");
}

}  // namespace allonge
