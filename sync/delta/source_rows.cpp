#include "sync/delta/source_rows.h"

#include "common/interrupt.h"
#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

constexpr std::size_t send_at = std::size_t{1} << 20;

}  // namespace

std::uint64_t SourceRows::send(RowCursor& cursor, std::uint64_t rows) {
  std::uint64_t sent = 0;
  for (Row row; sent < rows && cursor.next(row); ++sent) {
    const RowMisfit misfit = writer_.write(row, buffer_);
    if (misfit.reason != Misfit::none) [[unlikely]]
      refuse(cursor, row, misfit);
    sums_.add(row);
    if (buffer_.size() >= send_at) flush();
  }
  return sent;
}

void SourceRows::flush() {
  throw_if_interrupted();
  if (buffer_.size() > 0) connection_.copy_in_send(buffer_.view());
  buffer_.clear();
}

void SourceRows::refuse(const RowCursor& cursor, Row row, RowMisfit misfit) const {
  const ColumnPlan& column = plan_.columns[static_cast<std::size_t>(misfit.column)];
  throw RoundMisfit(ExitCode::refused,
                    "table '" + plan_.source + "', column '" + column.source + "', " + cursor.locate() + ": " +
                        show(row[static_cast<std::size_t>(column.source_index)]) + " does not fit " + column.type +
                        " (" + std::string(describe(misfit.reason)) + ")",
                    "a round without --freeze chooses the type anew");
}

}  // namespace lite2pg
