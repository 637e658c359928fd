#include "sync/sqlite/backward_type.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "mapping/codec/decode/decode.h"
#include "mapping/target/type.h"

namespace lite2pg {
namespace {

struct TypeRow {
  std::string_view base;  ///< pg_type.typname
  std::string_view declared;
  CodecId codec;
};

// What has an exact place in SQLite. numeric, text with a length, arrays and enums are below; all else is its text.
constexpr std::array type_rows = std::to_array<TypeRow>({
    {"int2", "SMALLINT", CodecId::int2},
    {"int4", "INTEGER", CodecId::int4},
    {"int8", "BIGINT", CodecId::int8},
    {"bool", "BOOLEAN", CodecId::boolean_number},
    {"float4", "REAL", CodecId::float4},
    {"float8", "DOUBLE PRECISION", CodecId::float8},
    {"text", "TEXT", CodecId::text},
    {"varchar", "VARCHAR", CodecId::text},
    {"bpchar", "CHAR", CodecId::text},
    {"name", "TEXT", CodecId::text},
    {"citext", "TEXT", CodecId::text},
    {"bytea", "BLOB", CodecId::bytea},
    {"date", "DATE", CodecId::date},
    {"time", "TIME", CodecId::time},
    {"timestamp", "TIMESTAMP", CodecId::timestamp},
    {"timestamptz", "TIMESTAMPTZ", CodecId::timestamptz},
    {"timetz", "TEXT", CodecId::timetz},
    {"uuid", "UUID", CodecId::uuid_text},
    {"json", "JSON", CodecId::json},
    {"jsonb", "JSONB", CodecId::jsonb},
});

/// A double keeps any decimal of so many digits.
constexpr unsigned digits_of_double = 15;

/// "character varying(20)" -> "(20)"
std::string length_of(const std::string& type) {
  const std::size_t open = type.find('(');
  return open == std::string::npos ? "" : type.substr(open, type.find(')') + 1 - open);
}

BackwardType numeric(const TargetColumn& column) {
  const auto type = parse_target_type(column.type);
  const bool fits = type && type->precision > 0 && type->precision <= digits_of_double && type->scale >= 0;
  if (!fits) return {"TEXT", "", CodecId::numeric_text};
  Codec codec = CodecId::numeric;
  codec.mutable_decimal() = {type->precision, type->scale, NumberForm::mixed};
  return {"DECIMAL" + length_of(column.type), "", codec};
}

Codec spelled(CodecId id) {
  Codec codec = id;
  if (id == CodecId::float8 || id == CodecId::float4) codec.set(NumberForm::real);
  if (auto* format = codec.find<TemporalFormat>()) {
    format->fraction = TemporalFormat::Fraction::trimmed;
    format->digits = 6;
    const bool zone = id == CodecId::timestamptz || id == CodecId::timetz;
    if (zone) format->zone = TemporalFormat::Zone::colon;
  }
  return codec;
}

}  // namespace

BackwardType backward_type(const TargetColumn& column) {
  if (column.is_array) return {.declared = "JSON", .collation = "", .codec = CodecId::jsonb, .via_json = true};
  if (column.is_enum) return {"TEXT", "", CodecId::text};
  if (column.base == "numeric") return numeric(column);
  const auto row = std::ranges::find(type_rows, column.base, &TypeRow::base);
  if (row == type_rows.end()) return {.declared = "TEXT", .collation = "", .codec = CodecId::text, .via_text = true};
  const bool sized = row->base == "varchar" || row->base == "bpchar";
  const std::string length = sized ? length_of(column.type) : "";
  const bool unlimited = sized && length.empty();
  return {(unlimited ? "TEXT" : std::string(row->declared)) + length, column.base == "citext" ? "NOCASE" : "",
          spelled(row->codec)};
}

ColumnPlan backward_column(const TargetColumn& column, int index) {
  BackwardType type = backward_type(column);
  ColumnPlan plan;
  plan.source = plan.target = column.name;
  plan.source_index = index;
  plan.declared_type = std::move(type.declared);
  plan.type = column.type;
  plan.fidelity = is_spelling_exact(type.codec) ? Fidelity::exact : Fidelity::equivalent;
  plan.codec = type.codec;
  plan.via_text = type.via_text;
  plan.via_json = type.via_json;
  plan.not_null = column.not_null;
  plan.evidence = "derived from the target's type";
  return plan;
}

}  // namespace lite2pg
