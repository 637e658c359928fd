// Rows of the source that are set aside because the row they refer to is not there: --orphans=set-aside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "export/rows/row_source.h"
#include "mapping/source/schema.h"

namespace lite2pg {

/// Rows of one table, each with the first of its foreign keys that does not hold. A few dozen bytes a row.
class OrphanRows {
 public:
  /// False: it is there already. `key` outlives this.
  bool add(std::int64_t rowid, const ForeignKey& key) { return by_rowid_.emplace(rowid, &key).second; }
  /// WITHOUT ROWID: `primary_key` by append_key_text().
  bool add(std::string primary_key, const ForeignKey& key) {
    return by_key_.emplace(std::move(primary_key), &key).second;
  }

  [[nodiscard]] bool has(std::int64_t rowid) const { return by_rowid_.contains(rowid); }
  [[nodiscard]] bool has(const std::string& primary_key) const { return by_key_.contains(primary_key); }
  /// For the row that `cursor` has just handed out; nullptr: it stays.
  [[nodiscard]] const ForeignKey* find(const Table& table, const RowCursor& cursor, Row row) const;
  [[nodiscard]] std::size_t size() const noexcept { return by_rowid_.size() + by_key_.size(); }

 private:
  std::unordered_map<std::int64_t, const ForeignKey*> by_rowid_;
  std::unordered_map<std::string, const ForeignKey*> by_key_;
};

/// By the table's name in the source.
using OrphansByTable = std::map<std::string, OrphanRows, std::less<>>;

/// Adds a value of a primary key to the text that names a row: no two keys of a table have the same.
void append_key_text(const Value& value, std::string& text);

}  // namespace lite2pg
