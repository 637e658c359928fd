// Log lines on stderr, as text for people or as one JSON object a line for machines. What says something uses
// common/log.h.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace lite2pg {

enum class LogFormat : unsigned char { text, json };

/// stderr as a place where log lines and one overprinted progress line meet. Any thread.
class Console {
 public:
  /// A whole line; a standing progress line is wiped first and drawn again by its owner.
  void write_line(std::string_view line);
  /// Overprints the progress line (no newline in it); empty wipes it. For terminals only.
  void draw_progress(std::string_view line);
  [[nodiscard]] static bool is_terminal();
  /// Columns of the terminal on stderr; where there is none, or it does not say, those of $COLUMNS or 80. At least 20.
  [[nodiscard]] static std::size_t width();

 private:
  std::mutex lock_;
  bool drawn_ = false;
};

/// Sends spdlog's default logger to `console`. `level` is one of trace, debug, info, warn, error, off.
/// Throws Error(usage) for another word.
void start_logging(std::shared_ptr<Console> console, const std::string& level, LogFormat format);

/// A line that another program wrote, a hook: as it is among lines of text, a JSON object with the key "program" among
/// those for machines; shown at any level of the log.
void pass_on(const std::string& program, const std::string& line);

/// Adds a key to every JSON log line that follows ("run", "phase"); text lines do not show it.
void set_log_context(const std::string& key, const std::string& value);

}  // namespace lite2pg
