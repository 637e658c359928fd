#include "import/load/largest_row.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/codec/traits.h"

namespace lite2pg {
namespace {

constexpr std::uint64_t row_header = 24, stored_apart = 18;

std::uint64_t least_bytes(const Codec& codec, const Value& v) {
  if (v.is_null()) return 0;
  if (const std::uint64_t fixed = traits_of(codec.id()).size; fixed > 0) return fixed;
  const bool has_bytes = v.storage() == StorageClass::text || v.storage() == StorageClass::blob;
  constexpr std::uint64_t length_word = 1, decimal = 9;
  return std::min(has_bytes ? v.bytes().size() + length_word : decimal, stored_apart);
}

}  // namespace

std::uint64_t least_row_bytes(const TablePlan& table, Row row) {
  std::uint64_t bytes = row_header + table.columns.size() / 8;
  for (const ColumnPlan& column : table.columns) {
    if (column.source_index >= 0)
      bytes += least_bytes(column.codec, row[static_cast<std::size_t>(column.source_index)]);
  }
  return bytes;
}

std::string largest_row(const TablePlan& table, RowCursor& cursor) {
  std::uint64_t most = 0;
  std::string place;
  for (Row row; cursor.next(row);) {
    const std::uint64_t bytes = least_row_bytes(table, row);
    if (bytes <= most) continue;
    most = bytes;
    place = cursor.locate();
  }
  return place.empty() ? "" : place + ", which needs about " + with_thousands(most) + " bytes";
}

}  // namespace lite2pg
