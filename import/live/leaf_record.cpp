#include "import/live/leaf_record.h"

#include <algorithm>

#include "common/interrupt.h"
#include "import/live/ordered_key.h"
#include "import/live/row_sums.h"
#include "mapping/codec/decode/decode.h"

namespace lite2pg {
namespace {

constexpr std::uint64_t rows_between_looks = 4096;

LeafRecord record_of(const LeafMark& mark, const std::string& table) {
  auto first = ordered_key(mark.first), last = ordered_key(mark.last);
  if (!first || !last) throw LeavesSurprise(table);
  return {mark.fingerprint, mark.rows, {}, std::move(*first), std::move(*last)};
}

LeafRecord whole_record(Reader& reader, const Table& table, const TablePlan& plan, std::uint64_t seed) {
  RowSums sums(plan, seed);
  const auto cursor = reader.scan(table, {});
  for (Row row; cursor->next(row);) {
    sums.add(row);
    if (sums.rows() % rows_between_looks == 0) throw_if_interrupted();
  }
  return {sums.sum(), sums.rows(), sums.sum(), {}, {}};
}

/// Adds up the next rows of the cursor, which are those of the leaf.
void sum_up(LeafRecord& record, RowCursor& cursor, RowSums& sums, const std::string& table) {
  sums.clear();
  for (Row row; sums.rows() < record.rows;) {
    if (!cursor.next(row)) throw LeavesSurprise(table);
    sums.add(row);
  }
  record.sum = sums.sum();
}

}  // namespace

LeafForm leaf_form(PageSource& source, const Table& table) {
  const TableKey key = source.key_of(table);
  return key == TableKey::rowid || key == TableKey::plain ? LeafForm::by_key : LeafForm::whole;
}

TablePlan digest_plan(const TablePlan& table) {
  TablePlan digest = table;
  std::erase_if(digest.columns, [](const ColumnPlan& c) {
    return c.source_index < 0 || (c.fidelity == Fidelity::lossy && is_spelling_exact(c.codec));
  });
  digest.key.clear();
  return digest;
}

void each_leaf_mark(PageSource& source, const Table& table, const std::function<void(LeafRecord&&)>& each) {
  std::uint64_t leaves = 0;
  const bool told = source.each_leaf(table, [&](const LeafMark& mark) {
    each(record_of(mark, table.name));
    if (++leaves % rows_between_looks == 0) throw_if_interrupted();
  });
  if (!told) throw LeavesSurprise(table.name);
}

void each_leaf_record(PageSource& source, const Table& table, const TablePlan& plan, std::uint64_t seed, LeafForm form,
                      const std::function<void(LeafRecord&&)>& each) {
  const auto reader = source.reader();
  if (form == LeafForm::whole) return each(whole_record(*reader, table, plan, seed));
  const auto cursor = reader->scan(table, {});
  RowSums sums(plan, seed);
  each_leaf_mark(source, table, [&](LeafRecord&& record) {
    sum_up(record, *cursor, sums, table.name);
    each(std::move(record));
  });
  if (Row row; cursor->next(row)) throw LeavesSurprise(table.name);
}

}  // namespace lite2pg
