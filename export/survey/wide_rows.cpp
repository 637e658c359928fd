#include "export/survey/wide_rows.h"

#include "common/text.h"
#include "mapping/plan/row_size.h"

namespace lite2pg {
namespace {

MisfitReport wide_rows_of(RowSource& source, const Table& from, const TablePlan& table) {
  MisfitReport found;
  const auto reader = source.reader();
  const auto cursor = reader->scan(from, {});
  for (Row row; cursor->next(row);) {
    const std::uint64_t bytes = least_row_bytes(table, row);
    if (bytes <= page_room || found.count++ > 0) continue;
    found.rowid = cursor->locate();
    found.reason = "needs " + with_thousands(bytes) + " bytes in one page of PostgreSQL, which has room for " +
                   with_thousands(page_room) + "; --exclude leaves the table out";
  }
  return found;
}

}  // namespace

void find_wide_rows(RowSource& source, Plan& plan) {
  for (const TablePlan& table : plan.tables) {
    const Table* from = source.schema().find_table(table.source);
    if (from == nullptr || !may_have_wide_rows(table)) continue;
    MisfitReport found = wide_rows_of(source, *from, table);
    if (found.count == 0) continue;
    found.table = table.source;
    found.column = "(whole row)";
    plan.misfits.push_back(std::move(found));
  }
}

}  // namespace lite2pg
