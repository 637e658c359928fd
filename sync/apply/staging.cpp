#include "sync/apply/staging.h"

#include <algorithm>

#include "import/postgres/refused_tuples.h"
#include "mapping/plan/ddl.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr int most_refused_rows = 100;

bool is_loaded(const ColumnPlan& c) { return !c.generated && (c.source_index >= 0 || !c.null_as.empty()); }

/// The load's plan with the names of the temporary table.
TablePlan values_plan(const AppliedTable& table, const TablePlan& load) {
  TablePlan plan = load;
  plan.target = "lite2pg_new_" + std::to_string(table.number);
  plan.partition_by.clear();
  std::size_t i = 0;
  for (ColumnPlan& c : plan.columns) {
    if (is_loaded(c)) c.target = "v" + std::to_string(i++);
  }
  return plan;
}

std::string copy_values_sql(const AppliedTable& table, const TableChanges& changes) {
  return copy_in_sql(values_plan(table, changes.load), table.scratch, false);
}

void copy_values(DataConnection& connection, const AppliedTable& table, const NewRows& rows, TableChanges& changes,
                 SkippedRows& skipped) {
  connection.copy_in_begin(copy_values_sql(table, changes));
  read_new_rows(rows, changes, skipped, Pieces::large, [&](std::string_view bytes) { connection.copy_in_send(bytes); });
  (void)connection.copy_in_end();
}

/// Drops and names the changes whose values the server refuses. False when those are none, too many, or refused for
/// something else than their values.
bool drop_refused(DataConnection& connection, const AppliedTable& table, const NewRows& rows, TableChanges& changes,
                  SkippedRows& skipped) {
  int refused = 0;
  bool settled = true;
  RefusedTuples search(connection, copy_values_sql(table, changes), [&](std::uint64_t number, const TargetError& e) {
    settled = is_of_data(e) && refused++ < most_refused_rows;
    if (!settled) return false;
    Change& change = *std::ranges::find(changes.changes, number, &Change::number);
    change.dropped = true;
    skipped.add({changes.table->plan.source, std::string(name_of(change.kind)), change.key, e.what()});
    return true;
  });
  read_new_rows(rows, changes, skipped, Pieces::one_tuple, [&](std::string_view tuple) { (void)search.add(tuple); });
  search.end();
  return settled && refused > 0;
}

void make_place(DataConnection& connection, const AppliedTable& table, TableChanges& changes) {
  for (const std::string& sql : create_temporary_sql(table)) connection.execute(sql);
  for (Change& c : changes.changes) c.number = 0;
}

void bring_values(DataConnection& connection, const AppliedTable& table, const NewRows& rows, TableChanges& changes,
                  SkippedRows& skipped) {
  connection.execute("SAVEPOINT lite2pg_values");
  make_place(connection, table, changes);
  try {
    copy_values(connection, table, rows, changes, skipped);
  } catch (const TargetError& e) {
    if (!is_of_data(e)) throw;
    connection.execute("ROLLBACK TO SAVEPOINT lite2pg_values");
    make_place(connection, table, changes);
    if (!drop_refused(connection, table, rows, changes, skipped)) throw;
    connection.execute("ROLLBACK TO SAVEPOINT lite2pg_values");
    make_place(connection, table, changes);
    copy_values(connection, table, rows, changes, skipped);
  }
  connection.execute("RELEASE SAVEPOINT lite2pg_values");
}

/// Whether an UPDATE can set any of the columns that differ.
bool can_be_set(const AppliedTable& table, const TableChanges& changes, const Change& change) {
  for (std::size_t i = 0; i < change.differs.size(); ++i) {
    if (!change.differs[i]) continue;
    const std::string& name = changes.table->plan.columns[i].target;
    const ColumnFacts* column = table.facts.find_column(name);
    if (column != nullptr && !column->generated && !column->identity_always && !table.positions({name}).empty()) {
      return true;
    }
  }
  return false;
}

void drop_unsettable(const AppliedTable& table, TableChanges& changes, SkippedRows& skipped) {
  for (Change& c : changes.changes) {
    if (c.kind != ChangeKind::update || can_be_set(table, changes, c)) continue;
    c.dropped = true;
    skipped.add({changes.table->plan.source, "update", c.key, "only columns differ that the target itself computes"});
  }
  std::erase_if(changes.changes, [](const Change& c) { return c.dropped; });
}

/// "{t,f}" over the table's applied columns.
std::string mask(const AppliedTable& table, const TableChanges& changes, const Change& change) {
  std::vector<bool> set(table.columns.size(), false);
  for (std::size_t i = 0; i < change.differs.size(); ++i) {
    if (!change.differs[i]) continue;
    for (const std::size_t p : table.positions({changes.table->plan.columns[i].target})) set[p - 1] = true;
  }
  std::string text;
  for (const bool b : set) text += (text.empty() ? "{" : ",") + std::string(b ? "t" : "f");
  return text + "}";
}

std::string line_of(const AppliedTable& table, const TableChanges& changes, const Change& c) {
  std::string line = std::to_string(c.id) + "\t" + static_cast<char>(c.kind) + "\t";
  line += c.kind == ChangeKind::remove ? "\\N" : std::to_string(c.number);
  if (c.kind == ChangeKind::insert) return line + "\t\\N\t\\N\t\\N\t\\N\n";
  line += "\t" + std::to_string(c.place.table) + "\t(" + std::to_string(c.place.block) + "," +
          std::to_string(c.place.offset) + ")\t" + std::to_string(c.xmin) + "\t";
  return line + (c.kind == ChangeKind::update ? mask(table, changes, c) : "\\N") + "\n";
}

void copy_changes(DataConnection& connection, const AppliedTable& table, const TableChanges& changes) {
  constexpr std::size_t piece = 1U << 20;
  std::string lines;
  connection.copy_in_begin(copy_changes_sql(table));
  for (const Change& c : changes.changes) {
    lines += line_of(table, changes, c);
    if (lines.size() < piece) continue;
    connection.copy_in_send(lines);
    lines.clear();
  }
  if (!lines.empty()) connection.copy_in_send(lines);
  (void)connection.copy_in_end();
  connection.execute("ANALYZE " + table.changes());
}

}  // namespace

AppliedTable applied_table(const TableChanges& changes, std::size_t number, TableFacts facts) {
  AppliedTable table{number, std::move(facts), {}, {}};
  for (const ColumnPlan& c : changes.load.columns) {
    if (!is_loaded(c)) continue;
    const ColumnFacts* column = table.facts.find_column(c.target);
    table.columns.push_back(
        {c.target, column == nullptr ? c.type : column->type, column != nullptr && column->not_null});
  }
  const TablePlan& compared = changes.table->plan;
  // A key holds within a tenant.
  if (!compared.tenant.empty()) table.key.push_back(compared.tenant);
  for (const int k : compared.key) table.key.push_back(compared.columns[static_cast<std::size_t>(k)].target);
  return table;
}

void stage_changes(DataConnection& connection, const AppliedTable& table, const NewRows& rows, TableChanges& changes,
                   SkippedRows& skipped) {
  bring_values(connection, table, rows, changes, skipped);
  drop_unsettable(table, changes, skipped);
  copy_changes(connection, table, changes);
}

}  // namespace lite2pg
