// Comparisons: affinity, storage classes and collations as https://sqlite.org/datatype3.html sections 4 and 7 have
// them.
#include <algorithm>
#include <cmath>

#include "common/text.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/operands/spelled_number.h"
#include "mapping/sql/operands/temporal_text.h"
#include "mapping/sql/translator/functions.h"
#include "mapping/sql/translator/translator.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

bool is_is(std::string_view op) noexcept { return op.starts_with("IS"); }
bool is_equality(std::string_view op) noexcept { return op == "=" || op == "<>" || is_is(op); }
/// Whether operands in ascending, descending order satisfy the operator.
bool holds_for_less(std::string_view op) noexcept { return op == "<" || op == "<=" || op == "<>" || op == "IS NOT"; }
bool holds_for_greater(std::string_view op) noexcept { return op == ">" || op == ">=" || op == "<>" || op == "IS NOT"; }

std::string spelled(std::string_view op) {
  if (op == "IS") return "IS NOT DISTINCT FROM";
  return op == "IS NOT" ? "IS DISTINCT FROM" : std::string(op);
}

/// NULL < numbers < text < BLOB
int rank_of(ValueKind kind) noexcept {
  if (is_numeric(kind)) return 1;
  return kind == ValueKind::text ? 2 : 3;
}

bool is_numeric_affinity(std::optional<Affinity> a) noexcept {
  return a && *a != Affinity::text && *a != Affinity::blob;
}

/// The affinity under which two operands are compared (sqlite3CompareAffinity).
std::optional<Affinity> comparison_affinity(const Operand& a, const Operand& b) noexcept {
  if (a.affinity && b.affinity) {
    if (is_numeric_affinity(a.affinity) || is_numeric_affinity(b.affinity)) return Affinity::numeric;
    return std::nullopt;
  }
  return a.affinity ? a.affinity : b.affinity;
}

class Comparison {
 public:
  Comparison(const Translator& t, std::string_view op, Operand a, Operand b, const Expr& e)
      : t_(t), op_(op), a_(std::move(a)), b_(std::move(b)), e_(e), utf8_(t.options().utf8) {}

  Operand translate() {
    if (const auto raw = compare_columns()) return *raw;
    if (const auto raw = compare_with_literal(a_, b_, op_)) return boolean(*raw);
    if (const auto raw = compare_with_literal(b_, a_, mirrored())) return boolean(*raw);
    if (const auto instants = compare_with_moment(a_, b_, op_)) return *instants;
    if (const auto instants = compare_with_moment(b_, a_, mirrored())) return *instants;
    if (const auto json = compare_json()) return *json;
    if (const auto texts = is_equality(op_) ? compare_spelled(a_, b_, spelled(op_)) : std::nullopt) {
      return boolean(*texts);
    }
    a_ = known(std::move(a_), e_);
    b_ = known(std::move(b_), e_);
    require_own_class();
    apply_affinity();
    if (a_.kind == ValueKind::null || b_.kind == ValueKind::null) return compare_null();
    const int left = rank_of(a_.kind), right = rank_of(b_.kind);
    if (left != right) return constant(left < right ? holds_for_less(op_) : holds_for_greater(op_));
    if (left == 1) return compare_numbers();
    return left == 2 ? compare_texts() : boolean(infix(a_.sql, b_.sql));
  }

 private:
  [[nodiscard]] Operand boolean(std::string sql) const {
    return make_operand(ValueKind::boolean, std::move(sql), volatility_of(a_, b_));
  }
  [[nodiscard]] std::string infix(const std::string& a, const std::string& b) const {
    return "(" + a + " " + spelled(op_) + " " + b + ")";
  }
  [[nodiscard]] std::string_view mirrored() const noexcept {
    if (op_ == "<") return ">";
    if (op_ == "<=") return ">=";
    if (op_ == ">") return "<";
    return op_ == ">=" ? "<=" : op_;
  }

  [[nodiscard]] static bool is_special(const ScopeColumn& c) noexcept { return c.by_hand || c.doubtful || c.mixed; }

  /// Columns whose codecs write the same values in the same way compare as they are, so that keys of any type join.
  [[nodiscard]] std::optional<Operand> compare_columns() const {
    if (a_.column == nullptr || b_.column == nullptr || !(a_.column->codec == b_.column->codec)) return std::nullopt;
    if (a_.collation != Collation::binary || b_.collation != Collation::binary) return std::nullopt;
    if (is_special(*a_.column) || is_special(*b_.column) || a_.affinity != b_.affinity ||
        !compares_as_it_is(a_.column->codec, is_equality(op_))) {
      return std::nullopt;
    }
    note_instants(t_, *a_.column);
    return make_operand(ValueKind::boolean, infix(a_.column->sql, b_.column->sql));
  }

  /// A column that is not kept as SQLite's value (boolean, uuid, date, ...) against a literal: the literal becomes one
  /// of the column's type, when the column could hold it.
  [[nodiscard]] std::optional<std::string> compare_with_literal(const Operand& a, const Operand& b,
                                                                std::string_view op) const {
    if (a.column == nullptr || !b.is_literal() || b.storage() == StorageClass::null) return std::nullopt;
    if (a.collation != Collation::binary || (b.collation && *b.collation != Collation::binary)) return std::nullopt;
    if (is_special(*a.column) || b.affinity) return std::nullopt;
    ScopeColumn column = *a.column;
    column.affinity = a.affinity;
    auto result = literal_comparison(column, spelled(op), op, b.literal->view());
    // What is no date is unequal to all of them in any form.
    const Value v = b.literal->view();
    const bool date =
        v.storage() == StorageClass::text && !v.bytes().empty() && v.bytes()[0] >= '0' && v.bytes()[0] <= '9';
    if (result && date) note_instants(t_, column);
    return result;
  }

  /// created > datetime('now', '-7 days'), day = date('now'). A date alone is the first text of its day.
  [[nodiscard]] std::optional<Operand> compare_with_moment(const Operand& a, const Operand& b,
                                                           std::string_view op) const {
    if (a.column == nullptr || b.moment.empty() || is_special(*a.column) || is_is(op)) return std::nullopt;
    const Codec& codec = a.column->codec;
    const bool zoned = codec.id() == CodecId::timestamptz, day = codec.id() == CodecId::date;
    const bool instant = codec.id() == CodecId::timestamp || zoned;
    if (codec.temporal().unit != TemporalFormat::Unit::iso || !(day || instant)) return std::nullopt;
    if (zoned && codec.temporal().offset_minutes != 0) return std::nullopt;
    if ((day && !b.day_alone) || (instant && b.day_alone && is_equality(op))) return std::nullopt;
    note_instants(t_, *a.column);
    const std::string moment = day     ? "(" + b.moment + ")::date"
                               : zoned ? "(" + b.moment + " AT TIME ZONE 'UTC')"
                                       : b.moment;
    const std::string_view border = !instant || !b.day_alone ? op : op.starts_with('<') ? "<" : ">=";
    return make_operand(ValueKind::boolean, "(" + a.column->sql + " " + std::string(border) + " " + moment + ")",
                        b.volatility);
  }

  /// json_extract(x, path) = 'text': of all the classes that a JSON value may have only text can be equal.
  [[nodiscard]] std::optional<Operand> compare_json() const {
    const bool json_first = a_.kind == ValueKind::json;
    const Operand& json = json_first ? a_ : b_;
    const Operand& other = json_first ? b_ : a_;
    if (json.kind != ValueKind::json || (op_ != "=" && op_ != "<>")) return std::nullopt;
    if (!other.is_literal() || other.storage() != StorageClass::text || other.affinity) return std::nullopt;
    for (const Operand* o : {&a_, &b_}) {
      if (o->collation_given && o->collation != Collation::binary) refuse(e_, "a JSON value by another collation");
    }
    const std::string_view text = other.literal->view().bytes();
    // What a number, a truth value, an object or an array would look like as text.
    const bool spelled = !json.apart && (number_of_text(text) || text == "true" || text == "false");
    if (spelled || is_document_like(text)) refuse(e_, "the JSON value may be of another class than the text");
    return boolean(infix(json.sql, other.sql));
  }

  /// Beside values of another class the affinity of a compound query's column would count, of which there are several.
  void require_own_class() const {
    const auto is_mixed = [](const Operand& o) {
      return o.column != nullptr && (!o.uncollated || o.column->merged) && o.column->mixed;
    };
    if (!is_mixed(a_) && !is_mixed(b_)) return;
    if (a_.kind == ValueKind::null || b_.kind == ValueKind::null || rank_of(a_.kind) == rank_of(b_.kind)) return;
    refuse(e_,
           "the parts of a compound query, or versions of SQLite, compare the column with other classes in "
           "different ways");
  }

  void apply_affinity() {
    const auto affinity = comparison_affinity(a_, b_);
    if (!affinity || *affinity == Affinity::blob) return;
    convert(a_, *affinity);
    convert(b_, *affinity);
  }

  void convert(Operand& o, Affinity affinity) const {
    const bool to_text = affinity == Affinity::text;
    if (to_text ? !is_numeric(o.kind) : o.kind != ValueKind::text) return;
    if (o.is_literal()) {
      const auto value =
          to_text ? with_affinity(o.literal->view(), Affinity::text) : number_of_text(o.literal->view().bytes());
      if (to_text && !value) refuse(e_, "a REAL is compared with text");
      if (value) o = literal_operand(value->view());
      return;
    }
    if (!to_text && (o.wordy || is_no_number(&o == &a_ ? b_ : a_))) return;
    if (!to_text) refuse(e_, "text is compared with a number");
    o = as_text(o, e_);
  }

  /// Equal to such a text is the same text alone, whether or not other texts become numbers.
  [[nodiscard]] bool is_no_number(const Operand& other) const {
    const bool text = other.is_literal() && other.storage() == StorageClass::text;
    if (!text || number_of_text(other.literal->view().bytes())) return false;
    if (!is_equality(op_))
      t_.note("text that looks like a number is a number in such a column of SQLite, before all text");
    return true;
  }

  [[nodiscard]] Operand compare_null() const {
    if (!is_is(op_)) return boolean("NULL::boolean");
    const Operand& other = a_.kind == ValueKind::null ? b_ : a_;
    return boolean("(" + other.sql + (op_ == "IS" ? " IS NULL)" : " IS NOT NULL)"));
  }

  /// Values of different classes: always the same answer, unless one is NULL.
  [[nodiscard]] Operand constant(bool holds) const {
    if (op_ == "IS") return boolean("(" + a_.sql + " IS NULL AND " + b_.sql + " IS NULL)");
    if (op_ == "IS NOT") return boolean("(" + a_.sql + " IS NOT NULL OR " + b_.sql + " IS NOT NULL)");
    const std::string condition = a_.is_literal()   ? b_.sql + " IS NOT NULL"
                                  : b_.is_literal() ? a_.sql + " IS NOT NULL"
                                                    : a_.sql + " IS NOT NULL AND " + b_.sql + " IS NOT NULL";
    return boolean("(CASE WHEN " + condition + " THEN " + (holds ? "true" : "false") + " END)");
  }

  [[nodiscard]] Operand compare_texts() const {
    const Collation collation = collation_in_force();
    if (!is_equality(op_) && !utf8_) refuse(e_, "the order of text in a file that is not UTF-8");
    if (a_.is_literal() && b_.is_literal()) return boolean(compare_literals(collation) ? "true" : "false");
    std::string a = a_.sql, b = b_.sql;
    if (collation == Collation::nocase) a = fold(a_), b = fold(b_);
    if (collation == Collation::rtrim) a = "rtrim(" + a + ")", b = "rtrim(" + b + ")";
    if (!is_equality(op_)) (a_.is_literal() ? b : a) += " COLLATE \"C\"";
    return boolean(infix(a, b));
  }

  [[nodiscard]] bool compare_literals(Collation collation) const {
    const auto seen = [&](const Operand& o) {
      std::string text(o.literal->view().bytes());
      if (collation == Collation::nocase) text = ascii_lower(text);
      if (collation == Collation::rtrim) text.erase(text.find_last_not_of(' ') + 1);
      return text;
    };
    const int order = seen(a_).compare(seen(b_));
    if (order == 0) return op_ == "=" || op_ == "<=" || op_ == ">=" || op_ == "IS";
    return order < 0 ? holds_for_less(op_) : holds_for_greater(op_);
  }

  [[nodiscard]] static std::string fold(const Operand& o) {
    if (!o.is_literal()) return folded(o.sql);
    return quote_literal(ascii_lower(o.literal->view().bytes()));
  }

  /// https://sqlite.org/datatype3.html section 7.1
  [[nodiscard]] Collation collation_in_force() const {
    for (const bool given : {true, false}) {
      for (const Operand* o : {&a_, &b_}) {
        if (o->collation_given != given || (!given && (o->column == nullptr || o->uncollated))) continue;
        if (!o->collation) refuse(e_, "collation " + o->column->collation + " is not one of SQLite's own");
        return *o->collation;
      }
    }
    return Collation::binary;
  }

  [[nodiscard]] Operand compare_numbers() {
    if (const auto simple = compare_boolean(a_, b_)) return *simple;
    if (const auto simple = compare_boolean(b_, a_)) return *simple;
    a_ = as_integer(a_);
    b_ = as_integer(b_);
    const bool floating = is_floating(a_) || is_floating(b_);
    if (!floating) return boolean(infix(number(a_), number(b_)));
    if (is_exact_in_double(a_) && is_exact_in_double(b_)) return boolean(infix(double_of(a_), double_of(b_)));
    const bool decimal = a_.kind == ValueKind::decimal || b_.kind == ValueKind::decimal;
    return decimal ? compare_decimal() : compare_exactly();
  }

  [[nodiscard]] static bool is_floating(const Operand& o) noexcept {
    return (o.kind == ValueKind::real && !o.is_literal()) || o.kind == ValueKind::number;
  }
  [[nodiscard]] static bool is_exact_in_double(const Operand& o) noexcept {
    return o.kind != ValueKind::decimal && (o.kind != ValueKind::integer || o.small);
  }
  /// Literals stay numeric beside bigint and numeric: exact, whatever their size.
  [[nodiscard]] static std::string number(const Operand& o) {
    return o.is_literal() ? decimal_literal(o.literal->view()) : o.sql;
  }
  [[nodiscard]] static std::string double_of(const Operand& o) {
    return o.is_literal() && o.kind == ValueKind::integer ? o.sql : as_float8(o);
  }

  /// active = 1 for a boolean column: active = true, so that its index serves.
  [[nodiscard]] std::optional<Operand> compare_boolean(const Operand& truth, const Operand& literal) const {
    if (truth.kind != ValueKind::boolean) return std::nullopt;
    if (literal.kind == ValueKind::boolean) return boolean(infix(truth.sql, literal.sql));
    if (!literal.is_literal() || literal.storage() != StorageClass::integer || !is_equality(op_)) return std::nullopt;
    const std::int64_t v = literal.literal->view().integer();
    if (v != 0 && v != 1) return std::nullopt;
    return boolean(infix(truth.sql, v != 0 ? "true" : "false"));
  }

  /// Whether or not a condition rules out what is beyond: PostgreSQL computes constants before it looks at that.
  [[nodiscard]] static std::string within_bigint(const std::string& real) {
    return "least(greatest(trunc(" + real + "), -9223372036854775808), 9223372036854774784)::bigint";
  }

  /// numeric against double precision: as doubles; where these are equal, a whole number beyond 2^53 may still not be.
  [[nodiscard]] Operand compare_decimal() const {
    const bool decimal_first = a_.kind == ValueKind::decimal;
    const Operand& decimal = decimal_first ? a_ : b_;
    const Operand& real = decimal_first ? b_ : a_;
    if (real.kind == ValueKind::integer || volatility_of(a_, b_) == Volatility::volatile_ || is_is(op_)) {
      refuse(e_, "a NUMERIC of any size is compared with a REAL");
    }
    const std::string as_double = as_float8(decimal);
    const std::string whole = "(" + decimal.sql + " = trunc(" + decimal.sql + ") AND abs(" + as_double +
                              ") BETWEEN 9007199254740992 AND 9223372036854774784)";
    const std::string exact = within_bigint(real.sql) + "::numeric";
    const auto in_order = [&](const std::string& d, const std::string& r) {
      return decimal_first ? infix(d, r) : infix(r, d);
    };
    // Integers next to 2^63 are that number as doubles, and no bigint.
    const std::string edge = "(" + decimal.sql + " = trunc(" + decimal.sql + ") AND abs(" + as_double +
                             ") = 9223372036854775808 AND " + decimal.sql +
                             " BETWEEN -9223372036854775808 AND 9223372036854775807)";
    const std::string end = "sign(" + real.sql + ")::numeric * 9223372036854775808";
    return boolean("(CASE WHEN " + as_double + " = " + real.sql + " AND " + whole + " THEN " +
                   in_order(decimal.sql, exact) + " WHEN " + as_double + " = " + real.sql + " AND " + edge + " THEN " +
                   in_order(decimal.sql, "(" + end + ")") + " ELSE " + in_order(as_double, real.sql) + " END)");
  }

  /// bigint against double precision: first as doubles, then, where rounding made them equal, as bigints. A double of
  /// 2^63 is beyond every bigint.
  [[nodiscard]] Operand compare_exactly() const {
    const bool integer_first = a_.kind == ValueKind::integer;
    const Operand& whole = integer_first ? a_ : b_;
    const Operand& real = integer_first ? b_ : a_;
    const bool repeatable = volatility_of(a_, b_) != Volatility::volatile_ && a_.sql.size() + b_.sql.size() < 200;
    if (!repeatable || whole.is_literal() || is_is(op_)) refuse(e_, "an INTEGER of any size is compared with a REAL");
    const std::string rounded = as_float8(whole), truncated = within_bigint(real.sql);
    const std::string exact = integer_first ? infix(whole.sql, truncated) : infix(truncated, whole.sql);
    const std::string rough = integer_first ? infix(rounded, real.sql) : infix(real.sql, rounded);
    const bool beyond = integer_first ? holds_for_less(op_) : holds_for_greater(op_);
    return boolean("(CASE WHEN " + rounded + " <> " + real.sql + " THEN " + rough + " WHEN " + rounded + " = " +
                   real.sql + " THEN CASE WHEN " + real.sql + " >= 9223372036854775807::float8 THEN " +
                   (beyond ? "true" : "false") + " ELSE " + exact + " END END)");
  }

  const Translator& t_;
  std::string_view op_;
  Operand a_, b_;
  const Expr& e_;
  bool utf8_;
};

}  // namespace

void note_instants(const Translator& t, const ScopeColumn& c) {
  const CodecId id = c.codec.id();
  const bool instants = id == CodecId::time || id == CodecId::timestamp || id == CodecId::timestamptz;
  if (!instants || c.codec.temporal().unit != TemporalFormat::Unit::iso) return;
  t.note(c.name +
         " is compared as an instant: SQLite compares the texts, where a row spelled in another form (T, a fraction, a "
         "date alone, another zone) has another place");
}

Operand Translator::compare(std::string_view op, Operand a, Operand b, const Expr& e) {
  return Comparison(*this, op, std::move(a), std::move(b), e).translate();
}

}  // namespace lite2pg
