#include "export/survey/survey.h"

#include <algorithm>
#include <utility>

#include "common/interrupt.h"
#include "export/survey/slice_census.h"
#include "export/survey/slice_work.h"

namespace lite2pg {
namespace {

/// Rows between two looks at the clock of others: progress, a failed colleague, Ctrl-C.
constexpr std::uint64_t batch = 8192;

/// Reads up to `batch` rows; false when the slice is done.
bool read_batch(RowCursor& cursor, SliceCensus& census) {
  Row row;
  for (std::uint64_t n = 0; n < batch; ++n) {
    if (!cursor.next(row)) return false;
    (void)census.add(row, cursor.row_number());
  }
  return true;
}

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

SliceCensus survey_slice(const Table& table, RowCursor& cursor, const StopFlag& stop, const SurveyProgress& progress,
                         const CensusForm& form) {
  SliceCensus census(table, cursor.counts_from_slice(), form);
  Meter meter(table, progress);
  for (bool more = true; more && !stop.stopped();) {
    more = read_batch(cursor, census);
    meter.tell(census);
    throw_if_interrupted();
  }
  return census;
}

}  // namespace

std::vector<TableCensus> survey(RowSource& source, const std::vector<const Table*>& tables, unsigned jobs,
                                const SurveyProgress& progress, const CensusForm& form,
                                std::vector<bool>* numeric_texts) {
  const auto work = plan_slices(source, tables, jobs);
  std::vector<std::vector<SliceCensus>> slices(tables.size());
  for (const SliceWork& w : work) slices[w.table].resize(std::max(slices[w.table].size(), w.slice + 1));
  scan_slices(source, tables, work, jobs, [&](const SliceWork& w, RowCursor& cursor, const StopFlag& stop) {
    slices[w.table][w.slice] = survey_slice(*tables[w.table], cursor, stop, progress, form);
  });
  std::vector<TableCensus> result;
  for (std::size_t t = 0; t < tables.size() && numeric_texts != nullptr; ++t)
    numeric_texts->push_back(any_numeric_text(slices[t]));
  for (std::size_t t = 0; t < tables.size(); ++t) result.push_back(join_slices(*tables[t], std::move(slices[t])));
  return result;
}

}  // namespace lite2pg
