#include "export/rows/orphan_rows.h"

#include <algorithm>
#include <limits>

#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

std::string key_of(const Table& table, Row row) {
  std::string key;
  for (const int column : table.key_columns()) append_key_text(row[static_cast<std::size_t>(column)], key);
  return key;
}

}  // namespace

void append_key_text(const Value& value, std::string& text) {
  text += show(value, std::numeric_limits<std::size_t>::max()) + ",";
}

const RowFault* OrphanRows::fault_of(const ForeignKey& key) {
  const auto known = std::ranges::find(faults_, &key, &RowFault::key);
  return known != faults_.end() ? &*known : &faults_.emplace_back(RowFault{&key, {}, {}});
}

bool OrphanRows::add_violating(std::string place, const std::string& columns, const std::string& reason) {
  const auto known = std::ranges::find(faults_, reason, &RowFault::reason);
  const RowFault* fault = known != faults_.end() ? &*known : &faults_.emplace_back(RowFault{nullptr, columns, reason});
  return by_place_.emplace(std::move(place), fault).second;
}

std::string OrphanRows::first_violation() const {
  const auto violation = std::ranges::find_if(faults_, [](const RowFault& fault) { return fault.key == nullptr; });
  return violation == faults_.end() ? "" : violation->reason;
}

const RowFault* OrphanRows::find(const Table& table, const RowCursor& cursor, Row row) const {
  if (!by_place_.empty()) {
    if (const auto found = by_place_.find(cursor.locate()); found != by_place_.end()) return found->second;
  }
  if (table.kind != TableKind::without_rowid) {
    const auto found = by_rowid_.find(cursor.row_number());
    return found == by_rowid_.end() ? nullptr : found->second;
  }
  const auto found = by_key_.find(key_of(table, row));
  return found == by_key_.end() ? nullptr : found->second;
}

}  // namespace lite2pg
