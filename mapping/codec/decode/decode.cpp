#include "mapping/codec/decode/decode.h"

#include "common/error.h"
#include "mapping/codec/decode/form_steps.h"
#include "mapping/codec/decode/grouped_number.h"
#include "mapping/codec/decode/steps.h"
#include "mapping/codec/traits.h"
#include "mapping/value/value_text.h"

namespace lite2pg {

void throw_bad_field(std::string_view type, std::string_view field) {
  throw Error(ExitCode::target,
              "a field that should be of type " + std::string(type) + " holds " + show(Value::blob(field)),
              "the column's type in the target is not the one in the plan");
}

Value decode(const Codec& codec, std::string_view field, std::string& scratch) {
  if (codec.shape == FieldShape::array) return decode_array(codec, field, scratch);
  if (codec.shape == FieldShape::range) return decode_range(codec, field, scratch);
  if (codec.shape == FieldShape::multirange) return decode_multirange(codec, field, scratch);
  switch (codec.id()) {
    case CodecId::int2: return decode_integer<std::int16_t>(codec.number(), field);
    case CodecId::int4: return decode_integer<std::int32_t>(codec.number(), field);
    case CodecId::int8: return decode_integer<std::int64_t>(codec.number(), field);
    case CodecId::boolean_number: return decode_boolean_number(field);
    case CodecId::boolean_word: return decode_boolean_word(codec.words(), field);
    case CodecId::float8: return decode_float8(codec.number(), field);
    case CodecId::float4: return decode_float4(codec.number(), field);
    case CodecId::numeric:
      if (codec.number() >= NumberForm::spelled) return decode_spelled_numeric(field, scratch);
      return decode_numeric(codec.number(), field, scratch);
    case CodecId::numeric_text: return decode_numeric_text(field, scratch);
    case CodecId::text:
    case CodecId::text_or_blob:
    case CodecId::text_bytes:
    case CodecId::json:
    case CodecId::json_value: return Value::text(field);
    case CodecId::text_number: return decode_text_number(codec.number(), field, scratch);
    case CodecId::bytea:
    case CodecId::bytea_or_text:
    case CodecId::bytea_hex:
    case CodecId::bytea_base64: return Value::blob(field);
    case CodecId::date: return decode_date(codec.temporal(), field, scratch);
    case CodecId::time: return decode_time(codec.temporal(), field, scratch);
    case CodecId::timestamp:
    case CodecId::timestamptz: return decode_timestamp(codec, field, scratch);
    case CodecId::timetz: return decode_timetz(codec.temporal(), field, scratch);
    case CodecId::interval: return decode_interval(codec.temporal(), field, scratch);
    case CodecId::uuid_text: return decode_uuid_text(codec.uuid(), field, scratch);
    case CodecId::uuid_blob: return decode_uuid_blob(field);
    case CodecId::uuid_dotnet: return decode_uuid_dotnet(field, scratch);
    case CodecId::jsonb: return decode_jsonb(field, scratch);
    case CodecId::money: return decode_money(codec, field, scratch);
    case CodecId::inet:
    case CodecId::cidr: return decode_network(codec, field, scratch);
    case CodecId::macaddr:
    case CodecId::macaddr8: return decode_macaddr(codec, field, scratch);
    case CodecId::bit:
    case CodecId::varbit: return decode_bits(codec, field, scratch);
    case CodecId::hstore: return decode_hstore(field, scratch);
    case CodecId::geometry: return decode_geometry(codec, field, scratch);
  }
  throw_bad_field(wire_type(codec), field);
}

namespace {

bool keeps_spelling(std::monostate /*none*/) noexcept { return true; }
bool keeps_spelling(NumberForm form) noexcept { return form < NumberForm::either; }
bool keeps_spelling(BoolWords words) noexcept { return words < BoolWords::mixed; }
bool keeps_spelling(UuidForm form) noexcept { return form != UuidForm::mixed; }
bool keeps_spelling(const DocumentFormat& /*f*/) noexcept { return false; }
bool keeps_spelling(const GeometryFormat& /*f*/) noexcept { return false; }
bool keeps_spelling(const TextFormat& f) noexcept { return f.bad_text == BadText::refuse && !f.cut && !f.trimmed; }
bool keeps_spelling(const DecimalFormat& f) noexcept { return keeps_spelling(f.number); }
bool keeps_spelling(const TemporalFormat& f) noexcept {
  return f.unit != TemporalFormat::Unit::any && keeps_spelling(f.number);
}

}  // namespace

bool is_spelling_exact(const Codec& codec) noexcept {
  if (codec.empty_as_null || codec.zero_as_null || codec.round || codec.shape != FieldShape::scalar) return false;
  const Spelling spelling = traits_of(codec.id()).spelling;
  if (spelling != Spelling::by_parameters) return spelling == Spelling::exact;
  // numeric(p,s) adds zeros to a decimal that was spelled with fewer.
  if (codec.id() == CodecId::numeric_text) return codec.decimal().precision == 0 || codec.decimal().scale <= 0;
  return codec.visit([](const auto& parameters) { return keeps_spelling(parameters); });
}

namespace {

bool takes_any_time(const Codec& codec) noexcept { return codec.temporal().unit == TemporalFormat::Unit::any; }

/// int*, float*, numeric, money, of which numbers in TEXT are spelled in a plain way.
Value respelled_plain_number(const Codec& codec, const Value& v, std::string& scratch) {
  const bool floating = traits_of(codec.id()).form == FieldForm::floating;
  if (codec.id() == CodecId::money) return canonical_money(codec, v, scratch);
  if (codec.number() < NumberForm::either) return v;
  if (codec.number() == NumberForm::either) return canonical_number(floating, v);
  switch (codec.id()) {
    case CodecId::numeric: return canonical_spelled_numeric(codec, v, scratch);
    case CodecId::float8: return canonical_spelled_float8(codec, v, scratch);
    case CodecId::float4: return canonical_any_float4(codec, v, scratch);
    default: return canonical_spelled_integer(codec, v, scratch);
  }
}

Value respelled_number(const Codec& codec, const Value& v, std::string& scratch) {
  const bool written = v.storage() == StorageClass::text || v.storage() == StorageClass::blob;
  const bool word = written && v.bytes().find_first_of("0123456789") == std::string_view::npos;  // NaN
  if (codec.number() < NumberForm::point || !written || word) return respelled_plain_number(codec, v, scratch);
  std::string plain;
  if (!ungroup(v.bytes(), codec.number(), plain)) return v;
  const Value r = respelled_plain_number(codec, Value::text(plain), scratch);
  const bool is_none = r.storage() == StorageClass::text && r.bytes().data() == plain.data();
  return is_none ? v : r;
}

/// Dates, times, lengths of time.
Value respelled_time(const Codec& codec, const Value& v, std::string& scratch) {
  if (!takes_any_time(codec)) return codec.temporal().number == NumberForm::either ? canonical_number(false, v) : v;
  if (codec.id() == CodecId::timetz) return canonical_timetz(codec.temporal(), v, scratch);
  if (codec.id() == CodecId::interval) return canonical_interval(codec.temporal(), v, scratch);
  return canonical_moment(codec, v);
}

/// For codecs whose spelling is not exact, and neither NULL nor '' that becomes NULL.
Value respelled(const Codec& codec, const Value& v, std::string& scratch) {
  if (codec.shape == FieldShape::array) return canonical_array(codec, v, scratch);
  if (codec.shape == FieldShape::range) return canonical_range(codec, v, scratch);
  if (codec.shape == FieldShape::multirange) return canonical_multirange(codec, v, scratch);
  switch (codec.id()) {
    case CodecId::int2:
    case CodecId::int4:
    case CodecId::int8:
    case CodecId::numeric:
    case CodecId::float8:
    case CodecId::float4:
    case CodecId::money: return respelled_number(codec, v, scratch);
    case CodecId::numeric_text:
      return canonical_decimal(codec.decimal().precision == 0 ? 0 : codec.decimal().scale, v, scratch);
    case CodecId::boolean_word:
      return codec.words() < BoolWords::mixed ? v : canonical_word(v, codec.words() == BoolWords::nonzero);
    case CodecId::text:
    case CodecId::json: return canonical_text(codec.text(), v, scratch);
    case CodecId::text_or_blob:
      return canonical_text(codec.text(), v.storage() == StorageClass::blob ? Value::text(v.bytes()) : v, scratch);
    case CodecId::text_number: return canonical_text_number(codec.number(), v, scratch);
    case CodecId::date:
    case CodecId::time:
    case CodecId::timestamp:
    case CodecId::timestamptz:
    case CodecId::timetz:
    case CodecId::interval: return respelled_time(codec, v, scratch);
    case CodecId::uuid_text: return codec.uuid() == UuidForm::mixed ? canonical_uuid(v, scratch) : v;
    case CodecId::bytea_or_text: return v.storage() == StorageClass::text ? Value::blob(v.bytes()) : v;
    case CodecId::bytea_hex:
    case CodecId::bytea_base64: return canonical_bytes_text(codec.id(), v, scratch);
    case CodecId::json_value:
    case CodecId::jsonb: return canonical_document(codec, v, scratch);
    case CodecId::inet:
    case CodecId::cidr: return canonical_network(codec, v, scratch);
    case CodecId::macaddr:
    case CodecId::macaddr8: return canonical_macaddr(codec, v, scratch);
    case CodecId::bit:
    case CodecId::varbit: return canonical_bits(codec, v, scratch);
    case CodecId::hstore: return canonical_hstore(v, scratch);
    case CodecId::geometry: return canonical_geometry(codec, v, scratch);
    case CodecId::boolean_number:
    case CodecId::text_bytes:
    case CodecId::bytea:
    case CodecId::uuid_blob:
    case CodecId::uuid_dotnet: return v;
  }
  return v;
}

}  // namespace

Value canonical(const Codec& codec, const Value& v, std::string& scratch) {
  if (is_spelling_exact(codec)) return v;
  if (v.storage() == StorageClass::text) {
    if (codec.empty_as_null && v.bytes().empty()) return Value::null();
    if (codec.zero_as_null && stands_for_no_date(v.bytes())) return Value::null();
  }
  return respelled(codec, v, scratch);
}

}  // namespace lite2pg
