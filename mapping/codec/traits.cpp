#include "mapping/codec/traits.h"

#include <array>
#include <stdexcept>

namespace lite2pg {
namespace {

using enum ParameterKind;
using F = FieldForm;
using S = Spelling;
using O = FieldOrder;

constexpr auto traits_table = std::to_array<CodecTraits>({
    // id, name, wire, form, size, parameters, spelling, extremes, order
    {CodecId::int2, "int2", "smallint", F::integer, 2, number, S::by_parameters, true, O::as_values},
    {CodecId::int4, "int4", "integer", F::integer, 4, number, S::by_parameters, true, O::as_values},
    {CodecId::int8, "int8", "bigint", F::integer, 8, number, S::by_parameters, true, O::as_values},
    {CodecId::boolean_number, "boolean_number", "boolean", F::boolean, 1, none, S::exact, false, O::as_values},
    {CodecId::boolean_word, "boolean_word", "boolean", F::boolean, 1, words, S::by_parameters, false, O::as_values},
    {CodecId::float8, "float8", "double precision", F::floating, 8, number, S::by_parameters, true, O::as_values},
    {CodecId::float4, "float4", "real", F::floating, 4, number, S::by_parameters, false, O::as_values},
    {CodecId::numeric, "numeric", "numeric", F::numeric, 0, decimal, S::by_parameters, true, O::as_values},
    {CodecId::numeric_text, "numeric_text", "numeric", F::numeric, 0, decimal, S::by_parameters, false, O::as_text},
    {CodecId::text, "text", "text", F::text, 0, text, S::by_parameters, false, O::as_text},
    {CodecId::text_number, "text_number", "text", F::text, 0, text, S::respelled, false, O::otherwise},
    {CodecId::text_or_blob, "text_or_blob", "text", F::text, 0, text, S::respelled, false, O::as_text},
    {CodecId::text_bytes, "text_bytes", "bytea", F::bytes, 0, none, S::exact, false, O::as_values},
    {CodecId::bytea, "bytea", "bytea", F::bytes, 0, none, S::exact, false, O::as_values},
    {CodecId::bytea_or_text, "bytea_or_text", "bytea", F::bytes, 0, none, S::respelled, false, O::as_values},
    {CodecId::date, "date", "date", F::date, 4, temporal, S::by_parameters, true, O::as_values},
    {CodecId::time, "time", "time without time zone", F::clock, 8, temporal, S::by_parameters, true, O::as_values},
    {CodecId::timestamp, "timestamp", "timestamp without time zone", F::moment, 8, temporal, S::by_parameters, true,
     O::as_values},
    {CodecId::timestamptz, "timestamptz", "timestamp with time zone", F::moment, 8, temporal, S::by_parameters, true,
     O::as_values},
    {CodecId::timetz, "timetz", "time with time zone", F::zoned, 12, temporal, S::by_parameters, false, O::otherwise},
    {CodecId::interval, "interval", "interval", F::interval, 16, temporal, S::by_parameters, false, O::otherwise},
    {CodecId::uuid_text, "uuid_text", "uuid", F::uuid, 16, uuid, S::by_parameters, false, O::as_values},
    {CodecId::uuid_blob, "uuid_blob", "uuid", F::uuid, 16, none, S::exact, false, O::as_values},
    {CodecId::uuid_dotnet, "uuid_dotnet", "uuid", F::uuid, 16, none, S::exact, false, O::otherwise},
    {CodecId::bytea_hex, "bytea_hex", "bytea", F::bytes, 0, none, S::respelled, false, O::as_values},
    {CodecId::bytea_base64, "bytea_base64", "bytea", F::bytes, 0, none, S::respelled, false, O::as_values},
    {CodecId::json, "json", "json", F::text, 0, text, S::by_parameters, false, O::as_text},
    {CodecId::json_value, "json_value", "json", F::text, 0, document, S::respelled, false, O::otherwise},
    {CodecId::jsonb, "jsonb", "jsonb", F::jsonb, 0, document, S::respelled, false, O::otherwise},
    {CodecId::money, "money", "money", F::money, 8, decimal, S::respelled, false, O::otherwise},
    {CodecId::inet, "inet", "inet", F::network, 0, number, S::respelled, false, O::otherwise},
    {CodecId::cidr, "cidr", "cidr", F::network, 0, number, S::respelled, false, O::otherwise},
    {CodecId::macaddr, "macaddr", "macaddr", F::hardware, 6, none, S::respelled, false, O::otherwise},
    {CodecId::macaddr8, "macaddr8", "macaddr8", F::hardware, 8, none, S::respelled, false, O::otherwise},
    {CodecId::bit, "bit", "bit", F::bits, 0, text, S::respelled, false, O::otherwise},
    {CodecId::varbit, "varbit", "bit varying", F::bits, 0, text, S::respelled, false, O::otherwise},
    {CodecId::hstore, "hstore", "hstore", F::hstore, 0, none, S::respelled, false, O::otherwise},
    {CodecId::geometry, "geometry", "geometry", F::geometry, 0, geometry, S::respelled, false, O::otherwise},
});

constexpr bool traits_in_order() {
  for (std::size_t i = 0; i < traits_table.size(); ++i)
    if (static_cast<std::size_t>(traits_table[i].id) != i) return false;
  return true;
}
static_assert(traits_in_order(), "traits_of() indexes the table by CodecId");

Codec::Parameters defaults_of(ParameterKind kind) {
  switch (kind) {
    case none: break;
    case number: return NumberForm::integer;
    case words: return BoolWords::t_f;
    case uuid: return UuidForm::hyphens;
    case decimal: return DecimalFormat{};
    case text: return TextFormat{};
    case temporal: return TemporalFormat{};
    case document: return DocumentFormat{};
    case geometry: return GeometryFormat{};
  }
  return std::monostate{};
}

/// The parameters of type P, or those that a codec without any would have.
template <typename P>
const P& parameters_or_default(const Codec& codec) noexcept {
  static constexpr P defaults{};
  const P* found = codec.find<P>();
  return found != nullptr ? *found : defaults;
}

}  // namespace

const CodecTraits& traits_of(CodecId id) noexcept { return traits_table[static_cast<std::size_t>(id)]; }

std::span<const CodecTraits> all_codecs() noexcept { return traits_table; }

bool is_temporal(CodecId id) noexcept {
  const CodecTraits& traits = traits_of(id);
  return traits.parameters == temporal && traits.form != F::interval;
}

std::string_view wire_type(const Codec& codec) noexcept { return traits_of(codec.id()).wire; }

Codec::Codec(CodecId codec) : id_(codec), parameters_(defaults_of(traits_of(codec).parameters)) {}

Codec::Codec(CodecId codec, Parameters given) : Codec(codec) {
  if (given.index() != parameters_.index()) throw std::invalid_argument("parameters of another codec");
  parameters_ = given;
}

void Codec::become(CodecId codec) {
  if (traits_of(codec).parameters != traits_of(id_).parameters) parameters_ = defaults_of(traits_of(codec).parameters);
  id_ = codec;
}

const DecimalFormat& Codec::decimal() const noexcept { return parameters_or_default<DecimalFormat>(*this); }
const TextFormat& Codec::text() const noexcept { return parameters_or_default<TextFormat>(*this); }
const DocumentFormat& Codec::document() const noexcept { return parameters_or_default<DocumentFormat>(*this); }
const GeometryFormat& Codec::geometry() const noexcept { return parameters_or_default<GeometryFormat>(*this); }
const TemporalFormat& Codec::temporal() const noexcept { return parameters_or_default<TemporalFormat>(*this); }
BoolWords Codec::words() const noexcept { return parameters_or_default<BoolWords>(*this); }
UuidForm Codec::uuid() const noexcept { return parameters_or_default<UuidForm>(*this); }

NumberForm Codec::number() const noexcept {
  if (const auto* f = find<DecimalFormat>()) return f->number;
  if (const auto* f = find<TextFormat>()) return f->number;
  return parameters_or_default<NumberForm>(*this);
}

void Codec::set(NumberForm form) {
  if (auto* decimal_format = find<DecimalFormat>()) {
    decimal_format->number = form;
  } else if (auto* text_format = find<TextFormat>()) {
    text_format->number = form;
  } else {
    std::get<NumberForm>(parameters_) = form;
  }
}

}  // namespace lite2pg
