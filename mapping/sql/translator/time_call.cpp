#include "mapping/sql/translator/time_call.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "common/text.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;
using Zone = TemporalFormat::Zone;

constexpr std::string_view date_format = "%Y-%m-%d", time_format = "%H:%M:%S", both_format = "%Y-%m-%d %H:%M:%S";

struct Function {
  std::string_view name;
  TimeCall::Form form;
  std::string_view format;
  std::size_t first;  ///< Where the time value stands among the arguments.
};

constexpr std::array time_functions = {
    Function{"date", TimeCall::Form::text, date_format, 0},     Function{"time", TimeCall::Form::text, time_format, 0},
    Function{"datetime", TimeCall::Form::text, both_format, 0}, Function{"strftime", TimeCall::Form::text, "", 1},
    Function{"julianday", TimeCall::Form::julian, "", 0},       Function{"unixepoch", TimeCall::Form::seconds, "", 0},
};

const std::string now_in_utc = "(statement_timestamp() AT TIME ZONE 'UTC')";

std::string literal_text(Translator& t, const Expr& arg, const char* what) {
  const Operand o = t.translate(arg);
  if (!o.is_literal() || o.kind != ValueKind::text) refuse(arg, std::string(what) + " that is computed");
  return std::string(o.literal->view().bytes());
}

/// SQLite reads [+-]HH:MM and Z, and counts in whole milliseconds.
std::string moment_of_texts(const ScopeColumn& c, const Expr& e) {
  const TemporalFormat& f = c.codec.temporal();
  if (f.zone == Zone::compact || f.zone == Zone::hours) refuse(e, "SQLite's functions do not read this form of zone");
  std::string moment = c.sql;
  if (c.codec.id() == CodecId::date) moment += "::timestamp";
  if (c.codec.id() == CodecId::timestamptz) {
    moment = "(" + moment + " AT TIME ZONE 'UTC')";
    const bool shifted = f.zone == Zone::none && f.offset_minutes != 0;
    if (shifted) moment = "(" + moment + " + interval '" + std::to_string(f.offset_minutes) + " minutes')";
  }
  if (f.places <= 3 || c.codec.id() == CodecId::date) return moment;
  return "date_trunc('milliseconds', " + moment + " + interval '500 microseconds')";
}

constexpr std::int64_t first_second = -210866760000, year_1 = -62135596800, last_second = 253402300799;

void remark_year_1(const Translator& t) {
  t.remark("where a date falls before the year 1, PostgreSQL refuses the row or the query (22008)");
}

/// From noon of -4713-11-24 to the year 9999; beyond them SQLite gives NULL. Before the year 1 an error, as below.
std::string moment_of_seconds(const Translator& t, const Operand& seconds, const Expr& e) {
  if (seconds.volatility == Volatility::volatile_) refuse(e, "a value that changes from call to call");
  if (seconds.is_literal()) {
    const std::int64_t n = seconds.literal->view().integer();
    if (n >= first_second && n < year_1) refuse(e, "a date before the year 1");
  } else if (!seconds.non_negative) {
    remark_year_1(t);
  }
  const std::string sql = as_bigint(seconds), instant = "to_timestamp(" + sql + "::float8) AT TIME ZONE 'UTC'";
  const auto within = [&](std::int64_t from, std::int64_t to) {
    return "WHEN " + sql + " BETWEEN " + std::to_string(from) + " AND " + std::to_string(to) + " THEN ";
  };
  const std::string early = within(first_second, year_1 - 1) + instant + " - interval '10000 years' ";
  return "(CASE " + within(year_1, last_second) + instant + " " +
         (seconds.is_literal() || seconds.non_negative ? "" : early) + "END)";
}

/// Beyond the year 9999 SQLite gives NULL. Before the year 1, which it counts otherwise, PostgreSQL reports an error
/// (22008): never a wrong value.
std::string within_range(const std::string& moment) {
  return "(CASE WHEN " + moment + " >= '10000-01-01' THEN NULL WHEN " + moment + " < '0001-01-01' THEN " + moment +
         " - interval '10000 years' ELSE " + moment + " END)";
}

class TimeReader {
 public:
  TimeReader(Translator& t, const Expr& call, std::size_t first) : t_(t), call_(call), at_(first) {}

  TimeCall read() {
    TimeCall result;
    read_value();
    while (at_ < call_.args.size()) {
      const Expr& arg = call_.args[at_++];
      apply(ascii_lower(literal_text(t_, arg, "a modifier")), arg);
    }
    if (shifted_) moment_ = within_range(moment_);
    if (shifted_ && back_) remark_year_1(t_);
    result.fraction = fraction_;
    result.moment = std::move(moment_);
    result.volatility = volatility_;
    return result;
  }

 private:
  void read_value() {
    if (at_ >= call_.args.size()) return;  // now
    const Expr& arg = call_.args[at_++];
    if (read_inner_call(arg)) return;
    const Operand value = t_.translate(arg);
    volatility_ = Volatility::immutable;
    if (value.is_literal() && value.kind == ValueKind::text) return read_text(value.literal->view().bytes(), arg);
    if (value.column != nullptr && read_column(*value.column, arg)) return;
    if (next_is_unixepoch()) {
      if (value.column != nullptr && read_seconds(*value.column)) return;
      const Operand number = as_integer(known(value, arg));
      if (number.kind != ValueKind::integer) refuse(arg, "'unixepoch' of what may be REAL");
      moment_ = moment_of_seconds(t_, number, arg);
      of_column_ = true;
      volatility_ = number.volatility;
      return;
    }
    refuse(arg, "a time that is neither 'now' nor a column of dates");
  }

  /// strftime(format, CURRENT_TIMESTAMP): the inner text is read back.
  bool read_inner_call(const Expr& arg) {
    const auto call = read_time_call(t_, arg);
    if (!call) return false;
    if (call->format != both_format && call->format != date_format) refuse(arg, "a time in this form");
    moment_ = "date_trunc('" + unit_of(call->format) + "', " + call->moment + ")";
    volatility_ = call->volatility;
    return true;
  }

  bool next_is_unixepoch() {
    if (at_ >= call_.args.size()) return false;
    const Expr& arg = call_.args[at_];
    if (ascii_lower(literal_text(t_, arg, "a modifier")) != "unixepoch") return false;
    ++at_;
    return true;
  }

  bool read_column(const ScopeColumn& c, const Expr& arg) {
    const bool temporal =
        c.codec.id() == CodecId::date || c.codec.id() == CodecId::timestamp || c.codec.id() == CodecId::timestamptz;
    if (!temporal || c.codec.temporal().unit != Unit::iso) return false;
    moment_ = moment_of_texts(c, arg);
    of_column_ = true;
    return true;
  }

  /// A column of Unix seconds that became instants.
  bool read_seconds(const ScopeColumn& c) {
    if (c.codec.id() != CodecId::timestamptz || c.codec.temporal().unit != Unit::seconds || c.by_hand) return false;
    moment_ = "date_trunc('milliseconds', (" + c.sql + " AT TIME ZONE 'UTC') + interval '500 microseconds')";
    of_column_ = true;
    return true;
  }

  void read_text(std::string_view text, const Expr& arg) {
    fraction_ = is_subsecond(text);
    if (fraction_ || equals_ignoring_case(text, "now")) {
      volatility_ = Volatility::stable;
      return;
    }
    const Codec any(CodecId::timestamp, TemporalFormat{.unit = Unit::any});
    const bool midnight = text.size() > 10 && text.substr(11).starts_with("24");  // Versions of SQLite differ.
    const bool plain =
        text.size() >= 10 && !midnight && text.find_first_not_of("0123456789-:. T") == std::string_view::npos;
    const auto literal = plain ? field_literal(any, Value::text(text)) : std::nullopt;
    if (!literal) refuse(arg, "a time in this form");
    moment_ = *literal;
    of_column_ = true;
  }

  /// https://sqlite.org/lang_datefunc.html section 2, from 3.42 on.
  static bool is_subsecond(std::string_view word) {
    return equals_ignoring_case(word, "subsec") || equals_ignoring_case(word, "subsecond");
  }

  void apply(const std::string& modifier, const Expr& arg) {
    if (is_subsecond(modifier)) {
      fraction_ = true;
    } else if (modifier == "localtime") {
      moment_ = "(" + moment_ + " AT TIME ZONE 'UTC')::timestamp";
      volatility_ = std::max(volatility_, Volatility::stable);
    } else if (modifier == "utc") {
      moment_ = "(" + moment_ + "::timestamptz AT TIME ZONE 'UTC')";
      volatility_ = std::max(volatility_, Volatility::stable);
    } else if (modifier == "start of day" || modifier == "start of month" || modifier == "start of year") {
      if (shifted_) end_at_last_year();
      moment_ = "date_trunc('" + modifier.substr(9) + "', " + moment_ + ")";
    } else if (!shift(modifier) && !to_weekday(modifier)) {
      refuse(arg, "modifier '" + modifier + "'");
    }
    check_length(moment_, arg);
  }

  /// "weekday 1": the next Monday, or today when it is one. Sunday is 0 on both sides.
  bool to_weekday(const std::string& modifier) {
    const bool known_day =
        modifier.size() == 9 && modifier.starts_with("weekday ") && modifier[8] >= '0' && modifier[8] <= '6';
    if (!known_day) return false;
    if (shifted_) end_at_last_year();
    const std::string days = std::string(1, modifier[8]) + " - extract(dow FROM " + moment_ + ")::integer + 7";
    moment_ = "(" + moment_ + " + ((" + days + ") % 7) * interval '1 day')";
    shifted_ = shifted_ || of_column_;
    return true;
  }

  /// SQLite gives NULL as soon as it has to write down a year beyond 9999, also when a later modifier leads back
  /// (https://sqlite.org/lang_datefunc.html, "Caveats And Bugs"). Days, hours and the like are added without that.
  void end_at_last_year() {
    if (!of_column_) return;
    constexpr std::string_view end = "timestamp '10000-01-01'";
    moment_ = "NULLIF(LEAST(" + moment_ + ", " + std::string(end) + "), " + std::string(end) + ")";
  }

  /// Both count months by number and let the days run over into the next one: January 31 and a month is March 3.
  void shift_months(int count, const std::string& unit) {
    if (shifted_) end_at_last_year();
    const std::string month = "date_trunc('month', " + moment_ + ")";
    moment_ =
        "(" + month + " + interval '" + std::to_string(count) + " " + unit + "s' + (" + moment_ + " - " + month + "))";
    end_at_last_year();
  }

  /// "+7 days"
  bool shift(const std::string& modifier) {
    const std::size_t blank = modifier.find(' ');
    if (blank == std::string::npos) return false;
    std::string unit = modifier.substr(blank + 1);
    if (unit.ends_with('s')) unit.pop_back();
    const bool months = unit == "month" || unit == "year";
    if (!months && unit != "day" && unit != "hour" && unit != "minute" && unit != "second") return false;
    std::string_view digits = std::string_view(modifier).substr(0, blank);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    int count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (error != std::errc() || end != digits.data() + digits.size() ||
        std::abs(count) > (months ? 10'000 : 1'000'000)) {
      return false;
    }
    if (months)
      shift_months(count, unit);
    else
      moment_ = "(" + moment_ + " + interval '" + std::to_string(count) + " " + unit + "s')";
    shifted_ = shifted_ || of_column_;
    back_ = back_ || count < 0;
    return true;
  }

  Translator& t_;
  const Expr& call_;
  std::size_t at_;
  std::string moment_ = now_in_utc;
  bool of_column_ = false;  ///< Of any year; not the present.
  bool shifted_ = false, back_ = false, fraction_ = false;
  Volatility volatility_ = Volatility::stable;
};

TimeCall read_current(const std::string& word) {
  const std::string_view format = word == "CURRENT_DATE"   ? date_format
                                  : word == "CURRENT_TIME" ? time_format
                                                           : both_format;
  return {TimeCall::Form::text, now_in_utc, Volatility::stable, std::string(format)};
}

}  // namespace

std::optional<TimeCall> read_time_call(Translator& t, const Expr& e) {
  if (e.kind == ExprKind::current) return read_current(e.text);
  if (e.kind != ExprKind::call) return std::nullopt;
  const auto function = std::ranges::find(time_functions, e.text, &Function::name);
  if (function == time_functions.end()) return std::nullopt;
  TimeCall call = TimeReader(t, e, function->first).read();
  call.form = function->form;
  call.format = function->format;
  if (function->first == 1) call.format = literal_text(t, e.args.at(0), "a format");
  if (call.format == "%s") call.form = TimeCall::Form::seconds;
  const bool seconds_at_end = call.format == time_format || call.format == both_format;
  if (call.fraction && seconds_at_end && function->first == 0) call.format.replace(call.format.size() - 2, 2, "%f");
  return call;
}

std::string to_char_pattern(const std::string& format, const Expr& e) {
  constexpr std::string_view letters = "dfHjmMSY";
  constexpr std::array<std::string_view, 8> patterns = {"DD", "SS.MS", "HH24", "DDD", "MM", "MI", "SS", "YYYY"};
  std::string result;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const bool letter = format[i] == '%' && ++i < format.size() && format[i] != '%';
    if (letter) {
      const auto found = letters.find(format[i]);
      if (found == std::string_view::npos) refuse(e, std::string("strftime's %") + format[i]);
      result += patterns[found];
      continue;
    }
    if (i == format.size()) refuse(e, "strftime's format ends in %");
    result += '"';
    if (format[i] == '"' || format[i] == '\\') result += '\\';
    result += format[i];
    result += '"';
  }
  return result;
}

std::string example_of(const std::string& format) {
  constexpr std::string_view letters = "dfHjmMSY%";
  constexpr std::array<std::string_view, 9> examples = {"06", "09.123", "07", "127", "05", "08", "09", "2004", "%"};
  std::string result;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const auto found = format[i] == '%' && i + 1 < format.size() ? letters.find(format[i + 1]) : std::string_view::npos;
    if (found == std::string_view::npos)
      result += format[i];
    else
      result += examples[found], ++i;
  }
  return result;
}

std::string unit_of(const std::string& format) {
  if (format.find("%f") != std::string::npos) return "milliseconds";
  if (format.find("%S") != std::string::npos) return "second";
  return format.find("%M") != std::string::npos ? "minute" : "day";
}

}  // namespace lite2pg
