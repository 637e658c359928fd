#include "export/survey/row_rules.h"

#include "common/text.h"

namespace lite2pg {
namespace {

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

}  // namespace

bool may_break_a_rule(const Table& table, const TableCensus& census, bool numeric_texts) {
  if (numeric_texts) return true;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (breaks_rule(table, i, census.columns[i])) return true;
  return false;
}

}  // namespace lite2pg
