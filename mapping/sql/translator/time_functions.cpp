#include "mapping/sql/translator/functions.h"
#include "mapping/sql/translator/time_call.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// One letter of strftime as PostgreSQL computes it without to_char(), which counts as dependent on settings.
std::string field_of(char letter, const std::string& moment) {
  const auto padded = [&](const std::string& number, int width) {
    return "lpad(" + number + "::text, " + std::to_string(width) + ", '0')";
  };
  const auto part = [&](std::string_view name) { return "extract(" + std::string(name) + " FROM " + moment + ")"; };
  switch (letter) {
    case 'Y': return padded(part("year"), 4);
    case 'm': return padded(part("month"), 2);
    case 'd': return padded(part("day"), 2);
    case 'H': return padded(part("hour"), 2);
    case 'M': return padded(part("minute"), 2);
    case 'S': return padded("trunc(" + part("second") + ")", 2);
    case 'f': return padded("trunc(" + part("second") + ", 3)", 6);
    default: return padded(part("doy"), 3);
  }
}

}  // namespace

/// The same text as by to_char(), immutable: for generated columns and indexes. `format` has passed to_char_pattern().
std::string immutable_text(const std::string& format, const std::string& moment) {
  std::string sql, plain;
  const auto append = [&](const std::string& piece) { sql += (sql.empty() ? "" : " || ") + piece; };
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%' || format[i + 1] == '%') {
      plain += format[i];
      i += format[i] == '%' ? 1 : 0;
      continue;
    }
    if (!plain.empty()) append(quote_literal(plain));
    plain.clear();
    append(field_of(format[++i], moment));
  }
  if (!plain.empty()) append(quote_literal(plain));
  return "(" + sql + ")";
}

namespace {

Operand spelled(const TimeCall& call, const Expr& e, bool immutable) {
  const std::string epoch = "extract(epoch FROM " + call.moment + ")";
  if (call.form == TimeCall::Form::julian) {
    // SQLite counts milliseconds from noon of -4713-11-24, in an integer.
    return make_operand(ValueKind::real, "((floor(" + epoch + " * 1000) + 210866760000000)::float8 / 86400000)",
                        call.volatility);
  }
  if (call.form == TimeCall::Form::seconds) {
    if (call.fraction && e.text == "unixepoch") {
      return make_operand(ValueKind::real, "(floor(" + epoch + " * 1000)::float8 / 1000)", call.volatility);
    }
    const std::string seconds = "floor(" + epoch + ")::bigint";
    if (e.text == "unixepoch") return make_operand(ValueKind::integer, seconds, call.volatility);
    Operand text = make_operand(ValueKind::text, seconds + "::text", call.volatility);
    text.digits = true;
    return text;
  }
  // to_char() is stable, whatever its pattern.
  const std::string pattern = quote_literal(to_char_pattern(call.format, e));
  const bool fixed = immutable && call.volatility == Volatility::immutable && call.moment.size() < 300 &&
                     call.format.find('%') != std::string::npos;
  Operand text = fixed ? make_operand(ValueKind::text, immutable_text(call.format, call.moment), call.volatility)
                       : make_operand(ValueKind::text, "to_char(" + call.moment + ", " + pattern + ")",
                                      std::max(call.volatility, Volatility::stable));
  // To the second, or the day: what comparisons with columns of instants take.
  text.day_alone = call.format == "%Y-%m-%d";
  if (text.day_alone || call.format == "%Y-%m-%d %H:%M:%S") {
    text.moment = "date_trunc('" + unit_of(call.format) + "', " + call.moment + ")";
  }
  text.wordy = call.format.find("-%") != std::string::npos || call.format.find(":%") != std::string::npos;
  return text;
}

Operand translate_call_of_time(Translator& t, const Expr& e) {
  return spelled(*read_time_call(t, e), e, t.options().immutable);
}

}  // namespace

Operand translate_date(Translator& t, const Expr& e) { return translate_call_of_time(t, e); }
Operand translate_time(Translator& t, const Expr& e) { return translate_call_of_time(t, e); }
Operand translate_datetime(Translator& t, const Expr& e) { return translate_call_of_time(t, e); }
Operand translate_strftime(Translator& t, const Expr& e) { return translate_call_of_time(t, e); }
Operand translate_julianday(Translator& t, const Expr& e) { return translate_call_of_time(t, e); }
Operand translate_unixepoch(Translator& t, const Expr& e) { return translate_call_of_time(t, e); }

Operand translate_current(const Expr& e) {
  const Scope none;
  Translator t(none, {});
  return spelled(*read_time_call(t, e), e, false);
}

}  // namespace lite2pg
