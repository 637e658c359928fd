#include "import/load/largest_row.h"

#include "common/text.h"
#include "mapping/plan/row_size.h"

namespace lite2pg {

std::string largest_row(const TablePlan& table, RowCursor& cursor) {
  std::uint64_t most = 0;
  std::string place;
  for (Row row; cursor.next(row);) {
    const std::uint64_t bytes = least_row_bytes(table, row);
    if (bytes <= most) continue;
    most = bytes;
    place = cursor.locate();
  }
  return place.empty() ? "" : place + ", which needs at least " + with_thousands(most) + " bytes";
}

}  // namespace lite2pg
