#include "mapping/choice/target_codec.h"

#include <algorithm>
#include <array>

#include "mapping/choice/census_form.h"
#include "mapping/choice/form_codec.h"
#include "mapping/choice/temporal_numbers.h"
#include "mapping/codec/temporal_units.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;

bool has(const ColumnCensus& c, StorageClass s) { return c.count(s) > 0; }

bool has_numbers(const ColumnCensus& c) { return has(c, StorageClass::integer) || has(c, StorageClass::real); }

struct BaseType {
  std::string_view base;  ///< pg_type.typname
  std::string_view wire;  ///< As wire_type() names what codecs write.
};

constexpr std::array base_types = std::to_array<BaseType>({
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"bool", "boolean"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"numeric", "numeric"},
    {"text", "text"},
    {"varchar", "text"},
    {"bpchar", "text"},
    {"name", "text"},
    {"citext", "text"},
    {"bytea", "bytea"},
    {"date", "date"},
    {"time", "time without time zone"},
    {"timestamp", "timestamp without time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"timetz", "time with time zone"},
    {"interval", "interval"},
    {"uuid", "uuid"},
    {"json", "json"},
    {"jsonb", "jsonb"},
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
  if (column.is_array || type == nullptr) return reads_form(codec, column);
  return codec.shape == FieldShape::scalar && type->wire == wire_type(codec);
}

std::vector<std::string_view> types_with_codec() {
  std::vector<std::string_view> names;
  for (const BaseType& type : base_types) names.push_back(type.base);
  names.insert(names.end(), form_types().begin(), form_types().end());
  return names;
}

namespace {

/// "interval day to second(3)": what ends in seconds keeps all but the digits beyond them; what ends before is cut by
/// the server, so that only its own text tells what it keeps (AdjustIntervalForTypmod in timestamp.c).
TargetType interval_with_fields(const TargetColumn& column) {
  TargetType type;
  const std::size_t seconds = column.type.find("second");
  if (seconds == std::string::npos) {
    type.family = TargetType::Family::by_text;
    type.name = column.type;
    return type;
  }
  type.family = TargetType::Family::interval;
  constexpr std::size_t digits_after = std::string_view("second(").size();
  if (column.type.find('(', seconds) != std::string::npos)
    type.fraction_digits = static_cast<std::uint8_t>(column.type[seconds + digits_after] - '0');
  return type;
}

}  // namespace

TargetType target_type_of(const TargetColumn& column) {
  TargetType type;
  if (column.is_array || (base_type(column) == nullptr)) {
    type.family = TargetType::Family::by_text;
    type.name = column.type;
    return type;
  }
  const bool unlimited = column.base == "bpchar" && column.type.find('(') == std::string::npos;
  if (column.is_enum || unlimited) return type;
  if (const auto parsed = parse_target_type(column.type)) return *parsed;
  return column.base == "interval" ? interval_with_fields(column) : type;
}

bool holds_numbers(const TargetColumn& column) noexcept {
  constexpr std::array<std::string_view, 7> bases = {"int2", "int4", "int8", "float4", "float8", "numeric", "money"};
  return !column.is_array && !column.is_enum && std::ranges::find(bases, column.base) != bases.end();
}

EvidenceSet evidence_for(const TargetColumn& column) {
  if (column.is_array) return evidence::json;
  const EvidenceSet of_type = evidence_for(target_type_of(column));
  return holds_numbers(column) ? static_cast<EvidenceSet>(of_type | evidence::unit) : of_type;
}

namespace {

/// Texts in any form, numbers in the unit that is named or likely: for a column that no census looked at.
Fit unsurveyed(const ColumnCensus& c, const TargetType& type, const Reading& reading) {
  Fit fit;
  fit.type = type;
  fit.codec.become(codec_of(type.family));
  TemporalFormat& format = fit.codec.mutable_temporal();
  format = {.unit = Unit::any, .places = type.fraction_digits, .place = reading.place};
  if (has_numbers(c)) format.numbers = reading.unit.value_or(likely_unit(c));
  if (type.family == TargetType::Family::timestamptz) fit.assumption = "text without a zone is taken as UTC";
  return fit;
}

/// What fit_to says; where it cannot tell what numbers count, a guess, which is said.
DerivedCodec temporal_codec(const ColumnCensus& c, const TargetType& type, const Reading& reading) {
  const bool numbers = has_numbers(c) || c.text.temporal.any_number();
  const bool interval = type.family == TargetType::Family::interval;
  const bool looked_at = !has(c, StorageClass::text) || interval || (c.wanted() & evidence::temporal) != 0;
  Reading guess = reading;
  if (numbers && !reading.unit && !possible_unit(c, type.family == TargetType::Family::date))
    guess.unit = interval ? Unit::micros : likely_unit(c);
  Fit fit = looked_at ? fit_to(c, type, guess) : unsurveyed(c, type, guess);
  DerivedCodec derived{.codec = fit.codec, .assumption = std::move(fit.assumption)};
  // Whoever loaded the column may have meant another clock: values without a zone are compared as instants.
  TemporalFormat& format = derived.codec.mutable_temporal();
  const bool naive = format.unit == Unit::iso && format.zone == TemporalFormat::Zone::none;
  if (type.family == TargetType::Family::timestamptz && naive && has(c, StorageClass::text))
    format = {.unit = Unit::any, .places = format.places, .infinite = format.infinite, .place = format.place};
  if (guess.unit != reading.unit) derived.assumption = "numbers are read as " + std::string(unit_of(*guess.unit).words);
  return derived;
}

DerivedCodec array_codec(const TargetColumn& column) {
  DerivedCodec derived{.codec = CodecId::jsonb, .via_json = true};
  derived.assumption = "type " + column.type + " is filled from JSON arrays and compared as JSON";
  return derived;
}

/// What the type's (n), (p,s) and the reading leave of it.
void limit(DerivedCodec& derived, const TargetType& type, const Reading& reading) {
  Codec& codec = derived.codec;
  codec.empty_as_null = reading.empty_as_null;
  if (auto* text = codec.find<TextFormat>()) {
    text->max_chars = type.length;
    text->bad_text = reading.bad_text;
  }
  if (auto* decimal = codec.find<DecimalFormat>()) {
    decimal->precision = type.precision;
    decimal->scale = type.scale;
  }
}

}  // namespace

DerivedCodec derive_codec(const ColumnCensus& census, const TargetColumn& column, const Reading& reading) {
  if (std::optional<DerivedCodec> form = form_codec(census, column, reading)) return *std::move(form);
  DerivedCodec derived;
  const TargetType target = target_type_of(column);
  if (column.is_array) {
    derived = array_codec(column);
  } else if (is_temporal(target) || target.family == TargetType::Family::interval) {
    derived = temporal_codec(census, target, reading);
  } else {
    const bool integers =
        has(census, StorageClass::integer) && !has(census, StorageClass::real) && !has(census, StorageClass::blob);
    derived.codec = integers ? CodecId::text_number : CodecId::text;
    derived.form = integers;  // The server says whether it reads the digits as they are.
    derived.via_text = true;
    derived.assumption = "type " + column.type + " is compared by its text";
  }
  limit(derived, target, reading);
  return derived;
}

}  // namespace lite2pg
