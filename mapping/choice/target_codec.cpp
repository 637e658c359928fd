#include "mapping/choice/target_codec.h"

#include <algorithm>
#include <array>

#include "mapping/choice/census_form.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;

bool has(const ColumnCensus& c, StorageClass s) { return c.count(s) > 0; }

bool has_numbers(const ColumnCensus& c) { return has(c, StorageClass::integer) || has(c, StorageClass::real); }

NumberForm number_form(const ColumnCensus& c) {
  if (!has(c, StorageClass::real)) return NumberForm::integer;
  return has(c, StorageClass::integer) ? NumberForm::either : NumberForm::real;
}

Codec number_codec(CodecId id, const ColumnCensus& c) { return {id, number_form(c)}; }

DerivedCodec text_codec(const ColumnCensus& c) {
  if (!has_numbers(c) && !has(c, StorageClass::blob)) return {.codec = CodecId::text};
  return {.codec = number_codec(CodecId::text_number, c)};
}

DerivedCodec bytes_codec(const ColumnCensus& c) {
  if (!has(c, StorageClass::text)) return {.codec = CodecId::bytea};
  return {.codec = has(c, StorageClass::blob) ? CodecId::bytea_or_text : CodecId::text_bytes};
}

DerivedCodec boolean_codec(const ColumnCensus& c) {
  if (!has(c, StorageClass::text)) return {.codec = CodecId::boolean_number};
  return {.codec = {CodecId::boolean_word, BoolWords::mixed}};
}

DerivedCodec uuid_codec(const ColumnCensus& c) {
  if (!has(c, StorageClass::text) && has(c, StorageClass::blob)) return {.codec = CodecId::uuid_blob};
  const bool surveyed = (c.wanted() & evidence::uuid) != 0;
  return {.codec = {CodecId::uuid_text, surveyed ? c.text.uuid.form() : UuidForm::mixed}};
}

/// The unit under which a column's numbers are instants of our time.
Unit likely_unit(const ColumnCensus& c) {
  const double largest = std::max(has(c, StorageClass::integer) ? static_cast<double>(c.integer_max) : 0,
                                  has(c, StorageClass::real) ? c.real_max : 0);
  if (largest < 1e11) return Unit::seconds;
  return largest < 1e14 ? Unit::millis : Unit::micros;
}

std::string_view words_for(Unit unit) {
  return unit == Unit::seconds ? "seconds" : unit == Unit::millis ? "milliseconds" : "microseconds";
}

DerivedCodec temporal_codec(CodecId id, const ColumnCensus& c) {
  DerivedCodec derived{.codec = id};
  TemporalFormat& format = derived.codec.mutable_temporal();
  if (has_numbers(c)) {
    format.unit = likely_unit(c);
    format.number = number_form(c);
    derived.assumption = "numbers are read as " + std::string(words_for(format.unit)) + " since 1970";
    return derived;
  }
  const TemporalKind kind = id == CodecId::date   ? TemporalKind::date
                            : id == CodecId::time ? TemporalKind::time
                                                  : TemporalKind::timestamp;
  const bool surveyed =
      (c.wanted() & evidence::temporal) != 0 && c.text.not_temporal.count == 0 && c.text_empty.count == 0;
  const auto exact = surveyed ? c.text.temporal.exact_format(kind) : std::nullopt;
  const bool zoned = id == CodecId::timestamptz;
  // A format without zone cannot be spelled from an instant: the values are compared as instants then.
  if (exact && zoned == (exact->zone != TemporalFormat::Zone::none)) {
    format = *exact;
  } else {
    format.unit = Unit::any;
  }
  if (zoned && (!surveyed || c.text.temporal.any_without_zone()))
    derived.assumption = "text without a zone is taken as UTC";
  if (!zoned && id == CodecId::timestamp && surveyed && c.text.temporal.any_zone()) {
    derived.assumption = "the zone of the text is dropped by the type: instants are taken as UTC";
  }
  return derived;
}

DerivedCodec date_codec(const ColumnCensus& c) { return temporal_codec(CodecId::date, c); }
DerivedCodec time_codec(const ColumnCensus& c) { return temporal_codec(CodecId::time, c); }
DerivedCodec timestamp_codec(const ColumnCensus& c) { return temporal_codec(CodecId::timestamp, c); }
DerivedCodec timestamptz_codec(const ColumnCensus& c) { return temporal_codec(CodecId::timestamptz, c); }
DerivedCodec int2_codec(const ColumnCensus& c) { return {.codec = number_codec(CodecId::int2, c)}; }
DerivedCodec int4_codec(const ColumnCensus& c) { return {.codec = number_codec(CodecId::int4, c)}; }
DerivedCodec int8_codec(const ColumnCensus& c) { return {.codec = number_codec(CodecId::int8, c)}; }
DerivedCodec float8_codec(const ColumnCensus& c) { return {.codec = number_codec(CodecId::float8, c)}; }
DerivedCodec json_codec(const ColumnCensus& /*c*/) { return {.codec = CodecId::json}; }
DerivedCodec jsonb_codec(const ColumnCensus& /*c*/) { return {.codec = CodecId::jsonb}; }

DerivedCodec float4_codec(const ColumnCensus& c) {
  return {.codec = number_codec(CodecId::float4, c), .assumption = "the type is a 4-byte float: it rounds"};
}

DerivedCodec numeric_codec(const ColumnCensus& c) {
  const bool text = has(c, StorageClass::text) && !has_numbers(c);
  return {.codec = text ? Codec(CodecId::numeric_text) : number_codec(CodecId::numeric, c)};
}

struct BaseType {
  std::string_view base;  ///< pg_type.typname
  std::string_view wire;  ///< As wire_type() names what codecs write.
  DerivedCodec (*derive)(const ColumnCensus& census);
};

constexpr std::array base_types = std::to_array<BaseType>({
    {"int2", "smallint", int2_codec},
    {"int4", "integer", int4_codec},
    {"int8", "bigint", int8_codec},
    {"bool", "boolean", boolean_codec},
    {"float4", "real", float4_codec},
    {"float8", "double precision", float8_codec},
    {"numeric", "numeric", numeric_codec},
    {"text", "text", text_codec},
    {"varchar", "text", text_codec},
    {"bpchar", "text", text_codec},
    {"name", "text", text_codec},
    {"citext", "text", text_codec},
    {"bytea", "bytea", bytes_codec},
    {"date", "date", date_codec},
    {"time", "time without time zone", time_codec},
    {"timestamp", "timestamp without time zone", timestamp_codec},
    {"timestamptz", "timestamp with time zone", timestamptz_codec},
    {"uuid", "uuid", uuid_codec},
    {"json", "json", json_codec},
    {"jsonb", "jsonb", jsonb_codec},
});

/// nullptr: a type without codec.
const BaseType* base_type(const TargetColumn& column) {
  if (column.is_array) return nullptr;
  const std::string_view base = column.is_enum ? "text" : std::string_view(column.base);
  const auto found = std::ranges::find(base_types, base, &BaseType::base);
  return found == base_types.end() ? nullptr : &*found;
}

}  // namespace

bool reads(const Codec& codec, const TargetColumn& column) {
  const BaseType* type = base_type(column);
  return type != nullptr && type->wire == wire_type(codec);
}

std::vector<std::string_view> types_with_codec() {
  std::vector<std::string_view> names;
  for (const BaseType& type : base_types) names.push_back(type.base);
  return names;
}

TargetType target_type_of(const TargetColumn& column) {
  TargetType type;
  if (column.is_array || (base_type(column) == nullptr)) {
    type.family = TargetType::Family::by_text;
    type.name = column.type;
    return type;
  }
  const bool unlimited = column.base == "bpchar" && column.type.find('(') == std::string::npos;
  if (column.is_enum || unlimited) return type;
  return parse_target_type(column.type).value_or(type);
}

EvidenceSet evidence_for(const TargetColumn& column) {
  return column.is_array ? evidence::json : evidence_for(target_type_of(column));
}

namespace {

/// A number of microseconds, as some frameworks keep durations where there is no interval.
DerivedCodec interval_codec(const ColumnCensus& c) {
  return {.codec = Codec(CodecId::int8, number_form(c)),
          .via_text = true,
          .assumption = "numbers are read as microseconds"};
}

DerivedCodec array_codec(const TargetColumn& column) {
  DerivedCodec derived{.codec = CodecId::jsonb, .via_json = true};
  derived.assumption = "type " + column.type + " is filled from JSON arrays and compared as JSON";
  return derived;
}

/// What the type's (n), (p,s) and the reading leave of it.
void limit(DerivedCodec& derived, const TargetType& type, const ColumnCensus& census, const Reading& reading) {
  Codec& codec = derived.codec;
  codec.empty_as_null = reading.empty_as_null;
  if (auto* text = std::get_if<TextFormat>(&codec.parameters)) {
    text->max_chars = type.length;
    text->bad_text = reading.bad_text;
  }
  if (auto* decimal = std::get_if<DecimalFormat>(&codec.parameters)) {
    decimal->precision = type.precision;
    decimal->scale = type.scale;
  }
  auto* format = std::get_if<TemporalFormat>(&codec.parameters);
  if (format == nullptr) return;
  format->places = type.fraction_digits;
  format->cut = reading.cut_fraction && !has_numbers(census);
  if (format->cut) format->unit = Unit::any;
  if (!reading.unit || !has_numbers(census)) return;
  format->unit = *reading.unit;
  derived.assumption.clear();
}

}  // namespace

DerivedCodec derive_codec(const ColumnCensus& census, const TargetColumn& column, const Reading& reading) {
  DerivedCodec derived;
  const BaseType* type = base_type(column);
  if (column.is_array) {
    derived = array_codec(column);
  } else if (type != nullptr) {
    derived = type->derive(census);
  } else if (column.base == "interval" && has_numbers(census)) {
    derived = interval_codec(census);
  } else {
    derived = text_codec(census);
    derived.via_text = true;
    derived.assumption = "type " + column.type + " is compared by its text";
  }
  limit(derived, target_type_of(column), census, reading);
  return derived;
}

}  // namespace lite2pg
