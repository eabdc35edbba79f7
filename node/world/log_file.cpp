#include "node/world/log_file.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <map>
#include <mutex>

#include "ledger/time.h"

namespace allonge::node {

namespace {

constexpr std::size_t file_bytes = 10 * 1024 * 1024;
constexpr std::size_t files = 5;
constexpr std::uint32_t lines_per_second = 100;  // of one event
constexpr std::size_t value_bytes = 512;
constexpr std::size_t events_limit = 1'000;      // names come from our code; the limit is for surprises

constexpr std::string_view level_names[] = {"info", "warning", "error"};

// Marks that change the direction of text, and line ends that some readers know: U+200E, U+200F,
// U+2028 to U+202E, U+2060 to U+206F, and the control characters U+0080 to U+009F.
bool moves_the_reader(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

// The letter at `text`'s beginning and its length; length 0 when it is not UTF-8.
std::pair<char32_t, std::size_t> first_letter(std::string_view text) {
  const auto byte = [&](std::size_t i) { return std::uint32_t(std::uint8_t(text[i])); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {0, 0};
  std::uint32_t letter = lead & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {0, 0};
    letter = letter << 6 | (byte(i) & 0x3f);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (letter < least[length] || letter > 0x10ffff || (letter >= 0xd800 && letter <= 0xdfff)) return {0, 0};
  return {letter, length};
}

std::string hexadecimal(std::uint32_t number, int digits) {
  std::string text;
  for (int shift = digits * 4 - 4; shift >= 0; shift -= 4) text += "0123456789abcdef"[number >> shift & 15];
  return text;
}

}  // namespace

std::string escaped_log_value(std::string_view value) {
  std::string text;
  bool plain = !value.empty();
  std::size_t cut = 0;
  while (!value.empty()) {
    if (text.size() > value_bytes) {
      cut = value.size();
      break;
    }
    const auto [letter, length] = first_letter(value);
    if (length == 0) {
      text += "\\x" + hexadecimal(std::uint8_t(value[0]), 2);
      plain = false;
      value.remove_prefix(1);
      continue;
    }
    if (moves_the_reader(letter)) {
      text += letter == '\n' ? "\\n" : letter == '\t' ? "\\t" : "\\u{" + hexadecimal(letter, letter > 0xff ? 4 : 2) + "}";
      plain = false;
    } else {
      if (letter == '"' || letter == '\\') text += '\\';
      if (letter == '"' || letter == '\\' || letter == ' ' || letter == '=') plain = false;
      text += value.substr(0, length);
    }
    value.remove_prefix(length);
  }
  if (cut > 0) {
    text += "...+" + std::to_string(cut) + " bytes";
    plain = false;
  }
  return plain ? text : "\"" + text + "\"";
}

Result<Level> parse_level(std::string_view text) {
  for (std::size_t i = 0; i < std::size(level_names); ++i)
    if (level_names[i] == text) return Level(i);
  return Refusal{Reason::bad_config, "a log level is info, warning or error"};
}

struct LogFile::Hidden {
  Hidden(std::shared_ptr<spdlog::sinks::sink> its_sink, Level level, const Clock& its_clock, Metrics& its_metrics)
      : logger("allonge", std::move(its_sink)), least(level), clock(its_clock), metrics(its_metrics) {
    logger.set_pattern("%v");
    logger.set_level(spdlog::level::info);
    logger.flush_on(spdlog::level::info);
    // A full disk must not turn a log line into a flood of complaints on standard error.
    logger.set_error_handler([](const std::string&) {});
  }

  struct Rate {
    std::uint64_t second = 0;
    std::uint32_t lines = 0;
    std::uint64_t suppressed = 0;
  };

  void line(Level level, std::string_view event, const std::string& fields) {
    logger.info("{} {} {}{}", Time{clock.wall_ms()}.text(), level_names[std::size_t(level)], event, fields);
  }

  // True if this line may be written. Tells first how many were not, once their second is over.
  bool admit(std::string_view event) {
    const std::uint64_t second = clock.steady_ms() / 1'000;
    auto found = rates.find(event);
    if (found == rates.end()) {
      if (rates.size() >= events_limit) rates.clear();
      found = rates.emplace(std::string(event), Rate{}).first;
    }
    Rate& rate = found->second;
    if (rate.second != second) {
      if (rate.suppressed > 0)
        line(Level::warning, "lines_suppressed",
             " of=" + std::string(event) + " count=" + std::to_string(rate.suppressed));
      rate = {second, 0, 0};
    }
    if (rate.lines >= lines_per_second) {
      ++rate.suppressed;
      metrics.add(Metric::log_lines_suppressed);
      return false;
    }
    ++rate.lines;
    return true;
  }

  std::mutex mutex;
  spdlog::logger logger;
  std::map<std::string, Rate, std::less<>> rates;
  std::atomic<Level> least;
  const Clock& clock;
  Metrics& metrics;
};

Result<std::unique_ptr<LogFile>> LogFile::open(const std::string& path, Level level, const Clock& clock,
                                               Metrics& metrics) {
  // spdlog tells of trouble by an exception; it ends here.
  try {
    std::shared_ptr<spdlog::sinks::sink> sink;
    if (path.empty())
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    else
      sink = std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path, file_bytes, files - 1);
    return std::unique_ptr<LogFile>(new LogFile(std::make_unique<Hidden>(std::move(sink), level, clock, metrics)));
  } catch (const spdlog::spdlog_ex& trouble) {
    return Refusal{Reason::disk_trouble, "cannot write the log " + path + ": " + trouble.what()};
  }
}

LogFile::LogFile(std::unique_ptr<Hidden> hidden) : hidden_(std::move(hidden)) {}

LogFile::~LogFile() {
  std::lock_guard lock(hidden_->mutex);
  for (const auto& [event, rate] : hidden_->rates)
    if (rate.suppressed > 0)
      hidden_->line(Level::warning, "lines_suppressed", " of=" + event + " count=" + std::to_string(rate.suppressed));
}

void LogFile::set_level(Level level) { hidden_->least = level; }

void LogFile::write(Level level, std::string_view event, std::initializer_list<LogField> fields) {
  if (level < hidden_->least) return;
  std::lock_guard lock(hidden_->mutex);
  if (!hidden_->admit(event)) return;
  std::string text;
  for (const LogField& field : fields) {
    text += ' ';
    text += field.key;
    text += '=';
    text += escaped_log_value(field.value);
  }
  hidden_->line(level, event, text);
}

}  // namespace allonge::node
