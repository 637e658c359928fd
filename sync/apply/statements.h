// The statements of a repair, by pure functions. What shall change lies in two temporary tables for each table: its
// changes (a row each: kind, place, xmin, which columns) and the new values; everything after that is done by whole
// sets. All tables are changed by one statement, so that foreign keys, which PostgreSQL looks at when a statement
// ends, see the finished state whatever the order of parents and children; within it, deletes go before updates and
// updates before inserts, so that a unique value that moves is free when it arrives.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sync/apply/facts.h"

namespace lite2pg {

struct AppliedColumn {
  std::string target, type;
  bool not_null = false;
};

/// Where a server has no temporary tables, a schema that the transaction makes and drops stands in its place.
inline constexpr std::string_view temporary_schema = "pg_temp";

struct AppliedTable {
  std::size_t number = 0;  ///< Makes the names of its temporary tables.
  TableFacts facts;
  std::vector<AppliedColumn> columns;  ///< Those that new values are given for, in the order of the values.
  std::vector<std::string> key;        ///< Target names; empty: none.

  std::string scratch = std::string(temporary_schema);  ///< Where these stand; a name that needs no quotes.
  [[nodiscard]] std::string changes() const { return scratch + ".lite2pg_change_" + std::to_string(number); }
  [[nodiscard]] std::string values() const { return scratch + ".lite2pg_new_" + std::to_string(number); }
  [[nodiscard]] std::string written() const { return scratch + ".lite2pg_written"; }
  /// No unique index makes sure of the key: it may be there twice, and its types need not even have an order.
  [[nodiscard]] bool keyless() const;
  /// Positions, from 1, of those of `names` that new values are given for.
  [[nodiscard]] std::vector<std::size_t> positions(const std::vector<std::string>& names) const;
};

/// The one among `tables` that `reference` comes from; nullptr: none of them.
[[nodiscard]] const AppliedTable* find_child(const std::vector<AppliedTable>& tables, const Reference& reference);

/// Where the tables of repair `id` stand.
[[nodiscard]] std::string scratch_for(const std::string& id, bool has_temporary_tables);
/// What makes and what drops that schema; empty for the temporary one.
[[nodiscard]] std::string make_scratch_sql(const std::string& scratch);
[[nodiscard]] std::string drop_scratch_sql(const std::string& scratch);

/// How a unique value is got out of the way for a moment.
enum class Parking : std::uint8_t {
  null,  ///< NULL where the column takes it, else as low.
  low,   ///< Below all others, or random.
  high,  ///< Above all others.
};

[[nodiscard]] std::vector<std::string> create_temporary_sql(const AppliedTable& table);
/// A table for the places of rows that were written.
[[nodiscard]] std::string create_written_sql(const std::string& scratch = std::string(temporary_schema));
[[nodiscard]] std::string copy_changes_sql(const AppliedTable& table);
/// Condition on the table's rows, without alias: those that stand where a change says.
[[nodiscard]] std::string at_places(const AppliedTable& table);
/// Locks the rows in the order of the key.
[[nodiscard]] std::string lock_sql(const AppliedTable& table);
/// Numbers of rows to insert whose key somebody has inserted meanwhile, where no unique index would refuse them; empty
/// where one does.
[[nodiscard]] std::string taken_sql(const AppliedTable& table);
/// Numbers of changes that would touch rows outside the repair through this foreign key. `child` is nullptr when the
/// repair leaves the child's table alone.
[[nodiscard]] std::string blocked_sql(const AppliedTable& table, const Reference& reference, const AppliedTable* child);
/// Takes the changes with these numbers out.
[[nodiscard]] std::string drop_changes_sql(const AppliedTable& table, const std::vector<std::uint64_t>& ids);
/// Keeps the rows as they are in lite2pg.repaired_row.
[[nodiscard]] std::string keep_rows_sql(const AppliedTable& table, const std::string& repair, const std::string& schema,
                                        const std::string& name);
/// The one statement. `only`: condition on "c", a change; empty: all.
[[nodiscard]] std::string apply_sql(const std::vector<AppliedTable>& tables, const std::string& only);
/// Parks the unique values of rows whose unique values change; empty when there are none.
[[nodiscard]] std::string park_sql(const AppliedTable& table, Parking how);
/// Rows whose unique values change are deleted and inserted again, where nothing refers to them.
[[nodiscard]] std::string replace_sql(const AppliedTable& table);

}  // namespace lite2pg
