#include "mapping/codec/encode/encode.h"

#include "mapping/codec/encode/form_steps.h"
#include "mapping/codec/encode/steps.h"

namespace lite2pg {
namespace {

template <typename T, typename Out>
Misfit encode_any_integer(const Codec& codec, const Value& v, Out out) {
  const NumberForm form = codec.number();
  if (form < NumberForm::spelled) [[likely]]
    return encode_integer<T>(form, v, out);
  return encode_spelled_integer<T>(codec, v, out);
}

template <typename Out>
Misfit encode_scalar(const Codec& codec, const Value& v, Out out) {
  switch (codec.id()) {
    case CodecId::int2: return encode_any_integer<std::int16_t>(codec, v, out);
    case CodecId::int4: return encode_any_integer<std::int32_t>(codec, v, out);
    case CodecId::int8: return encode_any_integer<std::int64_t>(codec, v, out);
    case CodecId::boolean_number: return encode_boolean_number(v, out);
    case CodecId::boolean_word: return encode_boolean_word(codec.words(), v, out);
    case CodecId::float8:
      if (codec.number() >= NumberForm::spelled) return encode_spelled_float8(codec, v, out);
      return encode_float8(codec.number(), v, out);
    case CodecId::float4:
      if (codec.number() >= NumberForm::spelled) return encode_any_float4(codec, v, out);
      return encode_float4(codec.number(), v, out);
    case CodecId::numeric:
      if (codec.number() >= NumberForm::spelled) return encode_spelled_numeric(codec, v, out);
      return encode_numeric(codec, v, out);
    case CodecId::numeric_text: return encode_numeric_text(codec, v, out);
    case CodecId::text: return encode_text(codec, v, out.buffer());
    case CodecId::text_or_blob:
      return encode_text(codec, v.storage() == StorageClass::blob ? Value::text(v.bytes()) : v, out.buffer());
    case CodecId::text_number: return encode_text_number(codec, v, out.buffer());
    case CodecId::text_bytes:
    case CodecId::bytea:
    case CodecId::bytea_or_text: return encode_bytes(codec.id(), v, out);
    case CodecId::date: return encode_date(codec, v, out);
    case CodecId::time: return encode_time(codec, v, out);
    case CodecId::timestamp:
    case CodecId::timestamptz: return encode_timestamp(codec, v, out);
    case CodecId::timetz: return encode_timetz(codec, v, out);
    case CodecId::interval: return encode_interval(codec, v, out);
    case CodecId::uuid_text: return encode_uuid_text(codec.uuid(), v, out);
    case CodecId::uuid_blob: return encode_uuid_blob(v, out);
    case CodecId::uuid_dotnet: return encode_uuid_dotnet(v, out);
    case CodecId::bytea_hex:
    case CodecId::bytea_base64: return encode_bytes_text(codec.id(), v, out);
    case CodecId::json: return encode_json(codec, v, out.buffer());
    case CodecId::jsonb: out.begin_jsonb(); [[fallthrough]];
    case CodecId::json_value: return encode_document(codec, v, out.buffer());
    case CodecId::money: return encode_money(codec, v, out);
    case CodecId::inet:
    case CodecId::cidr: return encode_network(codec, v, out);
    case CodecId::macaddr:
    case CodecId::macaddr8: return encode_macaddr(codec, v, out);
    case CodecId::bit:
    case CodecId::varbit: return encode_bits(codec, v, out);
    case CodecId::hstore: return encode_hstore(v, out);
    case CodecId::geometry: return encode_geometry(codec, v, out);
  }
  return Misfit::wrong_class;
}

template <typename Out>
Misfit encode_shape(const Codec& codec, const Value& v, Out out) {
  switch (codec.shape) {
    case FieldShape::scalar: break;
    case FieldShape::range: return encode_range(codec, v, out);
    case FieldShape::array: return encode_array(codec, v, out);
    case FieldShape::multirange: return encode_multirange(codec, v, out);
  }
  return encode_scalar(codec, v, out);
}

}  // namespace

template <typename Out>
Encoded encode_field(const Codec& codec, const Value& v, Out out) {
  if (codec.empty_as_null && v.storage() == StorageClass::text && v.bytes().empty()) return {Misfit::none, true};
  if (codec.zero_as_null && v.storage() == StorageClass::text && says_no_date(v.bytes())) return {Misfit::none, true};
  return {encode_shape(codec, v, out), false};
}

template Encoded encode_field(const Codec&, const Value&, FieldBytes);
template Encoded encode_field(const Codec&, const Value&, FieldText);

Encoded encode(const Codec& codec, const Value& v, FieldBuffer& out) { return encode_field(codec, v, FieldBytes(out)); }

Encoded spell(const Codec& codec, const Value& v, FieldBuffer& out) { return encode_field(codec, v, FieldText(out)); }

}  // namespace lite2pg
