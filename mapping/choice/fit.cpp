#include "mapping/choice/fit.h"

#include "mapping/choice/fit_builder.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;

/// The storage classes that a type is made for, for messages.
std::string_view home_class(const TargetType& type) noexcept {
  if (is_integer(type)) return "INTEGER";
  switch (type.family) {
    case Family::numeric:
    case Family::real:
    case Family::double_precision: return "a number";
    case Family::boolean: return "0 or 1";
    case Family::bytea: return "BLOB";
    case Family::date: return "a date";
    case Family::time: return "a time";
    case Family::timestamp:
    case Family::timestamptz: return "a time stamp";
    case Family::timetz: return "a time";
    case Family::interval: return "a length of time";
    case Family::uuid: return "a UUID";
    case Family::json:
    case Family::jsonb: return "JSON";
    default: return "TEXT";
  }
}

void fit_family(FitBuilder& b) {
  switch (b.type.family) {
    case Family::smallint:
    case Family::integer:
    case Family::bigint: return fit_integer(b);
    case Family::numeric: return fit_numeric(b);
    case Family::real:
    case Family::double_precision: return fit_real(b);
    case Family::boolean: return fit_boolean(b);
    case Family::text:
    case Family::varchar:
    case Family::character:
    case Family::by_text: return fit_text(b);
    case Family::bytea: return fit_bytea(b);
    case Family::date:
    case Family::time:
    case Family::timestamp:
    case Family::timestamptz:
    case Family::timetz: return fit_temporal(b);
    case Family::interval: return fit_interval(b);
    case Family::uuid: return fit_uuid(b);
    case Family::json:
    case Family::jsonb: return fit_json(b);
  }
}

}  // namespace

std::uint64_t Fit::misfit_count() const noexcept {
  std::uint64_t sum = 0;
  for (const ColumnMisfit& m : misfits) sum += m.count == 0 ? 1 : m.count;
  return sum;
}

FitBuilder::FitBuilder(const ColumnCensus& c, const TargetType& t, const Reading& r)
    : census(c),
      type(t),
      reading(r),
      integers(c.count(StorageClass::integer)),
      reals(c.count(StorageClass::real)),
      blobs(c.count(StorageClass::blob)),
      texts(c.count(StorageClass::text) - c.text_empty.count),
      empties(r.empty_as_null ? 0 : c.text_empty.count) {
  fit.type = t;
  fit.codec.empty_as_null = r.empty_as_null;
  fit.codec.mutable_text().bad_text = r.bad_text;
}

NumberForm FitBuilder::number_form() const noexcept {
  if (integers > 0 && reals > 0) return NumberForm::mixed;
  return reals > 0 ? NumberForm::real : NumberForm::integer;
}

std::string FitBuilder::where() const { return " where " + to_sql(type) + " needs " + std::string(home_class(type)); }

void FitBuilder::refuse_empties() {
  if (empties > 0) refuse(Misfit::bad_syntax, "empty text" + where(), census.text_empty);
}

void FitBuilder::refuse_class(StorageClass c) {
  const bool text = c == StorageClass::text;
  if (text) refuse_empties();
  const std::uint64_t count = text ? texts : census.count(c);
  if (count == 0) return;
  std::optional<std::int64_t> first_row = census.first_row[static_cast<std::size_t>(c)];
  if (text && census.text_empty.count > 0) first_row.reset();  // It may be the row of an empty text.
  fit.misfits.push_back({Misfit::wrong_class, std::string(name_of(c)) + where(), count, first_row});
}

void FitBuilder::refuse(Misfit misfit, std::string_view what, const Offenders& offenders) {
  if (offenders.count > 0) fit.misfits.push_back({misfit, std::string(what), offenders.count, offenders.first_row});
}

void FitBuilder::refuse_some(Misfit misfit, std::string_view what) {
  fit.misfits.push_back({misfit, std::string(what), 0, std::nullopt});
}

void FitBuilder::suspect(Misfit misfit, std::string_view what) {
  fit.misfits.push_back({misfit, std::string(what), 0, std::nullopt, true});
}

void FitBuilder::assume(std::string_view what) {
  if (!fit.assumption.empty()) fit.assumption += "; ";
  fit.assumption += what;
}

void FitBuilder::respelled(std::string_view why, const Offenders& values) {
  if (!reading.respell) {
    const auto row = values.count > 0 ? std::optional(values.first_row) : std::nullopt;
    fit.misfits.push_back({Misfit::not_exact, std::string(why), values.count, row});
    return;
  }
  fit.fidelity = Fidelity::equivalent;
  if (!fit.caveat.empty()) fit.caveat += "; ";
  fit.caveat += why;
}

Fit fit_to(const ColumnCensus& census, const TargetType& type, const Reading& reading) {
  FitBuilder b(census, type, reading);
  fit_family(b);
  return std::move(b.fit);
}

void apply_losses(Fit& fit, const ColumnCensus& census, const Reading& reading) {
  const auto lose = [&](const std::string& why) {
    fit.fidelity = Fidelity::lossy;
    fit.caveat += (fit.caveat.empty() ? "" : "; ") + why;
  };
  if (reading.empty_as_null && census.text_empty.count > 0) lose("empty text becomes NULL");
  const bool clock = fit.codec.id() == CodecId::date;
  if (fit.codec.temporal().cut && clock) lose("the time of day is cut off");
  if (fit.codec.temporal().cut && !clock) lose("digits of a second that the type does not keep are cut off");
  if (fit.codec.zero_as_null && census.text.no_date.count > 0) lose("dates of zeros and NaN become NULL");
  const TextFormat& text = fit.codec.text();
  if (text.trimmed || (text.cut && text.max_chars > 0 && census.text_max_chars > text.max_chars))
    lose("text is cut at the length of the type");
  const bool truths = fit.codec.words() == BoolWords::nonzero;
  if (truths && census.count(StorageClass::integer) + census.count(StorageClass::real) > 0)
    lose("any number but 0 is true");
  if (fit.codec.round) lose("digits that the type does not keep are rounded");
  const DocumentFormat& document = fit.codec.document();
  if (document.nonfinite != Nonfinite::refuse) lose("NaN and Infinity in documents are replaced");
  if (document.as_string && census.text.not_json.count + census.text_empty.count > 0)
    lose("text that is no JSON becomes a string");
  if (document.last_key) lose("of equal keys in an object the last one counts");
  if (document.bad_text != BadText::refuse) lose("characters that the type cannot hold are changed");
  const bool bad = census.text_nul.count + census.text_invalid_utf8.count > 0;
  const bool held = fit.codec.id() == CodecId::text_bytes || fit.codec.id() == CodecId::bytea_or_text;
  if (reading.bad_text != BadText::refuse && bad && !held) lose("bytes that PostgreSQL text cannot hold are changed");
}

}  // namespace lite2pg
