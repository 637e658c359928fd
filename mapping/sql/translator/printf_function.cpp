// printf(), format() with a literal format: https://sqlite.org/printf.html. Widths count bytes there, and characters
// with '!'. What is missing counts as NULL: 0 or the empty text.
#include <algorithm>
#include <cmath>

#include "mapping/sql/operands/literal.h"
#include "mapping/sql/translator/functions.h"

namespace lite2pg {
namespace {

/// %[flags][width][.precision]type
struct Directive {
  std::string flags;
  int width = 0, precision = -1;
  char type = '\0';
  [[nodiscard]] bool has(char flag) const { return flags.find(flag) != std::string::npos; }
};

constexpr int widest = 1000, most_places = 10;

class FormatReader {
 public:
  FormatReader(std::string_view format, const Expr& e) : format_(format), e_(e) {}

  [[nodiscard]] bool at_end() const noexcept { return at_ >= format_.size(); }

  /// Up to the next directive, with %% as %.
  std::string plain() {
    std::string text;
    for (; !at_end(); ++at_) {
      if (format_[at_] == '%') {
        if (at_ + 1 >= format_.size() || format_[at_ + 1] != '%') break;
        ++at_;
      }
      text += format_[at_];
    }
    return text;
  }

  Directive directive() {
    Directive d;
    ++at_;
    while (!at_end() && std::string_view("-+ 0,!").find(format_[at_]) != std::string_view::npos) {
      d.flags += format_[at_++];
    }
    d.width = number();
    if (!at_end() && format_[at_] == '.') ++at_, d.precision = number();
    while (!at_end() && format_[at_] == 'l') ++at_;
    d.type = at_end() ? '%' : format_[at_++];
    return d;
  }

 private:
  int number() {
    int value = 0;
    for (; !at_end() && format_[at_] >= '0' && format_[at_] <= '9'; ++at_) {
      value = value * 10 + (format_[at_] - '0');
      if (value > widest) refuse(e_, "printf() wider than 1,000");
    }
    return value;
  }

  std::string_view format_;
  const Expr& e_;
  std::size_t at_ = 0;
};

std::string spaces(const Directive& d, const std::string& length) {
  return "repeat(' ', " + std::to_string(d.width) + " - " + length + ")";
}

/// To its width, at the left or the right; `sql` is text of ASCII alone unless `length` says how long it is.
std::string padded(const Directive& d, const std::string& sql, std::string length = {}) {
  if (d.width == 0) return sql;
  if (length.empty()) length = "length(" + sql + ")";
  return d.has('-') ? "(" + sql + " || " + spaces(d, length) + ")" : "(" + spaces(d, length) + " || " + sql + ")";
}

/// Digits behind a sign, with zeros between them where that was asked for. `negative` is a condition.
std::string signed_digits(const Directive& d, const std::string& digits, const std::string& negative) {
  const std::string plus = d.has('+') ? "'+'" : d.has(' ') ? "' '" : "''";
  const std::string sign = "CASE WHEN " + negative + " THEN '-' ELSE " + plus + " END";
  if (!d.has('0') || d.width == 0) return padded(d, "(" + sign + " || " + digits + ")");
  const std::string signs = plus == "''" ? "CASE WHEN " + negative + " THEN 1 ELSE 0 END" : "1";
  const std::string zeros = "repeat('0', " + std::to_string(d.width) + " - length(" + digits + ") - " + signs + ")";
  return "(" + sign + " || " + zeros + " || " + digits + ")";
}

class PrintfTranslator {
 public:
  PrintfTranslator(Translator& t, const Expr& e) : t_(t), e_(e) {}

  Operand translate() {
    const Operand format = t_.translate(e_.args[0]);
    if (!format.is_literal() || format.kind != ValueKind::text) refuse(e_.args[0], "a format that is computed");
    const std::string text(format.literal->view().bytes());
    FormatReader reader(text, e_);
    std::string literal;
    while (!reader.at_end()) {
      const std::string plain = reader.plain();
      literal += plain;
      if (!plain.empty()) add(literal_operand(Value::text(plain)).sql);
      if (!reader.at_end()) add(one(reader.directive())), computed_ = true;
    }
    if (!computed_) return literal_operand(Value::text(literal));
    return make_operand(ValueKind::text, "(" + sql_ + ")", volatility_);
  }

 private:
  void add(const std::string& part) {
    sql_ += (sql_.empty() ? "" : " || ") + part;
    check_length(sql_, e_);
  }

  /// The next argument; NULL when there is none left.
  Operand argument() {
    if (++used_ >= e_.args.size()) return null_operand();
    Operand value = known(t_.translate(e_.args[used_]), e_.args[used_]);
    if (value.volatility == Volatility::volatile_) refuse(e_.args[used_], "a value that changes from call to call");
    volatility_ = std::max(volatility_, value.volatility);
    return value;
  }

  [[nodiscard]] const Expr& place() const { return used_ < e_.args.size() ? e_.args[used_] : e_; }

  std::string one(const Directive& d) {
    if (d.has('-') && d.has('0')) refuse(e_, "printf() with both - and 0");
    switch (d.type) {
      case 'd':
      case 'i': return integer(d);
      case 'x':
      case 'X': return hexadecimal(d);
      case 's':
      case 'z': return text(d);
      case 'f': return real(d);
      default: refuse(e_, std::string("printf()'s %") + d.type);
    }
  }

  /// A REAL loses what is behind its point, and what is beyond 64 bits.
  std::string whole() {
    const Operand value = as_integer(argument());
    if (value.kind == ValueKind::null) return "0::bigint";
    if (!is_numeric(value.kind)) refuse(place(), "printf()'s %d of " + std::string(name_of(value.kind)));
    const bool integer = value.kind == ValueKind::integer;
    return "coalesce(" + (integer ? as_bigint(value) : integer_of_real(value, place())) + ", 0)";
  }

  std::string integer(const Directive& d) {
    if (d.precision >= 0 || d.has('!')) refuse(e_, "printf()'s %d with a precision");
    if (d.has(',') && d.has('0')) refuse(e_, "printf() with both , and 0");
    const std::string n = whole();
    const std::string written = d.has(',') ? "to_char(" + n + ", 'FM9,999,999,999,999,999,999')" : n + "::text";
    if (!d.has('0') && !d.has('+') && !d.has(' ')) return padded(d, written);
    return signed_digits(d, "ltrim(" + written + ", '-')", n + " < 0");
  }

  std::string hexadecimal(const Directive& d) {
    if (d.precision >= 0 || d.has(',') || d.has('+') || d.has(' ') || d.has('!')) refuse(e_, "printf()'s %x so");
    std::string digits = "to_hex(" + whole() + ")";
    if (d.type == 'X') digits = "upper(" + digits + ")";
    if (!d.has('0') || d.width == 0) return padded(d, digits);
    return "(repeat('0', " + std::to_string(d.width) + " - length(" + digits + ")) || " + digits + ")";
  }

  std::string text(const Directive& d) {
    if (d.has('0') || d.has('+') || d.has(' ') || d.has(',')) refuse(e_, "printf()'s %s so");
    if (d.precision >= 0 && !d.has('!')) refuse(e_, "printf()'s %s cut after some bytes");
    const Operand value = as_text(t_, argument(), place());
    if (value.kind == ValueKind::null) return padded(d, "''::text");
    std::string sql = "coalesce(" + value.sql + (value.is_literal() ? "::text" : "") + ", '')";
    if (d.precision >= 0) sql = "left(" + sql + ", " + std::to_string(d.precision) + ")";
    return padded(d, sql, (d.has('!') ? "char_length(" : "octet_length(") + sql + ")");
  }

  /// Up to 14 digits; with more the answer is an error (22003), as SQLite's last digits depend on its version.
  std::string real(const Directive& d) {
    const int places = d.precision < 0 ? 6 : d.precision;
    if (places > most_places || d.has(',') || d.has('!')) refuse(e_, "printf()'s %f so");
    const Operand value = as_integer(argument());
    if (value.kind != ValueKind::null && !is_numeric(value.kind)) {
      refuse(place(), "printf()'s %f of " + std::string(name_of(value.kind)));
    }
    const std::string v = value.kind == ValueKind::null ? "0::float8" : "coalesce(" + as_float8(value) + ", 0)";
    if (value.kind != ValueKind::integer && value.kind != ValueKind::null) {
      t_.note("printf(): versions of SQLite round REALs that stand halfway in different ways");
    }
    if (value.is_literal() && magnitude_of(value) >= std::pow(10.0L, 14 - places)) {
      refuse(place(), "printf()'s %f of more than 14 digits");
    }
    t_.remark("where a number has more than 14 digits, PostgreSQL refuses the row or the query (22003)");
    const std::string limit = "'1e" + std::to_string(14 - places) + "'::float8";
    const std::string infinite = "abs(" + v + ") = 'Infinity'::float8";
    const std::string digits = "CASE WHEN abs(" + v + ") < " + limit + " THEN round(abs(" + v + ")::numeric, " +
                               std::to_string(places) + ")::text WHEN " + infinite + " THEN 'Inf' ELSE (" + v +
                               " * '1e300'::float8 * '1e300'::float8)::text END";
    const std::string negative = v + " < 0", written = signed_digits(d, "(" + digits + ")", negative);
    if (!d.has('0') || d.width == 0) return written;
    Directive blank = d;
    std::erase(blank.flags, '0');  // No zeros before Inf.
    return "(CASE WHEN " + infinite + " THEN " + signed_digits(blank, "'Inf'", negative) + " ELSE " + written + " END)";
  }

  Translator& t_;
  const Expr& e_;
  std::string sql_;
  std::size_t used_ = 0;
  bool computed_ = false;
  Volatility volatility_ = Volatility::immutable;
};

}  // namespace

Operand translate_printf(Translator& t, const Expr& e) { return PrintfTranslator(t, e).translate(); }

}  // namespace lite2pg
