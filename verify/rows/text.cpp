#include "verify/rows/text.h"

#include <algorithm>

#include "mapping/value/value_text.h"
#include "verify/rows/readable_value.h"

namespace lite2pg {
namespace {

constexpr std::size_t longest_row = 160;

}  // namespace

std::vector<RowDecoder::Field> fields_of(std::string_view encoding) {
  std::vector<RowDecoder::Field> fields;
  for (RowDecoder decoder(encoding); !decoder.at_end();) fields.push_back(decoder.next());
  return fields;
}

std::string field_text(const Codec& codec, const RowDecoder::Field& field, std::size_t max) {
  std::string scratch;
  return (field.foreign ? "binary " : "") + show(readable(codec, field.value, scratch), max);
}

std::string key_text(const TablePlan& table, const std::vector<RowDecoder::Field>& fields) {
  if (table.key.empty()) return row_text(table, fields);
  std::string text;
  for (const int k : table.key) {
    const auto i = static_cast<std::size_t>(k);
    if (!text.empty()) text += ", ";
    text += table.columns[i].source + "=" + field_text(table.columns[i].codec, fields[i]);
  }
  return text;
}

std::string row_text(const TablePlan& table, const std::vector<RowDecoder::Field>& fields) {
  std::string text = "(";
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) text += ", ";
    if (text.size() > longest_row) return text + "…)";
    text += field_text(table.columns[i].codec, fields[i], 32);
  }
  return text + ")";
}

}  // namespace lite2pg
