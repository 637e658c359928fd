#include "export/survey/row_rules.h"

#include <algorithm>
#include <vector>

#include "common/text.h"

namespace lite2pg {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto taken = static_cast<std::size_t>(end - text.begin());
  text.remove_prefix(taken);
  return taken;
}

void take_sign(std::string_view& text) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
}

/// Of a STRICT table (https://sqlite.org/stricttables.html).
bool breaks_strict_type(const Column& column, const ColumnCensus& census) {
  const auto has = [&](StorageClass c) { return census.count(c) > 0; };
  const bool text = has(StorageClass::text), blob = has(StorageClass::blob);
  const bool integer = has(StorageClass::integer), real = has(StorageClass::real);
  if (equals_ignoring_case(column.declared_type, "ANY")) return false;
  if (equals_ignoring_case(column.declared_type, "TEXT")) return blob || integer || real;
  if (equals_ignoring_case(column.declared_type, "BLOB")) return text || integer || real;
  if (equals_ignoring_case(column.declared_type, "REAL")) return text || blob || integer;
  return text || blob || real;
}

bool breaks_affinity(const Column& column, const ColumnCensus& census) {
  const bool numbers = census.count(StorageClass::integer) > 0 || census.count(StorageClass::real) > 0;
  return affinity_of(column.declared_type) == Affinity::text && numbers;
}

bool breaks_rule(const Table& table, std::size_t i, const ColumnCensus& census) {
  if (static_cast<int>(i) == table.rowid_alias) return false;
  const Column& column = table.columns[i];
  if (column.not_null && census.count(StorageClass::null) > 0) return true;
  return table.strict ? breaks_strict_type(column, census) : breaks_affinity(column, census);
}

/// Columns of numbers that hold texts: mostly dates.
std::vector<std::size_t> texts_among_numbers(const Table& table, const TableCensus& census) {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Affinity affinity = affinity_of(table.columns[i].declared_type);
    const bool numbers = affinity != Affinity::text && affinity != Affinity::blob;
    if (!table.strict && numbers && census.columns[i].count(StorageClass::text) > 0) columns.push_back(i);
  }
  return columns;
}

bool holds_numeric_text(RowSource& source, const Table& table, const std::vector<std::size_t>& columns) {
  const auto reader = source.reader();
  const auto cursor = reader->scan(table, {});
  for (Row row; cursor->next(row);) {
    for (const std::size_t i : columns)
      if (row[i].storage() == StorageClass::text && is_numeric_text(row[i].bytes())) return true;
  }
  return false;
}

}  // namespace

bool is_numeric_text(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  take_sign(text);
  std::size_t digits = take_digits(text);
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    digits += take_digits(text);
  }
  if (digits == 0) return false;
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  take_sign(text);
  return take_digits(text) > 0 && text.empty();
}

bool may_break_a_rule(RowSource& source, const Table& table, const TableCensus& census) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (breaks_rule(table, i, census.columns[i])) return true;
  const auto columns = texts_among_numbers(table, census);
  return !columns.empty() && holds_numeric_text(source, table, columns);
}

}  // namespace lite2pg
