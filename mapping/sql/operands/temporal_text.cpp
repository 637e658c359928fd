#include "mapping/sql/operands/temporal_text.h"

#include <array>
#include <cstdio>

#include "mapping/codec/traits.h"
#include "mapping/sql/operands/literal.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;
using Fraction = TemporalFormat::Fraction;
using Zone = TemporalFormat::Zone;

bool asks_equality(std::string_view op) noexcept { return op == "=" || op == "<>" || op.starts_with("IS"); }

/// The least text of a format that begins with a bare date; nullopt when the format's own texts are bare dates.
std::optional<std::string> first_of_day(const Codec& codec, std::string_view date) {
  const TemporalFormat& f = codec.temporal();
  const bool timestamp = codec.id() == CodecId::timestamp || codec.id() == CodecId::timestamptz;
  if (!timestamp || f.midnight || f.unit != Unit::iso || date.size() != 10) return std::nullopt;
  std::string text = std::string(date) + f.separator + (f.seconds ? "00:00:00" : "00:00");
  if (f.fraction == Fraction::fixed) text += "." + std::string(f.digits, '0');
  return text + zone_text(f);
}

/// created < '2020-01-01', where every text of the column is longer: nothing is equal, and the day's first text is the
/// border.
std::optional<std::string> compare_with_day(const ScopeColumn& c, std::string_view op, std::string_view date) {
  const auto first = first_of_day(c.codec, date);
  const auto literal = first ? field_literal(c.codec, Value::text(*first)) : std::nullopt;
  if (!literal) return std::nullopt;
  return "(" + c.sql + (op.starts_with('<') ? " < " : " >= ") + *literal + ")";
}

/// created <> '': every text of a date begins with a digit, so that the answer is the same for all.
std::string compare_with_no_date(const ScopeColumn& c, std::string_view op, std::string_view text) {
  const bool less = text.empty() || static_cast<unsigned char>(text[0]) < '0';  // The text, than every date.
  const bool ordered = op == "<" || op == "<=" || op == ">" || op == ">=";
  const bool holds = ordered ? op.starts_with('>') == less : op == "<>" || op == "IS NOT";
  if (op.starts_with("IS")) return holds ? "true" : "false";
  return "(CASE WHEN " + c.sql + " IS NOT NULL THEN " + (holds ? "true" : "false") + " END)";
}

}  // namespace

std::string zone_text(const TemporalFormat& f) {
  const int minutes = f.offset_minutes < 0 ? -f.offset_minutes : f.offset_minutes;
  const char sign = f.offset_minutes < 0 ? '-' : '+';
  std::array<char, 16> text{};
  switch (f.zone) {
    case Zone::none: return {};
    case Zone::z: return "Z";
    case Zone::colon: std::snprintf(text.data(), text.size(), "%c%02d:%02d", sign, minutes / 60, minutes % 60); break;
    case Zone::compact: std::snprintf(text.data(), text.size(), "%c%02d%02d", sign, minutes / 60, minutes % 60); break;
    case Zone::hours: std::snprintf(text.data(), text.size(), "%c%02d", sign, minutes / 60); break;
  }
  return text.data();
}

bool is_ordered(const TemporalFormat& f) noexcept {
  if (f.unit == Unit::any || (f.spelled && f.unit != Unit::digits) || f.place != nullptr) return false;
  if (f.unit != Unit::iso || f.fraction == Fraction::none || f.fraction == Fraction::fixed) return !f.infinite;
  return f.zone != Zone::z;  // 'Z' sorts after '.' and digits, '+' and '-' before them.
}

bool compares_as_it_is(const Codec& codec, bool equality) noexcept {
  switch (codec.id()) {
    case CodecId::boolean_word: return equality && codec.words() < BoolWords::mixed;
    case CodecId::uuid_text: return codec.uuid() != UuidForm::mixed;
    case CodecId::text:
    case CodecId::numeric_text: return equality;
    case CodecId::text_number:
    case CodecId::bytea_or_text:
    case CodecId::json:
    case CodecId::jsonb: return false;
    case CodecId::date:
    case CodecId::time:
    case CodecId::timestamp:
    case CodecId::timestamptz: return codec.temporal().unit != Unit::any && (equality || is_ordered(codec.temporal()));
    case CodecId::timetz:
    case CodecId::interval: return false;
    default: return true;
  }
}

std::optional<std::string> literal_comparison(const ScopeColumn& column, const std::string& spelled,
                                              std::string_view op, const Value& literal) {
  const CodecId id = column.codec.id();
  const bool typed =
      is_temporal(id) || id == CodecId::uuid_text || id == CodecId::uuid_blob || id == CodecId::boolean_word;
  if (!typed || !compares_as_it_is(column.codec, asks_equality(op))) return std::nullopt;
  const auto value = with_affinity(literal, column.affinity.value_or(Affinity::blob));
  if (!value) return std::nullopt;
  if (const auto same_type = field_literal(column.codec, value->view()); same_type && *same_type != "NULL") {
    return "(" + column.sql + " " + spelled + " " + *same_type + ")";
  }
  if (value->view().storage() != StorageClass::text || !is_temporal(id)) return std::nullopt;
  const std::string_view text = value->view().bytes();
  if (column.codec.temporal().unit == Unit::iso && (text.empty() || text[0] < '0' || text[0] > '9')) {
    return compare_with_no_date(column, op, text);
  }
  return asks_equality(op) ? std::nullopt : compare_with_day(column, op, text);
}

}  // namespace lite2pg
