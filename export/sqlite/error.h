// What SQLite's result codes mean for a person whose database cannot be read.
#pragma once

#include <string>
#include <string_view>

#include "common/error.h"

namespace SQLite {
class Exception;
}

namespace lite2pg {

/// The source is fine, but not what it was when the run began.
class SourceChanged : public Error {
 public:
  explicit SourceChanged(const std::string& what, std::string hint = {})
      : Error(ExitCode::source, what, std::move(hint)) {}
};

/// Throws Error(source) naming `path` and, when not empty, `table`, with a hint that fits the result code
/// (https://sqlite.org/rescode.html); Error(interrupted) for SQLITE_INTERRUPT.
[[noreturn]] void throw_sqlite_error(const std::string& path, std::string_view table, int extended_code,
                                     std::string_view message);
[[noreturn]] void throw_sqlite_error(const std::string& path, std::string_view table, const SQLite::Exception& e);

/// The statement was interrupted (sqlite3_interrupt).
[[nodiscard]] bool is_interrupt(const SQLite::Exception& e) noexcept;
/// The file is damaged or cannot be read, as opposed to a statement that SQLite refuses.
[[nodiscard]] bool is_damage(const SQLite::Exception& e) noexcept;

}  // namespace lite2pg
