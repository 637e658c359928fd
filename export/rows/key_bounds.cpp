#include "export/rows/key_bounds.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>

#include "export/rows/scan_sql.h"

namespace lite2pg {
namespace {

using Key = std::vector<OwnedValue>;

void bind(SQLite::Statement& query, int at, const Value& v) {
  switch (v.storage()) {
    case StorageClass::null: return query.bind(at);
    case StorageClass::integer: return query.bind(at, v.integer());
    case StorageClass::real: return query.bind(at, v.real());
    case StorageClass::text: return query.bind(at, std::string(v.bytes()));
    case StorageClass::blob: return query.bind(at, v.bytes().data(), static_cast<int>(v.bytes().size()));
  }
}

bool has_null(const Key& key) {
  return std::any_of(key.begin(), key.end(), [](const OwnedValue& v) { return v.view().is_null(); });
}

bool same_key(const Key& a, const Key& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const OwnedValue& x, const OwnedValue& y) { return same(x.view(), y.view()); });
}

void sort_rowids(Bounds& bounds) {
  std::sort(bounds.begin(), bounds.end(),
            [](const Key& a, const Key& b) { return a[0].view().integer() < b[0].view().integer(); });
}

/// Asks the table about keys.
class KeyOracle {
 public:
  KeyOracle(SQLite::Database& db, const Table& table) : db_(db), table_(table), key_(scan_key(table)) {}

  /// Whether a row lies at or above `low` and below `high`.
  bool has_row_between(const Key& low, const Key& high) {
    SQLite::Statement query(db_, "SELECT 1 FROM " + from_rows_of(table_) + " WHERE " +
                                     compare_key(key_, ">=", low.size()) + " AND " +
                                     compare_key(key_, "<", high.size()) + " LIMIT 1");
    int at = 0;
    for (const Key* key : {&low, &high})
      for (const OwnedValue& v : *key) bind(query, ++at, v.view());
    return query.executeStep();
  }

  /// Whether, among rows that equal `bound` in its first `parts` columns, the next column holds a NULL: it comes first.
  bool has_null_after(const Key& bound, std::size_t parts) {
    const std::string& next = key_[parts];
    std::string sql = "SELECT typeof(" + next + ") FROM " + from_rows_of(table_);
    if (parts > 0) sql += " WHERE " + compare_key(key_, "=", parts);
    SQLite::Statement query(db_, sql + " ORDER BY " + next + " LIMIT 1");
    for (std::size_t i = 0; i < parts; ++i) bind(query, static_cast<int>(i) + 1, bound[i].view());
    return query.executeStep() && query.getColumn(0).getString() == "null";
  }

 private:
  SQLite::Database& db_;
  const Table& table_;
  std::vector<std::string> key_;
};

bool key_holds_null(KeyOracle& oracle, const Bounds& bounds) {
  return std::any_of(bounds.begin(), bounds.end(), [&](const Key& bound) {
    for (std::size_t parts = 0; parts < bound.size(); ++parts)
      if (oracle.has_null_after(bound, parts)) return true;
    return false;
  });
}

/// The bounds that follow each other in the table's own order.
Bounds ascending(KeyOracle& oracle, Bounds bounds) {
  Bounds kept;
  for (Key& bound : bounds) {
    if (!kept.empty() && (same_key(kept.back(), bound) || oracle.has_row_between(bound, kept.back()))) continue;
    kept.push_back(std::move(bound));
  }
  return kept;
}

bool is_descending(const Table& table) {
  return std::any_of(table.indexes.begin(), table.indexes.end(), [](const Index& i) {
    return i.origin == IndexOrigin::primary_key && !i.parts.empty() && i.parts.front().descending;
  });
}

}  // namespace

void make_safe(SQLite::Database& db, const Table& table, Bounds& bounds) {
  std::erase_if(bounds, has_null);
  if (bounds.empty()) return;
  if (table.kind != TableKind::without_rowid) {
    sort_rowids(bounds);
    bounds.erase(std::unique(bounds.begin(), bounds.end(), same_key), bounds.end());
    return;
  }
  if (is_descending(table)) std::reverse(bounds.begin(), bounds.end());
  KeyOracle oracle(db, table);
  if (key_holds_null(oracle, bounds)) return bounds.clear();
  bounds = ascending(oracle, std::move(bounds));
}

std::vector<Slice> slices_between(const Bounds& bounds) {
  std::vector<Slice> slices(bounds.size() + 1);
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    slices[i].until = bounds[i];
    slices[i + 1].from = bounds[i];
  }
  return slices;
}

}  // namespace lite2pg
