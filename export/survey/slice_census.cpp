#include "export/survey/slice_census.h"

#include <algorithm>
#include <utility>

namespace lite2pg {

SliceCensus::SliceCensus(const Table& table, bool counts_from_slice, const CensusForm& form)
    : counts_rows(counts_from_slice), columns(form.blank(table).columns), numeric_texts(table) {}

std::uint64_t SliceCensus::bytes() const {
  std::uint64_t sum = 0;
  for (const ColumnCensus& c : columns)
    sum += c.total_bytes + 8 * (c.counts[static_cast<std::size_t>(StorageClass::integer)] +
                                c.counts[static_cast<std::size_t>(StorageClass::real)]);
  return sum;
}

bool any_numeric_text(const std::vector<SliceCensus>& slices) {
  return std::any_of(slices.begin(), slices.end(), [](const SliceCensus& s) { return s.numeric_texts.found(); });
}

TableCensus join_slices(const Table& table, std::vector<SliceCensus> slices) {
  TableCensus r{table.name, slices[0].rows, std::move(slices[0].columns)};
  for (std::size_t i = 1; i < slices.size(); ++i) {
    for (std::size_t c = 0; c < r.columns.size(); ++c) {
      ColumnCensus& part = slices[i].columns[c];
      // Rows without rowid are counted from the start of their slice: make that the start of the table.
      if (slices[i].counts_rows) part.shift_rows(static_cast<std::int64_t>(r.rows));
      r.columns[c].merge(part);
    }
    r.rows += slices[i].rows;
  }
  return r;
}

}  // namespace lite2pg
