// Words that do not belong where the same input must give the same bytes: floors 1 to 3, and the node
// outside node/world. Each with the reason, and what to use instead.
#include <gtest/gtest.h>

#include <regex>

#include "tests/floors/source_lines.h"

namespace allonge::floors {
namespace {

struct Forbidden {
  const char* word;  // a regular expression over code without comments and strings
  const char* reason;
  const char* instead;
  std::vector<std::string> except = {};  // files, each with its reason beside it
};

const std::vector<Forbidden> table{
    // clocks
    {R"((system|steady|high_resolution|utc|file)_clock)", "nodes' clocks differ", "block time, or the time an input carries"},
    {R"(\b(std::time|std::clock|clock_gettime|gettimeofday|timespec_get|localtime\w*|gmtime\w*|mktime|strftime)\s*\()",
     "nodes' clocks and zones differ", "ledger/time.h"},
    {R"(\btime\s*\(\s*(nullptr|NULL|0|&\w+)\s*\))", "nodes' clocks differ", "block time"},
    // chance
    {R"(<random>|\brandom_device\b|\bmt19937|\bs?rand\s*\(|\brandombytes\w*|\bgetrandom\b|\barc4random\w*)",
     "nodes would roll different dice", "what is random is passed in from outside"},
    // threads
    {R"(<(thread|mutex|shared_mutex|condition_variable|future|semaphore|latch|barrier|stop_token)>)",
     "results would depend on scheduling", "one strand; node/world moves work to others"},
    {R"(\bstd::(thread|jthread|mutex|shared_mutex|recursive_mutex|condition_variable|async|future|promise)\b)",
     "results would depend on scheduling", "one strand; node/world moves work to others"},
    {R"(\bthread_local\b)", "state that a test cannot see", "a member, or a parameter",
     {"ledger/digest.cpp"}},  // one re-used hashing context per thread: three times faster, and holds nothing between calls
    // the world
    {R"(<(iostream|fstream|sstream|ostream|istream|iomanip|filesystem|syncstream|spanstream)>)",
     "streams know locales, files and terminals", "std::string, std::to_string; files belong to node/world"},
    {R"(\bstd::(cout|cerr|clog|cin|ifstream|ofstream|stringstream|ostringstream|istringstream)\b)",
     "streams know locales, files and terminals", "std::string, std::to_string"},
    {R"(\b(fopen|freopen|tmpfile|getenv|setenv|system|popen|setlocale)\s*\(|<locale>)", "reads or changes the world",
     "what is needed is passed in",
     {"api/documents.cpp"}},  // a program of the build, not of the library: it writes the committed documents
    // order
    {R"(\bunordered_(multi)?(map|set)\b)", "iteration order differs between libraries", "std::map, std::set, or a sorted vector"},
    {R"(\bstd::hash\b|<typeindex>)", "values differ between libraries", "ledger/digest.h, or comparison"},
    {R"(\bstd::(shuffle|sample|random_shuffle)\b)", "order by chance", "std::sort"},
    // numbers
    {R"(\b(float|double)\b)", "rounding differs between machines", "Amount, or integers with a named unit",
     {"ledger/jcs.cpp"}},  // RFC 8785 prints numbers as ECMAScript does, which is defined by doubles
    // errors
    {R"(\bthrow\b)", "refusals are values", "Result, TRY and CHECK (ledger/result.h)"},
    {R"((^|[^\w])assert\s*\()", "vanishes with NDEBUG", "ensure (ledger/ensure.h), or a refusal"},
    {R"(<cassert>|<assert\.h>)", "vanishes with NDEBUG", "ledger/ensure.h"},
};

// The one word that contains another: std::function and static_assert are meant to pass.
std::string objection(const SourceLine& line) {
  static const std::vector<std::regex> words = [] {
    std::vector<std::regex> out;
    for (const Forbidden& one : table) out.emplace_back(one.word, std::regex::optimize);
    return out;
  }();
  if (line.code.empty()) return {};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const Forbidden& one = table[i];
    if (std::find(one.except.begin(), one.except.end(), line.path) != one.except.end()) continue;
    std::smatch found;
    if (std::regex_search(line.code, found, words[i]))
      return "'" + found.str() + "': " + one.reason + "; instead: " + one.instead;
  }
  return {};
}

bool may_touch_the_world(const std::string& path) { return path.rfind("node/world/", 0) == 0 || path == "node/main.cpp"; }

TEST(Purity, NoForbiddenWordStandsOnTheLowerFloors) {
  for (const char* folder : {"ledger", "contracts", "consensus", "api", "node"}) {
    std::size_t lines = 0;
    for (const SourceLine& line : lines_of(ALLONGE_SOURCE_DIR, folder)) {
      if (may_touch_the_world(line.path)) continue;
      ++lines;
      const std::string why = objection(line);
      EXPECT_EQ(why, "") << line.place();
    }
    EXPECT_GT(lines, 100u) << folder << " was not read";
  }
}

TEST(Purity, TheCheckItselfSeesOffenders) {
  const auto says = [](const std::string& text, const char* path = "ledger/x.cpp") {
    bool in_comment = false;
    std::string raw_end;
    return objection({path, 1, text, code_of(text, in_comment, raw_end)});
  };
  for (const char* bad :
       {"auto now = std::chrono::system_clock::now();", "steady_clock::time_point t;", "time(nullptr)", "x = time( &t );",
        "std::time(0)", "localtime_r(&t, &out);", "#include <random>", "std::mt19937 dice;", "rand()", "randombytes_buf(p, 4);",
        "#include <thread>", "#include <mutex>", "std::mutex lock;", "std::async(f)", "static thread_local int x;",
        "#include <iostream>", "#include <sstream>", "std::cout << x;", "fopen(name, mode)", "getenv(name)",
        "std::unordered_map<int, int> m;", "#include <unordered_set>", "double x = 1;", "float f;", "static_cast<double>(n)",
        "throw 1;", "assert(x > 0);", "  assert (x);", "#include <cassert>", "std::hash<int>{}(1)", "std::shuffle(a, b, c);"})
    EXPECT_NE(says(bad), "") << bad;
  for (const char* good :
       {"static_assert(sizeof(int) == 4);", "// nothing here ever throws: no throw", "/* double */ int x;",
        "const char* words = \"throw double assert( <random>\";", "int doubled = 2;", "overthrow(x);", "Time time;",
        "business_date(time, 480)", "x.time()", "header.time = time(parent);", "char c = '\"'; // double", "std::chrono::days(1)",
        "auto text = R\"(throw double)\";", "1'000'000; // double", "std::function<void()> f;", "ledger/random.h"})
    EXPECT_EQ(says(good), "") << good;
  EXPECT_EQ(says("static thread_local Sha256 one;", "ledger/digest.cpp"), "");
  EXPECT_EQ(says("double number;", "ledger/jcs.cpp"), "");
}

TEST(Purity, CommentsAndStringsOfSeveralLinesAreNotCode) {
  bool in_comment = false;
  std::string raw_end;
  EXPECT_EQ(code_of("int a; /* double", in_comment, raw_end), "int a; ");
  EXPECT_EQ(code_of("throw", in_comment, raw_end), "");
  EXPECT_EQ(code_of("*/ int b;", in_comment, raw_end), " int b;");
  EXPECT_EQ(code_of("x = R\"sql(throw", in_comment, raw_end), "x = ");
  EXPECT_EQ(code_of("double)\" )sql\" + y;", in_comment, raw_end), " + y;");
  EXPECT_EQ(code_of("a = \"\\\"throw\"; b", in_comment, raw_end), "a = \"\"; b");
}

}  // namespace
}  // namespace allonge::floors
