// Rows that do not fit and are set aside whole, so that a person can look at them and bring them in by hand.
#pragma once

#include <string>

#include "mapping/source/schema.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// One row that was set aside.
struct RejectedRow {
  std::string source_row;  ///< "rowid 42"
  std::string column;
  std::string reason;
  std::string document;  ///< The row as JSON: row_document().
};

/// The row as a JSON object, column name to value: INTEGER and finite REAL as numbers, TEXT as a string, BLOB as
/// {"blob": "<hex>"}, TEXT that is no valid UTF-8 as {"text": "<hex>"}, infinite REAL as {"real": "Infinity"}.
[[nodiscard]] std::string row_document(const Table& table, Row row);

}  // namespace lite2pg
