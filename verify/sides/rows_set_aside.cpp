#include "verify/sides/rows_set_aside.h"

#include <charconv>

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

}  // namespace lite2pg
