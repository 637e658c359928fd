#include "verify/row_text.h"

#include <algorithm>

#include "mapping/value_text.h"

namespace lite2pg {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_row = 160;

/// The special values of PostgreSQL's binary formats; empty when it is none of them.
/// (src/include/datatype/timestamp.h, src/backend/utils/adt/numeric.c: NUMERIC_NAN, NUMERIC_PINF, NUMERIC_NINF)
std::string_view special_value(CodecId id, std::string_view bytes) {
  switch (id) {
    case CodecId::date:
      if (bytes == "\x7f\xff\xff\xff"sv) return "infinity";
      return bytes == "\x80\0\0\0"sv ? "-infinity" : "";
    case CodecId::timestamp:
    case CodecId::timestamptz:
      if (bytes == "\x7f\xff\xff\xff\xff\xff\xff\xff"sv) return "infinity";
      return bytes == "\x80\0\0\0\0\0\0\0"sv ? "-infinity" : "";
    case CodecId::numeric:
    case CodecId::numeric_text:
      if (bytes.size() < 6) return "";
      if (bytes.substr(4, 2) == "\xc0\0"sv) return "NaN";
      if (bytes.substr(4, 2) == "\xd0\0"sv) return "Infinity";
      return bytes.substr(4, 2) == "\xf0\0"sv ? "-Infinity" : "";
    default:
      return "";
  }
}

}  // namespace

std::vector<RowDecoder::Field> fields_of(std::string_view encoding) {
  std::vector<RowDecoder::Field> fields;
  for (RowDecoder decoder(encoding); !decoder.at_end();) fields.push_back(decoder.next());
  return fields;
}

std::string field_text(const RowDecoder::Field& field, const Codec& codec, std::size_t max) {
  if (!field.foreign) return show(field.value, max);
  const std::string_view special = special_value(codec.id, field.value.bytes());
  return special.empty() ? "binary " + show(field.value, max) : std::string(special);
}

std::string key_text(const TablePlan& table, const std::vector<RowDecoder::Field>& fields) {
  if (table.key.empty()) return row_text(table, fields);
  std::string text;
  for (const int k : table.key) {
    const auto i = static_cast<std::size_t>(k);
    if (!text.empty()) text += ", ";
    text += table.columns[i].source + "=" + field_text(fields[i], table.columns[i].codec);
  }
  return text;
}

std::string row_text(const TablePlan& table, const std::vector<RowDecoder::Field>& fields) {
  std::string text = "(";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) text += ", ";
    if (text.size() > longest_row) return text + "…)";
    text += field_text(fields[i], table.columns[i].codec, 32);
  }
  return text + ")";
}

}  // namespace lite2pg
