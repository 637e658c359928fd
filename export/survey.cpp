#include "export/survey.h"

#include <algorithm>
#include <utility>

#include "common/interrupt.h"
#include "export/slice_work.h"

namespace lite2pg {
namespace {

/// Rows between two looks at the clock of others: progress, a failed colleague, Ctrl-C.
constexpr std::uint64_t batch = 8192;

std::vector<ColumnCensus> empty_census(const Table& table) {
  std::vector<ColumnCensus> columns;
  columns.reserve(table.columns.size());
  for (const Column& c : table.columns) columns.emplace_back(read_declared_type(c.declared_type));
  return columns;
}

/// What one slice gave.
struct SliceCensus {
  bool counts_rows = false;  ///< RowCursor::counts_from_slice
  std::uint64_t rows = 0;
  std::vector<ColumnCensus> columns;

  /// Reads up to `batch` rows; false when the slice is done.
  bool read_batch(RowCursor& cursor) {
    Row row;
    for (std::uint64_t n = 0; n < batch; ++n) {
      if (!cursor.next(row)) return false;
      const std::int64_t number = cursor.row_number();
      auto column = columns.begin();
      for (const Value& v : row) (column++)->add(v, number);
      ++rows;
    }
    return true;
  }

  /// As the plan counts bytes: of TEXT and BLOB, plus 8 a number.
  [[nodiscard]] std::uint64_t bytes() const {
    std::uint64_t sum = 0;
    for (const ColumnCensus& c : columns)
      sum += c.total_bytes + 8 * (c.counts[static_cast<std::size_t>(StorageClass::integer)] +
                                  c.counts[static_cast<std::size_t>(StorageClass::real)]);
    return sum;
  }
};

/// Tells progress what is new since the last time.
class Meter {
 public:
  Meter(const Table& table, const SurveyProgress& progress) : table_(table), progress_(progress) {}
  void tell(const SliceCensus& census) {
    if (!progress_) return;
    const std::uint64_t bytes = census.bytes();
    progress_(table_, census.rows - rows_, bytes - bytes_);
    rows_ = census.rows;
    bytes_ = bytes;
  }

 private:
  const Table& table_;
  const SurveyProgress& progress_;
  std::uint64_t rows_ = 0, bytes_ = 0;
};

SliceCensus survey_slice(const Table& table, RowCursor& cursor, const StopFlag& stop, const SurveyProgress& progress) {
  SliceCensus census{cursor.counts_from_slice(), 0, empty_census(table)};
  Meter meter(table, progress);
  for (bool more = true; more && !stop.stopped();) {
    more = census.read_batch(cursor);
    meter.tell(census);
    throw_if_interrupted();
  }
  return census;
}

/// Rows without rowid are counted from the start of their slice: makes that the start of the table.
void count_from(std::uint64_t rows_before, SliceCensus& slice) {
  for (ColumnCensus& column : slice.columns)
    for (std::int64_t& first : column.first_row)
      if (first != 0) first += static_cast<std::int64_t>(rows_before);
}

/// The slices of a table in key order become the census of the table.
TableCensus join(const Table& table, std::vector<SliceCensus> slices) {
  TableCensus r{table.name, slices[0].rows, std::move(slices[0].columns)};
  for (std::size_t i = 1; i < slices.size(); ++i) {
    if (slices[i].counts_rows) count_from(r.rows, slices[i]);
    for (std::size_t c = 0; c < r.columns.size(); ++c) r.columns[c].merge(slices[i].columns[c]);
    r.rows += slices[i].rows;
  }
  return r;
}

}  // namespace

std::vector<TableCensus> survey(RowSource& source, const std::vector<const Table*>& tables, unsigned jobs,
                                const SurveyProgress& progress) {
  const auto work = plan_slices(source, tables, jobs);
  std::vector<std::vector<SliceCensus>> slices(tables.size());
  for (const SliceWork& w : work) slices[w.table].resize(std::max(slices[w.table].size(), w.slice + 1));
  scan_slices(source, tables, work, jobs, [&](const SliceWork& w, RowCursor& cursor, const StopFlag& stop) {
    slices[w.table][w.slice] = survey_slice(*tables[w.table], cursor, stop, progress);
  });
  std::vector<TableCensus> result;
  for (std::size_t t = 0; t < tables.size(); ++t) result.push_back(join(*tables[t], std::move(slices[t])));
  return result;
}

}  // namespace lite2pg
