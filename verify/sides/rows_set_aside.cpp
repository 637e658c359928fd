#include "verify/sides/rows_set_aside.h"

#include <charconv>

#include "import/ledger/rejected_row.h"

namespace lite2pg {
namespace {

constexpr std::string_view by_rowid = "rowid ", by_key = "key (", shortened = "… (";

}  // namespace

bool RowsSetAside::add(std::string_view place) {
  if (place.starts_with(by_rowid)) {
    const std::string_view digits = place.substr(by_rowid.size());
    std::int64_t rowid = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), rowid);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return false;
    rowids_.insert(rowid);
    return true;
  }
  if (!place.starts_with(by_key) || place.find(shortened) != std::string_view::npos) return false;
  keys_.emplace(place);
  return true;
}

bool RowsSetAside::has(const RowCursor& cursor) const {
  if (!rowids_.empty()) return !cursor.counts_from_slice() && rowids_.contains(cursor.row_number());
  return !keys_.empty() && keys_.contains(cursor.locate());
}

bool LeftOutRows::has(Row row, const RowCursor& cursor) {
  column_ = nullptr;
  if (!set_aside_.empty() && set_aside_.has(cursor)) return true;
  if (!misfits_.empty()) column_ = refusing(row, cursor);
  return column_ != nullptr;
}

const std::string* LeftOutRows::refusing(Row row, const RowCursor& cursor) {
  if (const ColumnPlan* column = rejecting_.refusing(row); column != nullptr) return &column->source;
  if (misfits_.kept.empty()) return nullptr;
  const auto [first, last] = misfits_.kept.equal_range(cursor.locate());
  for (auto kept = first; kept != last; ++kept)
    if (kept->second.document == row_document(table_, row)) return &kept->second.column;
  return nullptr;
}

}  // namespace lite2pg
