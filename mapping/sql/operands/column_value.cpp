// Columns as operands: what a PostgreSQL column must be turned into so that it is the SQLite value again. The SQL
// counterpart of the codecs' decode.
#include "mapping/codec/decode/decode.h"
#include "mapping/sql/operands/scope.h"
#include "mapping/sql/operands/temporal_text.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;

/// What is not known yet of a column's value.
struct Rebuilt {
  ValueKind kind;
  std::string sql;
  Volatility volatility = Volatility::immutable;
  std::string why{};
};

Rebuilt opaque(std::string why) { return {ValueKind::opaque, {}, Volatility::immutable, std::move(why)}; }

ValueKind kind_of(NumberForm form, ValueKind mixed) noexcept {
  if (form == NumberForm::integer) return ValueKind::integer;
  return form == NumberForm::real ? ValueKind::real : mixed;
}

Rebuilt rebuild_numeric(const ScopeColumn& c) {
  switch (kind_of(c.codec.number(), ValueKind::decimal)) {
    case ValueKind::integer: return {ValueKind::integer, c.sql + "::bigint"};
    case ValueKind::real: return {ValueKind::real, c.sql + "::float8"};
    default: return {ValueKind::decimal, c.sql};
  }
}

Rebuilt rebuild_integer(const ScopeColumn& c) {
  const ValueKind kind = kind_of(c.codec.number(), ValueKind::number);
  return {kind, kind == ValueKind::integer ? c.sql : c.sql + "::float8"};
}

Rebuilt rebuild_float(const ScopeColumn& c) {
  const std::string wide = c.codec.id() == CodecId::float4 ? c.sql + "::float8" : c.sql;
  const ValueKind kind = kind_of(c.codec.number(), ValueKind::number);
  return {kind, kind == ValueKind::integer ? c.sql + "::bigint" : wide};
}

Rebuilt rebuild_word(const ScopeColumn& c) {
  if (c.codec.words() >= BoolWords::mixed) return opaque("its words for true and false are spelled in several ways");
  std::string scratch;
  const std::string yes = quote_literal(decode(c.codec, std::string_view("\1", 1), scratch).bytes());
  const std::string no = quote_literal(decode(c.codec, std::string_view("\0", 1), scratch).bytes());
  return {ValueKind::text, "(CASE WHEN " + c.sql + " THEN " + yes + " WHEN NOT " + c.sql + " THEN " + no + " END)"};
}

Rebuilt rebuild_uuid(const ScopeColumn& c) {
  const std::string text = c.sql + "::text", hex = "replace(" + text + ", '-', '')";
  switch (c.codec.uuid()) {
    case UuidForm::hyphens: return {ValueKind::text, text};
    case UuidForm::HYPHENS: return {ValueKind::text, "upper(" + text + ")"};
    case UuidForm::hex32: return {ValueKind::text, hex};
    case UuidForm::HEX32: return {ValueKind::text, "upper(" + hex + ")"};
    case UuidForm::braces: return {ValueKind::text, "('{' || " + text + " || '}')"};
    case UuidForm::BRACES: return {ValueKind::text, "('{' || upper(" + text + ") || '}')"};
    case UuidForm::mixed: break;
  }
  return opaque("its UUIDs are spelled in several ways");
}

/// A day has one text. That of an instant has a form, of which today's rows say nothing for tomorrow's: a fraction, a T
/// or a zone may come.
Rebuilt rebuild_iso(const ScopeColumn& c) {
  if (c.codec.id() != CodecId::date)
    return opaque("its texts may have another form tomorrow; take date() or strftime()");
  return {ValueKind::text, "to_char(" + c.sql + ", 'YYYY-MM-DD')", Volatility::stable};
}

/// extract() of a timestamp is numeric and exact; of a timestamptz it would not be immutable.
Rebuilt rebuild_epoch(const ScopeColumn& c, std::string_view factor) {
  const std::string utc = c.codec.id() == CodecId::timestamptz ? c.sql + " AT TIME ZONE 'UTC'" : c.sql;
  const std::string sql = "(extract(epoch FROM " + utc + ")" + std::string(factor) + ")";
  switch (kind_of(c.codec.temporal().number, ValueKind::decimal)) {
    case ValueKind::integer: return {ValueKind::integer, sql + "::bigint"};
    case ValueKind::real: return {ValueKind::real, sql + "::float8"};
    default: return {ValueKind::decimal, sql};
  }
}

Rebuilt rebuild_temporal(const ScopeColumn& c) {
  if (c.codec.temporal().spelled) return opaque("its numbers are spelled as text");
  if (c.codec.temporal().place != nullptr) return opaque("its times stand on the clock of a named zone");
  switch (c.codec.temporal().unit) {
    case Unit::iso: return rebuild_iso(c);
    case Unit::seconds: return rebuild_epoch(c, "");
    case Unit::millis: return rebuild_epoch(c, " * 1000");
    case Unit::micros: return rebuild_epoch(c, " * 1000000");
    case Unit::any: return opaque("its dates are spelled in several ways");
    default: return opaque("its times are counted from an epoch that is not translated");
  }
}

Rebuilt rebuild(const ScopeColumn& c) {
  if (c.by_hand) return opaque("its type was chosen by hand");
  if (c.doubtful && c.merged) return opaque("versions of SQLite compare what FULL JOIN merged in different ways");
  if (c.doubtful) return opaque("the parts of a compound query compare it in different ways");
  switch (c.codec.id()) {
    case CodecId::int2:
    case CodecId::int4:
    case CodecId::int8: return rebuild_integer(c);
    case CodecId::boolean_number: return {ValueKind::boolean, c.sql};
    case CodecId::boolean_word: return rebuild_word(c);
    case CodecId::float4:
    case CodecId::float8: return rebuild_float(c);
    case CodecId::numeric: return rebuild_numeric(c);
    case CodecId::text: return {ValueKind::text, c.sql};
    case CodecId::json: return {ValueKind::text, c.sql + "::text"};
    case CodecId::bytea: return {ValueKind::blob, c.sql};
    case CodecId::uuid_text: return rebuild_uuid(c);
    case CodecId::uuid_blob: return {ValueKind::blob, "uuid_send(" + c.sql + ")"};
    case CodecId::date:
    case CodecId::time:
    case CodecId::timestamp:
    case CodecId::timestamptz: return rebuild_temporal(c);
    case CodecId::timetz:
    case CodecId::interval: return opaque("times of this type have several spellings");
    case CodecId::jsonb: return opaque("jsonb does not keep the text of its documents");
    default: return opaque("it holds values of several storage classes");
  }
}

}  // namespace

Operand column_operand(const ScopeColumn& column) {
  if (column.any_class) {
    Operand result = make_operand(ValueKind::json, column.sql);
    result.affinity = column.affinity;
    result.apart = true;
    result.why = "json_each()'s " + column.name + " may be of any class; where type = 'text' a value is text";
    return result;
  }
  Rebuilt rebuilt = rebuild(column);
  Operand result = make_operand(rebuilt.kind, std::move(rebuilt.sql), rebuilt.volatility);
  result.why = std::move(rebuilt.why);
  result.affinity = column.affinity;
  result.collation = builtin_collation(column.collation);
  result.column = &column;
  result.uncollated = column.merged;
  const bool four_bytes = column.codec.id() == CodecId::int2 || column.codec.id() == CodecId::int4;
  result.narrow = four_bytes && rebuilt.kind == ValueKind::integer;
  result.small = result.narrow || rebuilt.kind == ValueKind::boolean;
  return result;
}

}  // namespace lite2pg
