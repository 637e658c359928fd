// What a trigger reads and writes: its own statements, and what these set off in turn. From this follows whether
// PostgreSQL, which fires AFTER triggers when the statement ends, does what SQLite does after each row.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/sql/parser/trigger_statement.h"

namespace lite2pg {

/// Columns by table, both in lower case. "" stands for which rows there are, "*" for all columns.
class ColumnsByTable {
 public:
  void add(const std::string& table, const std::string& column) { tables_[table].insert(column); }
  void add(const ColumnsByTable& other);
  [[nodiscard]] bool touches(const std::string& table) const { return tables_.contains(table); }
  [[nodiscard]] const std::map<std::string, std::set<std::string>>& tables() const noexcept { return tables_; }
  /// Whether there is a column of both.
  [[nodiscard]] bool meets(const ColumnsByTable& other) const;
  [[nodiscard]] bool meets(const std::string& table, const std::set<std::string>& columns) const;

 private:
  std::map<std::string, std::set<std::string>> tables_;
};

/// What a statement does to a table, which may fire triggers.
struct WriteEvent {
  std::string table;  ///< In lower case.
  TriggerEvent event = TriggerEvent::insert;
  std::set<std::string> columns = {};  ///< Of an UPDATE: those that it sets, in lower case.
  bool own_row = false;                ///< The row that fired the trigger, and no other.
  bool replaces = false;               ///< INSERT OR REPLACE.
};

struct Footprint {
  ColumnsByTable reads, writes;
  ColumnsByTable own_writes;  ///< Of the row that fired the trigger; not in `writes`.
  std::vector<WriteEvent> events;
};

/// One parsed trigger of the source.
struct ParsedTrigger {
  const Trigger* source = nullptr;
  CreateTrigger syntax;
  std::string table;                  ///< In lower case.
  std::vector<Footprint> steps = {};  ///< One for each statement.
  Footprint whole = {};               ///< All of them, and WHEN.
};

/// Fills `steps` and `whole`. Views are read as all columns of their tables.
void measure(ParsedTrigger& trigger, const Plan& plan);

}  // namespace lite2pg
