// The parts of decode and canonical, one a kind of type; decode.cpp chooses among them. Nothing here or in this
// room's other files may call encode's code, nor the other way round: what encode does wrong must show.
#pragma once

#include <string>
#include <string_view>

#include "mapping/codec/codec.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// Throws Error(target): the bytes are no field of the codec's type.
[[noreturn]] void throw_bad_field(std::string_view type, std::string_view field);

template <typename T>
[[nodiscard]] Value decode_integer(NumberForm form, std::string_view field);
[[nodiscard]] Value decode_float8(NumberForm form, std::string_view field);
[[nodiscard]] Value decode_float4(NumberForm form, std::string_view field);

/// NumberForm::either: INTEGER for a REAL that decode would give back as one. `signed_zero`: the type has -0.0.
[[nodiscard]] Value canonical_number(bool signed_zero, const Value& v) noexcept;

[[nodiscard]] Value decode_boolean_number(std::string_view field);
[[nodiscard]] Value decode_boolean_word(BoolWords words, std::string_view field);
[[nodiscard]] Value canonical_word(const Value& v, bool nonzero = false) noexcept;

/// A number that `form` has no exact value for comes back as TEXT, so that it differs from every number.
[[nodiscard]] Value decode_numeric(NumberForm form, std::string_view field, std::string& scratch);
[[nodiscard]] Value decode_numeric_text(std::string_view field, std::string& scratch);
/// A plain decimal with zeros up to `scale` digits after the point.
[[nodiscard]] Value canonical_decimal(int scale, const Value& v, std::string& scratch);

[[nodiscard]] Value decode_date(const TemporalFormat& f, std::string_view field, std::string& scratch);
[[nodiscard]] Value decode_time(const TemporalFormat& f, std::string_view field, std::string& scratch);
/// timestamp, timestamptz.
[[nodiscard]] Value decode_timestamp(const Codec& codec, std::string_view field, std::string& scratch);
[[nodiscard]] Value decode_timetz(const TemporalFormat& f, std::string_view field, std::string& scratch);
[[nodiscard]] Value decode_interval(const TemporalFormat& f, std::string_view field, std::string& scratch);
/// For TEXT in any form: INTEGER microseconds since the Unix epoch, or since midnight for CodecId::time.
[[nodiscard]] Value canonical_moment(const Codec& codec, const Value& v);
/// HH:MM:SS[.f]+HH:MM
[[nodiscard]] Value canonical_timetz(const TemporalFormat& f, const Value& v, std::string& scratch);
/// INTEGER microseconds; with months, or beyond 64 bits, TEXT.
[[nodiscard]] Value canonical_interval(const TemporalFormat& f, const Value& v, std::string& scratch);
/// '0000-00-00' with or without a time of day, 'NaN'.
[[nodiscard]] bool stands_for_no_date(std::string_view text) noexcept;

[[nodiscard]] Value decode_text_number(NumberForm form, std::string_view field, std::string& scratch);
/// TEXT as decode_text_number would read it.
[[nodiscard]] Value canonical_text_number(NumberForm form, const Value& v, std::string& scratch);
/// TEXT as the codec's BadText makes it, no longer than the codec keeps it.
[[nodiscard]] Value canonical_text(const TextFormat& f, const Value& v, std::string& scratch);

[[nodiscard]] Value decode_uuid_text(UuidForm form, std::string_view field, std::string& scratch);
[[nodiscard]] Value decode_uuid_blob(std::string_view field);
[[nodiscard]] Value canonical_uuid(const Value& v, std::string& scratch);

[[nodiscard]] Value decode_jsonb(std::string_view field, std::string& scratch);

}  // namespace lite2pg
