#include "mapping/sql/translator/functions.h"
#include "mapping/sql/translator/time_call.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

Operand spelled(const TimeCall& call, const Expr& e) {
  const std::string epoch = "extract(epoch FROM " + call.moment + ")";
  if (call.form == TimeCall::Form::julian) {
    // SQLite counts milliseconds from noon of -4713-11-24, in an integer.
    return make_operand(ValueKind::real, "((floor(" + epoch + " * 1000) + 210866760000000)::float8 / 86400000)",
                        call.volatility);
  }
  if (call.form == TimeCall::Form::seconds) {
    const std::string seconds = "floor(" + epoch + ")::bigint";
    if (e.text == "unixepoch") return make_operand(ValueKind::integer, seconds, call.volatility);
    Operand text = make_operand(ValueKind::text, seconds + "::text", call.volatility);
    text.digits = true;
    return text;
  }
  // to_char() is stable, whatever its pattern.
  const std::string pattern = quote_literal(to_char_pattern(call.format, e));
  Operand text = make_operand(ValueKind::text, "to_char(" + call.moment + ", " + pattern + ")",
                              std::max(call.volatility, Volatility::stable));
  text.wordy = call.format.find("-%") != std::string::npos || call.format.find(":%") != std::string::npos;
  return text;
}

Operand translate_call_of_time(Translator& t, const Expr& e) { return spelled(*read_time_call(t, e), e); }

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
  return spelled(*read_time_call(t, e), e);
}

}  // namespace lite2pg
