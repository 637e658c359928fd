// Calls of SQLite's date and time functions (https://sqlite.org/lang_datefunc.html), taken apart: which instant, and
// how it is spelled.
#pragma once

#include <optional>
#include <string>

#include "mapping/sql/translator/translator.h"

namespace lite2pg {

struct TimeCall {
  enum class Form : std::uint8_t { text, seconds, julian };

  Form form = Form::text;
  std::string
      moment;  ///< A timestamp without time zone: what the clock shows, in UTC unless 'localtime' was asked for.
  Volatility volatility = Volatility::stable;
  std::string format;     ///< For text: strftime's format that spells it.
  bool fraction = false;  ///< 'subsec': seconds are a REAL of whole milliseconds.
};

/// nullopt for anything but CURRENT_... and calls of date, time, datetime, strftime, julianday, unixepoch. Throws
/// SqlError for those whose arguments are not translated: months and years as modifiers, weekdays, Julian days, text
/// that is no column of dates.
[[nodiscard]] std::optional<TimeCall> read_time_call(Translator& t, const Expr& e);

/// strftime's format as a pattern of to_char. Throws SqlError for letters other than d f H j m M S Y %.
[[nodiscard]] std::string to_char_pattern(const std::string& format, const Expr& e);

/// The text that strftime spells by `format`, by immutable means alone; to_char_pattern() must have taken the format.
[[nodiscard]] std::string immutable_text(const std::string& format, const std::string& moment);

/// What strftime writes for 2004-05-06 07:08:09.123: an example to try a column's format with.
[[nodiscard]] std::string example_of(const std::string& format);

/// The unit to which the format cuts an instant off: "day", "minute", "second", "milliseconds".
[[nodiscard]] std::string unit_of(const std::string& format);

}  // namespace lite2pg
