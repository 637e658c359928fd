#include "mapping/codec/codec.h"
#include "mapping/codec/encode/steps.h"

namespace lite2pg {
namespace {

Misfit encode_field(const Codec& codec, const Value& v, FieldBuffer& out) {
  switch (codec.id) {
    case CodecId::int2:
      return encode_integer<std::int16_t>(codec.number(), v, out);
    case CodecId::int4:
      return encode_integer<std::int32_t>(codec.number(), v, out);
    case CodecId::int8:
      return encode_integer<std::int64_t>(codec.number(), v, out);
    case CodecId::boolean_number:
      return encode_boolean_number(v, out);
    case CodecId::boolean_word:
      return encode_boolean_word(codec.words(), v, out);
    case CodecId::float8:
      return encode_float8(codec.number(), v, out);
    case CodecId::float4:
      return encode_float4(codec.number(), v, out);
    case CodecId::numeric:
      return encode_numeric(codec, v, out);
    case CodecId::numeric_text:
      return encode_numeric_text(codec, v, out);
    case CodecId::text:
      return encode_text(codec, v, out);
    case CodecId::text_number:
      return encode_text_number(codec, v, out);
    case CodecId::text_bytes:
    case CodecId::bytea:
    case CodecId::bytea_or_text:
      return encode_bytes(codec.id, v, out);
    case CodecId::date:
      return encode_date(codec, v, out);
    case CodecId::time:
      return encode_time(codec, v, out);
    case CodecId::timestamp:
    case CodecId::timestamptz:
      return encode_timestamp(codec, v, out);
    case CodecId::timetz:
      return encode_timetz(codec, v, out);
    case CodecId::interval:
      return encode_interval(codec, v, out);
    case CodecId::uuid_text:
      return encode_uuid_text(codec.uuid(), v, out);
    case CodecId::uuid_blob:
      return encode_uuid_blob(v, out);
    case CodecId::json:
      return encode_json(codec, v, out);
    case CodecId::jsonb:
      return encode_jsonb(v, out);
  }
  return Misfit::wrong_class;
}

}  // namespace

Encoded encode(const Codec& codec, const Value& v, FieldBuffer& out) {
  if (codec.empty_as_null && v.storage() == StorageClass::text && v.bytes().empty()) return {Misfit::none, true};
  if (codec.zero_as_null && v.storage() == StorageClass::text && says_no_date(v.bytes())) return {Misfit::none, true};
  return {encode_field(codec, v, out), false};
}

}  // namespace lite2pg
