// The census of a part of a table, and how the parts become the census of the whole.
#pragma once

#include <cstdint>
#include <vector>

#include "export/rows/row_source.h"
#include "export/survey/numeric_texts.h"
#include "mapping/census/census.h"
#include "mapping/choice/census_form.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// What one slice gave. One thread.
struct SliceCensus {
  SliceCensus() = default;
  /// `counts_from_slice`: as the slice's cursor says. `form`: the evidence to collect.
  SliceCensus(const Table& table, bool counts_from_slice, const CensusForm& form = {});

  /// Hot: called for every row, `number` as RowCursor::row_number gives it. Whether each TEXT is valid UTF-8.
  bool add(Row row, std::int64_t number) {
    bool valid = true;
    auto column = columns.begin();
    for (const Value& v : row) valid &= (column++)->add(v, number);
    ++rows;
    if (!numeric_texts.found()) numeric_texts.look_at(row);
    return valid;
  }
  /// As the plan counts bytes: of TEXT and BLOB, plus 8 a number.
  [[nodiscard]] std::uint64_t bytes() const;

  bool counts_rows = false;  ///< Row numbers count from the start of the slice.
  std::uint64_t rows = 0;
  std::vector<ColumnCensus> columns;
  NumericTexts numeric_texts;
};

/// Whether one of a table's slices met a text that is a number in a column of numbers.
[[nodiscard]] bool any_numeric_text(const std::vector<SliceCensus>& slices);

/// The slices of a table, at least one, in key order, become the census of the table.
[[nodiscard]] TableCensus join_slices(const Table& table, std::vector<SliceCensus> slices);

}  // namespace lite2pg
