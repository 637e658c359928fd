// Log lines on stderr, as text for people or as one JSON object a line for machines. Call sites use spdlog.
#pragma once

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

 private:
  std::mutex lock_;
  bool drawn_ = false;
};

/// Sends spdlog's default logger to `console`. `level` is one of trace, debug, info, warn, error, off.
/// Throws Error(usage) for another word.
void start_logging(std::shared_ptr<Console> console, const std::string& level, LogFormat format);

/// Adds a key to every JSON log line that follows ("run", "phase"); text lines do not show it.
void set_log_context(const std::string& key, const std::string& value);

}  // namespace lite2pg
