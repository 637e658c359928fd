// Rows of the source that are set aside because a constraint would not hold with them: the row that they refer to is
// not there (--orphans=set-aside), or a constraint of the target says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <unordered_map>

#include "export/rows/row_source.h"
#include "mapping/source/schema.h"

namespace lite2pg {

/// Why a row is set aside.
struct RowFault {
  const ForeignKey* key = nullptr;  ///< Of the source, which does not hold; nullptr: `columns` and `reason` say it.
  std::string columns, reason;
};

/// Rows of one table, each with the first fault that was found. A few dozen bytes a row. Moved, never copied.
class OrphanRows {
 public:
  OrphanRows() = default;
  OrphanRows(OrphanRows&&) = default;
  OrphanRows& operator=(OrphanRows&&) = default;

  /// False: it is there already. `key` outlives this.
  bool add(std::int64_t rowid, const ForeignKey& key) { return by_rowid_.emplace(rowid, fault_of(key)).second; }
  /// WITHOUT ROWID: `primary_key` by append_key_text().
  bool add(std::string primary_key, const ForeignKey& key) {
    return by_key_.emplace(std::move(primary_key), fault_of(key)).second;
  }
  /// `place`: as RowCursor::locate() has it.
  bool add_violating(std::string place, const std::string& columns, const std::string& reason);

  [[nodiscard]] bool has(std::int64_t rowid) const { return by_rowid_.contains(rowid); }
  [[nodiscard]] bool has(const std::string& primary_key) const { return by_key_.contains(primary_key); }
  /// For the row that `cursor` has just handed out; nullptr: it stays.
  [[nodiscard]] const RowFault* find(const Table& table, const RowCursor& cursor, Row row) const;
  [[nodiscard]] std::size_t size() const noexcept { return by_rowid_.size() + by_key_.size() + by_place_.size(); }
  /// Those that were added by their place.
  [[nodiscard]] std::size_t violating() const noexcept { return by_place_.size(); }
  /// A fault that the target found; empty where there is none.
  [[nodiscard]] std::string first_violation() const;

 private:
  const RowFault* fault_of(const ForeignKey& key);

  std::list<RowFault> faults_;  ///< One a key or reason; they stay where they are.
  std::unordered_map<std::int64_t, const RowFault*> by_rowid_;
  std::unordered_map<std::string, const RowFault*> by_key_, by_place_;
};

/// By the table's name in the source.
using OrphansByTable = std::map<std::string, OrphanRows, std::less<>>;

/// Adds a value of a primary key to the text that names a row: no two keys of a table have the same.
void append_key_text(const Value& value, std::string& text);

}  // namespace lite2pg
