// Stops the program when something we believed is false, in every build (exit code 70).
// Never used for anything a stranger can send: that is a refusal (result.h).
#pragma once

#include <cstdio>
#include <cstdlib>

namespace allonge {

// `sentence` says what should have been true.
[[noreturn]] inline void stop_because(const char* sentence, const char* file, int line) {
  std::fprintf(stderr, "event=bug file=%s line=%d broken=\"%s\"\n", file, line, sentence);
  std::fflush(nullptr);
  std::_Exit(70);
}

}  // namespace allonge

#define ensure(condition, sentence) \
  ((condition) ? void(0) : ::allonge::stop_because(sentence, __FILE__, __LINE__))
