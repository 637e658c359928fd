// Values as literals of a column's type. The codec decides whether a value fits and what it becomes; here its field
// is only spelled in PostgreSQL's ISO forms (https://www.postgresql.org/docs/15/datatype-datetime.html).
#include <array>
#include <chrono>
#include <cstdio>

#include "common/bytes.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/codec/traits.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr std::int64_t micros_a_day = 86'400'000'000;
constexpr std::chrono::sys_days zero_day{std::chrono::year{2000} / 1 / 1};

template <typename... Args>
std::string format(const char* pattern, Args... args) {
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), pattern, args...);
  return buffer.data();
}

std::string date_text(std::int64_t days) {
  const std::chrono::year_month_day date{zero_day + std::chrono::days(days)};
  return format("%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
}

std::string clock_text(std::int64_t micros) {
  const auto seconds = static_cast<int>(micros / 1'000'000), fraction = static_cast<int>(micros % 1'000'000);
  std::string text = format("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (fraction != 0) text += format(".%06d", fraction);
  return text;
}

std::string timestamp_text(std::int64_t micros) {
  std::int64_t days = micros / micros_a_day, rest = micros % micros_a_day;
  if (rest < 0) --days, rest += micros_a_day;
  return date_text(days) + " " + clock_text(rest);
}

std::string uuid_text(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += format("%02x", static_cast<unsigned>(static_cast<unsigned char>(bytes[i])));
  }
  return text;
}

std::string typed(const std::string& text, std::string_view type) { return "'" + text + "'::" + std::string(type); }

/// Years that PostgreSQL's input reads as four digits.
bool is_plain_year(std::int64_t days) {
  using namespace std::chrono_literals;
  constexpr std::chrono::sys_days first{1y / 1 / 1}, last{9999y / 12 / 31};
  return days >= (first - zero_day).count() && days <= (last - zero_day).count();
}

std::optional<std::string> moment_literal(const Codec& codec, std::int64_t micros) {
  if (!is_plain_year(micros / micros_a_day)) return std::nullopt;
  const bool zoned = codec.id() == CodecId::timestamptz;
  return zoned ? typed(timestamp_text(micros) + "+00", "timestamptz") : typed(timestamp_text(micros), "timestamp");
}

/// The type's own name where a text alone would be of type text.
std::string text_literal(const Codec& codec, std::string_view field) {
  return quote_literal(field) + (codec.id() == CodecId::json ? "::json" : "");
}

std::optional<std::string> spell(const Codec& codec, const Value& value, std::string_view field) {
  switch (traits_of(codec.id()).form) {
    case FieldForm::boolean: return field[0] != 0 ? "true" : "false";
    case FieldForm::numeric:
      return codec.id() == CodecId::numeric ? decimal_literal(value) : std::string(value.bytes());
    case FieldForm::bytes: return quote_bytea(field);
    case FieldForm::date: {
      const auto days = load_be<std::int32_t>(field.data());
      return is_plain_year(days) ? std::optional(typed(date_text(days), "date")) : std::nullopt;
    }
    case FieldForm::clock: return typed(clock_text(load_be<std::int64_t>(field.data())), "time");
    case FieldForm::moment: return moment_literal(codec, load_be<std::int64_t>(field.data()));
    case FieldForm::uuid: return typed(uuid_text(field), "uuid");
    case FieldForm::jsonb: return quote_literal(field.substr(1)) + "::jsonb";
    case FieldForm::text: return text_literal(codec, field);
    case FieldForm::zoned:
    case FieldForm::interval:
    case FieldForm::money:
    case FieldForm::network:
    case FieldForm::hardware:
    case FieldForm::bits:
    case FieldForm::geometry:
    case FieldForm::hstore: return std::nullopt;
    case FieldForm::integer:
    case FieldForm::floating: break;
  }
  return sql_literal(value);
}

}  // namespace

std::optional<std::string> field_literal(const Codec& codec, const Value& value) {
  if (value.is_null()) return "NULL";
  if (codec.shape != FieldShape::scalar) return std::nullopt;
  FieldBuffer field;
  const Encoded encoded = encode(codec, value, field);
  if (encoded.misfit != Misfit::none) return std::nullopt;
  return encoded.null ? "NULL" : spell(codec, value, field.view());
}

}  // namespace lite2pg
