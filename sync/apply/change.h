// One row of the target that is to become what the source says, and the tables that have such rows.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/value/digest.h"
#include "verify/sides/compared_table.h"
#include "verify/sides/placed_row.h"

namespace lite2pg {

enum class ChangeKind : char { insert = 'i', update = 'u', remove = 'd' };
/// "insert", "update", "delete".
[[nodiscard]] std::string_view name_of(ChangeKind k) noexcept;

struct Change {
  ChangeKind kind = ChangeKind::update;
  std::uint64_t id = 0;                    ///< In its table, from 1.
  RowHash source;                          ///< The row as it shall be; insert and update.
  RowHash target;                          ///< The row as it was read; update and delete.
  RowPlace place;                          ///< Where that stands.
  std::uint32_t xmin = 0;                  ///< Who wrote it.
  std::uint64_t number = 0;                ///< Of its new values; 0: none.
  bool dropped = false;                    ///< It was found that it cannot be made; it was named.
  std::string key;                         ///< For people: "id=42".
  std::vector<bool> differs;               ///< By compared column; update.
  std::vector<std::uint64_t> fields = {};  ///< Hashes of the target's fields, until `differs` is known.
};

/// A difference that stays, and why.
struct SkippedRow {
  std::string table, kind, key, reason;
};

/// Counts all, and keeps the first of each table, kind and reason.
class SkippedRows {
 public:
  struct Group {
    std::string table, kind, reason;
    auto operator<=>(const Group&) const = default;
  };
  struct Rows {
    std::uint64_t count = 0;
    std::vector<std::string> keys;  ///< Of the first.
  };

  void add(const SkippedRow& row);
  /// A statement that makes place for values that have none.
  void add_remedy(std::string sql) { remedies_.insert(std::move(sql)); }

  [[nodiscard]] const std::map<Group, Rows>& groups() const noexcept { return groups_; }
  [[nodiscard]] const std::set<std::string>& remedies() const noexcept { return remedies_; }
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }

 private:
  std::map<Group, Rows> groups_;
  std::set<std::string> remedies_;
  std::uint64_t total_ = 0;
};

struct TableChanges {
  std::size_t index = 0;                 ///< Of the comparison's tables.
  const ComparedTable* table = nullptr;  ///< What is compared.
  TablePlan load;                        ///< What is written: compared columns and those that only a load knows.
  std::uint64_t rows = 0;                ///< Of the larger side.
  std::vector<Change> changes;
};

}  // namespace lite2pg
