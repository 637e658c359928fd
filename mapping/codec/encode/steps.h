// The parts of encode, one a kind of type; encode.cpp chooses among them. Each appends the field bytes of `v` (never
// NULL) to `out`, or says why it does not: it refuses whatever decode would not give back. Nothing here or in the
// encode_*.cpp files may call decode's code, nor the other way round.
#pragma once

#include "mapping/codec/codec.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// int2, int4, int8: big-endian two's complement.
template <typename T>
[[nodiscard]] Misfit encode_integer(NumberForm form, const Value& v, FieldBuffer& out);
/// float8, float4: the bits, big-endian.
[[nodiscard]] Misfit encode_float8(NumberForm form, const Value& v, FieldBuffer& out);
[[nodiscard]] Misfit encode_float4(NumberForm form, const Value& v, FieldBuffer& out);
/// The INTEGER that a REAL is, when it is one of 64 bits (-0.0 is none).
[[nodiscard]] Misfit integral(double v, std::int64_t& n) noexcept;

[[nodiscard]] Misfit encode_boolean_number(const Value& v, FieldBuffer& out);
[[nodiscard]] Misfit encode_boolean_word(BoolWords words, const Value& v, FieldBuffer& out);

/// numeric from INTEGER and REAL; from TEXT.
[[nodiscard]] Misfit encode_numeric(const Codec& codec, const Value& v, FieldBuffer& out);
[[nodiscard]] Misfit encode_numeric_text(const Codec& codec, const Value& v, FieldBuffer& out);

/// int32 days or int64 microseconds from 2000-01-01 00:00 (UTC), or since midnight.
[[nodiscard]] Misfit encode_date(const Codec& codec, const Value& v, FieldBuffer& out);
[[nodiscard]] Misfit encode_time(const Codec& codec, const Value& v, FieldBuffer& out);
[[nodiscard]] Misfit encode_timestamp(const Codec& codec, const Value& v, FieldBuffer& out);
/// int64 microseconds since midnight, int32 seconds west of UTC.
[[nodiscard]] Misfit encode_timetz(const Codec& codec, const Value& v, FieldBuffer& out);
/// int64 microseconds, int32 days, int32 months.
[[nodiscard]] Misfit encode_interval(const Codec& codec, const Value& v, FieldBuffer& out);
/// '0000-00-00' with or without a time of day, 'NaN'.
[[nodiscard]] bool says_no_date(std::string_view text) noexcept;

[[nodiscard]] Misfit encode_text(const Codec& codec, const Value& v, FieldBuffer& out);
[[nodiscard]] Misfit encode_text_number(const Codec& codec, const Value& v, FieldBuffer& out);
/// bytea: raw bytes.
[[nodiscard]] Misfit encode_bytes(CodecId id, const Value& v, FieldBuffer& out);

/// 16 bytes.
[[nodiscard]] Misfit encode_uuid_text(UuidForm form, const Value& v, FieldBuffer& out);
[[nodiscard]] Misfit encode_uuid_blob(const Value& v, FieldBuffer& out);

/// The text.
[[nodiscard]] Misfit encode_json(const Codec& codec, const Value& v, FieldBuffer& out);

}  // namespace lite2pg
