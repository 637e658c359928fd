#include "sync/back/written_codec.h"

#include "mapping/codec/traits.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;

bool has(const ColumnCensus* c, StorageClass s) { return c != nullptr && c->count(s) > 0; }
bool has_numbers(const ColumnCensus* c) { return has(c, StorageClass::integer) || has(c, StorageClass::real); }
bool has_text_alone(const ColumnCensus* c) {
  return has(c, StorageClass::text) && !has_numbers(c) && !has(c, StorageClass::blob);
}

TemporalKind kind_of(CodecId id) {
  switch (id) {
    case CodecId::date: return TemporalKind::date;
    case CodecId::time: return TemporalKind::time;
    case CodecId::timetz: return TemporalKind::zoned_time;
    default: return TemporalKind::timestamp;
  }
}

/// The parts of a format that say what is meant, and not how it is spelled.
void keep_meaning(const TemporalFormat& from, TemporalFormat& to) {
  to.offset_minutes = from.offset_minutes;
  to.places = from.places;
  to.dated = from.dated;
  to.date = from.date;
  to.infinite = from.infinite;
  to.place = from.place;
}

/// The one form of the column's texts, if there was one.
bool take_own_form(const Codec& codec, const ColumnCensus* census, TemporalFormat& format) {
  if (!has_text_alone(census)) return false;
  const auto own = census->text.temporal.exact_format(kind_of(codec.id()));
  if (!own || (codec.id() == CodecId::timestamptz && own->zone == TemporalFormat::Zone::none)) return false;
  const std::int16_t offset = own->offset_minutes;
  const TemporalFormat meaning = format;
  format = *own;
  keep_meaning(meaning, format);
  if (own->zone != TemporalFormat::Zone::none) format.offset_minutes = offset;
  return true;
}

TemporalFormat plain_iso(const Codec& codec) {
  TemporalFormat format{.fraction = TemporalFormat::Fraction::trimmed, .digits = 6};
  keep_meaning(codec.temporal(), format);
  if (codec.id() == CodecId::timestamptz) format.zone = TemporalFormat::Zone::colon;
  return format;
}

void spell_moments(Codec& codec, const ColumnCensus* census) {
  TemporalFormat& format = codec.mutable_temporal();
  if (format.unit != Unit::any) return;
  const bool numbers_alone = has_numbers(census) && !has(census, StorageClass::text);
  if (numbers_alone && format.numbers != Unit::iso) {
    format.unit = format.numbers;
    format.number = NumberForm::either;
    return;
  }
  if (codec.id() == CodecId::interval) return;  // keep_spelling_of_lengths
  if (!take_own_form(codec, census, format)) format = plain_iso(codec);
}

/// Times in arrays and ranges.
Codec spelled_within(Codec codec) {
  const bool moments = is_temporal(codec.id()) && codec.temporal().unit == Unit::any;
  if (moments) codec.mutable_temporal() = plain_iso(codec);
  return codec;
}

/// Letters of both cases in one form: PostgreSQL keeps neither, but the form can be kept.
void keep_uuid_form(Codec& codec, const ColumnCensus* census) {
  if (codec.id() != CodecId::uuid_text || codec.uuid() != UuidForm::mixed || census == nullptr) return;
  constexpr std::uint8_t bare = 2, braces = 4;
  if (census->text.uuid.forms == bare) codec.set(UuidForm::hex32);
  if (census->text.uuid.forms == braces) codec.set(UuidForm::braces);
}

}  // namespace

Codec written_codec(const ColumnPlan& column, const ColumnCensus* census) {
  Codec codec = column.codec;
  if (codec.shape != FieldShape::scalar) return spelled_within(codec);
  if (traits_of(codec.id()).parameters == ParameterKind::temporal) spell_moments(codec, census);
  keep_uuid_form(codec, census);
  if (codec.id() == CodecId::bytea_or_text && has_text_alone(census)) codec.become(CodecId::text_bytes);
  if (codec.id() == CodecId::boolean_word && codec.words() == BoolWords::mixed && has_text_alone(census)) {
    codec.set(BoolWords::true_false);
  }
  const bool spells = has(census, StorageClass::text) || has(census, StorageClass::blob);
  if (codec.id() == CodecId::numeric && codec.number() >= NumberForm::spelled && !spells) {
    codec.set(NumberForm::mixed);
  }
  return codec;
}

void keep_spelling_of_documents(ColumnPlan& column) {
  if (column.codec.id() != CodecId::jsonb || column.codec.shape != FieldShape::scalar || column.via_text) return;
  column.codec.become(CodecId::json_value);
  column.via_text = true;
}

std::optional<Codec> keep_spelling_of_lengths(ColumnPlan& column) {
  const Codec codec = column.codec;
  const bool array = codec.shape == FieldShape::array;
  if (codec.id() != CodecId::interval || (codec.shape != FieldShape::scalar && !array) || column.via_text)
    return std::nullopt;
  if (codec.temporal().unit != Unit::any) return std::nullopt;
  column.codec = CodecId::text;
  column.via_text = true;
  column.via_json = array;
  return codec;
}

Codec compared_codec(const ColumnPlan& column) {
  Codec codec = column.codec;
  if (codec.id() == CodecId::json_value && column.via_text) codec.become(CodecId::jsonb);
  return codec;
}

}  // namespace lite2pg
