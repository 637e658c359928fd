// What a log line of this thread is about.
#pragma once

#include <string>

namespace lite2pg {

/// For its lifetime, JSON log lines of the calling thread carry the key ("table"). Text lines do not show it.
class LogScope {
 public:
  LogScope(std::string key, std::string value);
  ~LogScope();
  LogScope(const LogScope&) = delete;
  LogScope& operator=(const LogScope&) = delete;
};

/// Whether the log is for machines: then the line of a fatal error is JSON too.
[[nodiscard]] bool logs_are_json() noexcept;

}  // namespace lite2pg
