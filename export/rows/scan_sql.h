// The SELECTs that read tables, as text. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/rows/row_source.h"
#include "mapping/source/schema.h"

namespace lite2pg {

/// How to name the rowid in SQL: the INTEGER PRIMARY KEY column, or whichever of rowid, _rowid_ and oid is not the
/// name of a column (https://sqlite.org/lang_createtable.html#rowid). nullopt: WITHOUT ROWID, or all three are taken.
[[nodiscard]] std::optional<std::string> rowid_name(const Table& table);

/// Columns that bound a slice: the rowid, or the PRIMARY KEY columns of a WITHOUT ROWID table, as quoted SQL names.
/// Empty when the table cannot be cut.
[[nodiscard]] std::vector<std::string> scan_key(const Table& table);

/// "table" with the one b-tree to read named, so that no index stands in for the rows: NOT INDEXED, or INDEXED BY the
/// primary key.
[[nodiscard]] std::string from_rows_of(const Table& table);

/// "(a, b) >= (?, ?)" for the first `parts` columns of the key; a bound may be shorter than the key.
[[nodiscard]] std::string compare_key(const std::vector<std::string>& key, std::string_view op, std::size_t parts);

/// SELECT of all columns in the order of Table::columns, then the rowid when it has a name of its own
/// (rowid_follows_columns). Bounds of the slice are parameters: those of `from`, then those of `until`. `condition`: as
/// RowConditions has it; empty: all rows.
[[nodiscard]] std::string scan_sql(const Table& table, const Slice& slice, std::string_view condition = {});
[[nodiscard]] bool rowid_follows_columns(const Table& table);

}  // namespace lite2pg
