// One line per event: time, level, event, key=value. Nobody's text can make a second line or move a
// terminal: control characters, ESC and direction marks are written as escapes, a value longer than
// 512 bytes is cut. At most 100 lines a second of one event, then one line with their count.
// Files of 10 MB, five of them; standard error when no file is named.
#pragma once

#include <memory>
#include <string>

#include "node/metrics.h"
#include "node/ports.h"

namespace allonge::node {

class LogFile final : public Log {
 public:
  // DISK_TROUBLE when the file cannot be written. `level`: info, warning, error.
  static Result<std::unique_ptr<LogFile>> open(const std::string& path, Level level, const Clock& clock, Metrics& metrics);
  ~LogFile() override;

  void write(Level level, std::string_view event, std::initializer_list<LogField> fields) override;  // any thread
  void set_level(Level level);

 private:
  struct Hidden;
  explicit LogFile(std::unique_ptr<Hidden> hidden);
  std::unique_ptr<Hidden> hidden_;
};

// What stands after '=' for a value: as it is, or in quotes with escapes.
std::string escaped_log_value(std::string_view value);
// "info", "warning", "error". BAD_CONFIG.
Result<Level> parse_level(std::string_view text);

}  // namespace allonge::node
