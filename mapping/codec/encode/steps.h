// The parts of encode, one a kind of type; encode.cpp chooses among them. Each puts the field of `v` (never NULL) into
// `out`, or says why it does not: it refuses whatever decode would not give back. Out is FieldBytes or FieldText, the
// binary and the text format; every part stands for both. Nothing in this room may call decode's code, nor the other
// way round.
#pragma once

#include "mapping/codec/codec.h"
#include "mapping/codec/encode/field_bytes.h"
#include "mapping/codec/encode/field_text.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// Any field, of any shape: what encode() and spell() are made of.
template <typename Out>
[[nodiscard]] Encoded encode_field(const Codec& codec, const Value& v, Out out);

/// int2, int4, int8.
template <typename T, typename Out>
[[nodiscard]] Misfit encode_integer(NumberForm form, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_float8(NumberForm form, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_float4(NumberForm form, const Value& v, Out out);
/// The INTEGER that a REAL is, when it is one of 64 bits (-0.0 is none).
[[nodiscard]] Misfit integral(double v, std::int64_t& n) noexcept;

template <typename Out>
[[nodiscard]] Misfit encode_boolean_number(const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_boolean_word(BoolWords words, const Value& v, Out out);

/// numeric from INTEGER and REAL; from TEXT.
template <typename Out>
[[nodiscard]] Misfit encode_numeric(const Codec& codec, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_numeric_text(const Codec& codec, const Value& v, Out out);

template <typename Out>
[[nodiscard]] Misfit encode_date(const Codec& codec, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_time(const Codec& codec, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_timestamp(const Codec& codec, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_timetz(const Codec& codec, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_interval(const Codec& codec, const Value& v, Out out);
/// '0000-00-00' with or without a time of day, 'NaN'.
[[nodiscard]] bool says_no_date(std::string_view text) noexcept;

// Text is the same in both formats.
[[nodiscard]] Misfit encode_text(const Codec& codec, const Value& v, FieldBuffer& out);
[[nodiscard]] Misfit encode_text_number(const Codec& codec, const Value& v, FieldBuffer& out);
template <typename Out>
[[nodiscard]] Misfit encode_bytes(CodecId id, const Value& v, Out out);

template <typename Out>
[[nodiscard]] Misfit encode_uuid_text(UuidForm form, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_uuid_blob(const Value& v, Out out);
[[nodiscard]] Misfit encode_json(const Codec& codec, const Value& v, FieldBuffer& out);

}  // namespace lite2pg
