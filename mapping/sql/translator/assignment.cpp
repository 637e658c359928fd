#include "mapping/sql/translator/assignment.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/codec/traits.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/time_call.h"
#include "mapping/sql/translator/translator.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;

[[noreturn]] void refuse_kind(const Operand& o, const ScopeColumn& c, const Expr& e) {
  refuse(e, std::string(name_of(o.kind)) + " in a column that became " + std::string(wire_type(c.codec)));
}

std::string integer_as(const Operand& o, const ScopeColumn& c, const Expr& e) {
  switch (c.codec.id()) {
    case CodecId::int2:
    case CodecId::int4:
    case CodecId::int8: return o.kind == ValueKind::boolean ? as_integer(o).sql : o.sql;
    case CodecId::boolean_number:
      if (o.kind == ValueKind::boolean) return o.sql;
      break;
    case CodecId::float8:
      if (c.affinity == Affinity::real || o.small) return as_float8(o);
      break;
    case CodecId::numeric:
      if (c.affinity != Affinity::real && c.codec.decimal().precision == 0) return as_numeric(o);
      break;
    case CodecId::text:
      if (c.affinity == Affinity::text) return as_text(o, e).sql;
      break;
    default: break;
  }
  refuse_kind(o, c, e);
}

/// Whole REALs become INTEGER under INTEGER and NUMERIC affinity: numeric and double precision hold both.
std::string float_as(const Operand& o, const ScopeColumn& c, const Expr& e) {
  const bool is_double = o.kind == ValueKind::real || o.kind == ValueKind::number;
  // A column of REAL affinity keeps -0.0 as 0.0.
  if (c.codec.id() == CodecId::float8 && c.affinity == Affinity::real) {
    return is_double && !o.is_literal() ? "(" + o.sql + " + 0)" : as_float8(o);
  }
  if (c.codec.id() == CodecId::float8 && is_double) return as_float8(o);
  const bool unbounded = c.codec.id() == CodecId::numeric && c.codec.decimal().precision == 0;
  if (!unbounded || c.affinity == Affinity::real || c.affinity == Affinity::text) refuse_kind(o, c, e);
  if (!is_double || o.is_literal() || o.volatility == Volatility::volatile_) return as_numeric(o);
  // A whole REAL becomes an INTEGER of all its digits, up to the last double below 2^63; of others the shortest decimal
  // stands for it.
  return "(CASE WHEN " + o.sql + " = trunc(" + o.sql + ") AND " + o.sql +
         " BETWEEN -9223372036854775808 AND 9223372036854774784 THEN " + o.sql + "::bigint::numeric ELSE " +
         as_numeric(o) + " END)";
}

std::string text_as(const Operand& o, const ScopeColumn& c, const Expr& e) {
  const bool stays_text = c.affinity == Affinity::text || c.affinity == Affinity::blob;
  switch (c.codec.id()) {
    case CodecId::text:
      if (stays_text || o.wordy) return o.sql;
      break;
    case CodecId::uuid_text: return o.sql + "::uuid";
    case CodecId::json: return o.sql + "::json";
    case CodecId::int2:
    case CodecId::int4:
    case CodecId::int8:
      if (o.digits && !stays_text) return o.sql + "::bigint";
      break;
    default: break;
  }
  refuse_kind(o, c, e);
}

std::string blob_as(const Operand& o, const ScopeColumn& c, const Expr& e) {
  if (c.codec.id() == CodecId::bytea) return o.sql;
  if (c.codec.id() == CodecId::uuid_blob) return "encode(" + o.sql + ", 'hex')::uuid";
  refuse_kind(o, c, e);
}

/// Seconds and milliseconds since 1970 in a column of instants.
std::string instant_of(const Operand& o, const ScopeColumn& c, const Expr& e) {
  const Unit unit = c.codec.temporal().unit;
  if ((unit != Unit::seconds && unit != Unit::millis) || c.codec.temporal().place != nullptr) refuse_kind(o, c, e);
  const std::string seconds = unit == Unit::millis ? "(" + as_float8(o) + " / 1000)" : as_float8(o);
  const std::string instant = "to_timestamp(" + seconds + ")";
  return c.codec.id() == CodecId::timestamptz ? instant : "(" + instant + " AT TIME ZONE 'UTC')";
}

std::string stored(const Operand& raw, const ScopeColumn& c, const Expr& e) {
  if (raw.column != nullptr && raw.column->codec == c.codec && raw.affinity == c.affinity) return raw.column->sql;
  Operand o = known(raw, e);
  if (o.kind == ValueKind::null || o.sql == "NULL::boolean") return "NULL";
  if (o.digits && is_temporal(c.codec.id())) o = make_operand(ValueKind::integer, o.sql + "::bigint", o.volatility);
  if (o.kind == ValueKind::integer && is_temporal(c.codec.id())) return instant_of(o, c, e);
  switch (o.kind) {
    case ValueKind::boolean:
    case ValueKind::integer: return integer_as(o, c, e);
    case ValueKind::text: return text_as(o, c, e);
    case ValueKind::blob: return blob_as(o, c, e);
    default: return float_as(o, c, e);
  }
}

/// A word for true or false in a column of 0 and 1, or the other way round: the same truth value.
std::optional<std::string> truth_value(const Value& value, const ScopeColumn& c) {
  if (c.codec.id() != CodecId::boolean_number && c.codec.id() != CodecId::boolean_word) return std::nullopt;
  Codec any(CodecId::boolean_word, BoolWords::mixed);
  any.empty_as_null = c.codec.empty_as_null;
  return field_literal(any, value);
}

Assigned literal_as(const Value& value, const ScopeColumn& c, const Expr& e) {
  const auto converted = with_affinity(value, c.affinity.value_or(Affinity::blob));
  if (converted) {
    if (const auto literal = field_literal(c.codec, converted->view())) return {*literal, {}};
    if (const auto truth = truth_value(converted->view(), c)) {
      return {*truth, "the truth value is the same; SQLite stores it in another form than the column's other values"};
    }
  }
  refuse(e, "the column, which became " + std::string(wire_type(c.codec)) + ", does not hold it");
}

/// The instant itself for a column of instants, cut off where SQLite's text ends.
Assigned time_as(const TimeCall& call, const ScopeColumn& c) {
  const std::string cut = "date_trunc('" + unit_of(call.format) + "', " + call.moment + ")";
  Assigned result;
  const auto fits = with_affinity(Value::text(example_of(call.format)), c.affinity.value_or(Affinity::blob));
  if (!fits || !field_literal(c.codec, fits->view())) {
    result.note = "the instant is the same; SQLite spells it in another form than the column's other values";
  }
  const TemporalFormat& f = c.codec.temporal();
  switch (c.codec.id()) {
    case CodecId::date: result.sql = call.moment + "::date"; break;
    case CodecId::time: result.sql = cut + "::time"; break;
    case CodecId::timestamp: result.sql = cut; break;
    default:
      result.sql = "(" + cut + " AT TIME ZONE 'UTC')";
      if (f.zone == TemporalFormat::Zone::none && f.offset_minutes != 0 && f.unit == Unit::iso) {
        result.sql = "(" + result.sql + " - interval '" + std::to_string(f.offset_minutes) + " minutes')";
      }
  }
  return result;
}

void join_notes(Assigned& result, const Assigned& part) {
  if (result.note.empty()) result.note = part.note;
}

/// Each branch as the column stores it.
Assigned case_as(const ScopeColumn& column, Translator& translator, const Expr& e) {
  Assigned result{"(CASE", {}};
  for (std::size_t i = 0; i < e.args.size(); i += 2) {
    const bool is_else = i + 1 == e.args.size();
    const Assigned part = translate_assignment(column, translator, e.args[is_else ? i : i + 1]);
    result.sql += is_else ? " ELSE " : " WHEN " + translator.truth(e.args[i]).sql + " THEN ";
    result.sql += part.sql;
    join_notes(result, part);
  }
  result.sql += " END)";
  check_length(result.sql, e);
  return result;
}

Assigned coalesce_as(const ScopeColumn& column, Translator& translator, const Expr& e) {
  Assigned result{"coalesce(", {}};
  for (const Expr& arg : e.args) {
    const Assigned part = translate_assignment(column, translator, arg);
    result.sql += (&arg == e.args.data() ? "" : ", ") + part.sql;
    join_notes(result, part);
  }
  result.sql += ")";
  check_length(result.sql, e);
  return result;
}

/// DEFAULT word, without parentheses, is a string (or TRUE, FALSE).
void read_bare_name(Expr& e) {
  if (e.kind != ExprKind::name || e.names.size() != 1) return;
  const bool truth = equals_ignoring_case(e.names[0], "true") || equals_ignoring_case(e.names[0], "false");
  if (truth && !e.quoted) return;
  e.kind = ExprKind::string;
  e.text = e.names[0];
}

bool refers_to_generated(const Expr& e, const Scope& scope) {
  if (e.kind == ExprKind::name) {
    const ScopeColumn* column = scope.find(e);
    if (column != nullptr && column->generated) return true;
  }
  return std::ranges::any_of(e.args, [&](const Expr& arg) { return refers_to_generated(arg, scope); });
}

}  // namespace

Assigned stored_value(const Operand& value, const ScopeColumn& column, const Expr& e) {
  if (value.is_literal()) return literal_as(value.literal->view(), column, e);
  return {stored(value, column, e), {}};
}

Assigned translate_assignment(const ScopeColumn& column, Translator& translator, const Expr& e) {
  const bool by_branches = is_temporal(column.codec.id()) || column.codec.id() == CodecId::boolean_number;
  if (by_branches && e.kind == ExprKind::case_ && !e.has_base) return case_as(column, translator, e);
  if (by_branches && e.kind == ExprKind::call && (e.text == "coalesce" || e.text == "ifnull")) {
    return coalesce_as(column, translator, e);
  }
  if (is_temporal(column.codec.id())) {
    const auto call = read_time_call(translator, e);
    if (call && call->form == TimeCall::Form::text) return time_as(*call, column);
  }
  return stored_value(translator.translate(e), column, e);
}

Assigned translate_default(const ScopeColumn& column, std::string_view expression, Notes& notes) {
  Expr e = parse_expression(expression);
  read_bare_name(e);
  const Scope none;
  Translator translator(none, {.notes = &notes});
  if (is_temporal(column.codec.id())) {
    const auto call = read_time_call(translator, e);
    if (call && call->form == TimeCall::Form::text) return time_as(*call, column);
  }
  return stored_value(translator.translate(e), column, e);
}

namespace {

bool names_column(const Expr& e, const Scope& scope) {
  if (e.kind == ExprKind::name && scope.find(e) != nullptr) return true;
  return std::ranges::any_of(e.args, [&](const Expr& arg) { return names_column(arg, scope); });
}

/// 60 * 60: numbers have no collation.
bool is_arithmetic(const Expr& e) {
  constexpr std::string_view operators = "+-*/%";
  if (e.args.empty()) return e.kind != ExprKind::string && !e.double_quoted;
  const bool arithmetic = e.kind == ExprKind::binary && e.text.size() == 1 && operators.find(e.text) != operators.npos;
  return (arithmetic || e.kind == ExprKind::unary) && std::ranges::all_of(e.args, is_arithmetic);
}

/// PostgreSQL computes constant parts before it knows their collation (42P22: "could not determine which collation").
void refuse_constant_parts(const Expr& e, const Scope& scope) {
  const bool computed = !e.args.empty() && !literal_value(e) && !is_arithmetic(e);
  if (computed && !names_column(e, scope)) refuse(e, "a part that is computed alike in every row");
  for (const Expr& arg : e.args) refuse_constant_parts(arg, scope);
}

/// What a row of tomorrow holds may be longer than today's longest.
bool is_limited(const ScopeColumn& c) noexcept {
  return c.codec.text().max_chars > 0 || c.codec.decimal().precision > 0;
}

}  // namespace

Assigned translate_generated(const ScopeColumn& column, const Scope& scope, std::string_view expression,
                             TranslatorOptions options) {
  const Expr e = parse_expression(expression);
  if (refers_to_generated(e, scope)) refuse(e, "it refers to another generated column");
  options.immutable = true;
  const Operand value = Translator(scope, options).translate(e);
  if (value.is_literal()) return literal_as(value.literal->view(), column, e);
  refuse_constant_parts(e, scope);
  const std::string sql = stored(value, column, e);
  const bool bare = value.column != nullptr && sql == value.column->sql;
  if (!bare && is_limited(column)) refuse(e, "its type, given by hand, may be too narrow for what is computed");
  if (!bare && value.volatility != Volatility::immutable) refuse(e, "its value depends on the time or on settings");
  return {sql, {}};
}

}  // namespace lite2pg
