#include "sync/back/bookkeeping.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "common/text.h"
#include "import/postgres/target_error.h"
#include "mapping/target/quote.h"
#include "sync/sqlite/object_order.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

std::optional<std::int64_t> integer_of(const std::string& text) {
  std::int64_t n = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, n);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return n;
}

/// `blob`: which column holds bytes; -1: none.
void insert_row(NewDatabase& db, const BookkeepingRow& row, bool numbers, int blob) {
  std::string places;
  for (std::size_t i = 0; i < row.fields.size(); ++i) places += i == 0 ? "?" : ", ?";
  SQLite::Statement insert(db.handle(), "INSERT INTO main." + row.table + " VALUES (" + places + ")");
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    const int at = static_cast<int>(i) + 1;
    const auto& field = row.fields[i];
    if (!field) continue;
    const auto number = numbers && i == 1 ? integer_of(*field) : std::nullopt;
    if (number) {
      insert.bind(at, *number);
    } else if (static_cast<int>(i) == blob) {
      insert.bind(at, field->data(), static_cast<int>(field->size()));
    } else {
      insert.bind(at, *field);
    }
  }
  insert.exec();
}

std::int64_t greatest_rowid(NewDatabase& db, const Table& table) {
  if (table.rowid_alias < 0) return 0;
  const std::string id = quote_identifier(table.columns[static_cast<std::size_t>(table.rowid_alias)].name);
  return db.handle()
      .execAndGet("SELECT coalesce(max(" + id + "), 0) FROM main." + quote_identifier(table.name))
      .getInt64();
}

/// What sqlite_sequence must say of a table: at least what it said, and what is given out since.
std::int64_t next_number(NewDatabase& db, const BackPlan& plan, const Table& table, std::int64_t recorded,
                         const std::map<std::string, std::int64_t>& last) {
  const TablePlan* planned = plan.chosen.plan.find_table(table.name);
  const std::int64_t at_import =
      std::max(recorded, planned == nullptr ? std::int64_t{0} : planned->sequence.value_or(0));
  const auto found = last.find(table.name);
  const std::int64_t given = std::max(found == last.end() ? 0 : found->second, greatest_rowid(db, table));
  return given > at_import ? given : recorded;
}

/// SQLite makes the table of numbers with the first AUTOINCREMENT table, and keeps it when that one goes.
void require_sequence_table(NewDatabase& db, const BackPlan& plan) {
  if (db.handle().tableExists("sqlite_sequence")) return;
  db.run(
      "CREATE TABLE main.\"lite2pg sequence\" (i INTEGER PRIMARY KEY AUTOINCREMENT); "
      "DROP TABLE main.\"lite2pg sequence\"");
  (void)plan;
}

}  // namespace

std::map<std::string, std::int64_t> last_numbers(Session& session, const BackPlan& plan) {
  std::map<std::string, std::int64_t> last;
  if (!plan.only.empty()) return last;  // the shared tables' sequences are all tenants'
  for (const WrittenTable& t : plan.tables) {
    if (!t.source->autoincrement || t.source->rowid_alias < 0) continue;
    const auto id = std::ranges::find(t.plan.columns, t.source->rowid_alias, &ColumnPlan::source_index);
    const TargetColumn* column = id == t.plan.columns.end() ? nullptr : t.target->find_column(id->target);
    if (column == nullptr || column->sequence.empty()) continue;
    try {
      const ReadOnly guard(session);
      const auto rows =
          session.query("SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM " + column->sequence);
      if (!rows.empty() && rows[0][0]) last[t.source->name] = std::stoll(*rows[0][0]);
    } catch (const TargetError& e) {
      if (e.sqlstate() != "42501") throw;
    }
  }
  return last;
}

void restore_sequences(NewDatabase& db, const BackPlan& plan, const std::map<std::string, std::int64_t>& last) {
  const std::vector<BookkeepingRow>& kept = plan.schema().file.bookkeeping;
  const bool any_row = std::ranges::any_of(kept, [](const auto& r) { return r.table == "sqlite_sequence"; });
  const bool any_table = std::ranges::any_of(plan.schema().tables, &Table::autoincrement);
  if (!any_row && !any_table && rank_of_sequences(plan.schema()) == 0) return;
  require_sequence_table(db, plan);
  db.run("DELETE FROM main.sqlite_sequence");
  std::set<std::string> written;
  for (BookkeepingRow row : kept) {
    if (row.table != "sqlite_sequence" || row.fields.size() != 2) continue;
    const Table* table = row.fields[0] ? plan.schema().find_table(*row.fields[0]) : nullptr;
    const auto recorded = row.fields[1] ? integer_of(*row.fields[1]) : std::nullopt;
    if (table != nullptr && table->autoincrement) {
      written.insert(table->name);
      if (recorded) row.fields[1] = std::to_string(next_number(db, plan, *table, *recorded, last));
    }
    insert_row(db, row, true, -1);
  }
  for (const Table& table : plan.schema().tables) {
    if (!table.autoincrement || written.contains(table.name)) continue;
    const std::int64_t number = next_number(db, plan, table, 0, last);
    if (number > 0) insert_row(db, {"sqlite_sequence", {table.name, std::to_string(number)}}, true, -1);
  }
}

void restore_statistics(NewDatabase& db, const Schema& schema, std::vector<std::string>& notes) {
  std::set<std::string> wanted;
  for (const Table& t : schema.tables) {
    const std::string name = ascii_lower(t.name);
    if (name == "sqlite_stat1" || name == "sqlite_stat4") wanted.insert(name);
  }
  if (wanted.empty()) return;
  db.run("ANALYZE sqlite_schema");
  for (const char* table : {"sqlite_stat1", "sqlite_stat4"}) {
    const bool has = db.handle().tableExists(table);
    if (has) db.run(std::string("DELETE FROM main.") + table);
    if (has && !wanted.contains(table)) db.run(std::string("DROP TABLE main.") + table);
    if (!has && wanted.contains(table)) notes.push_back(std::string(table) + " is not made: this SQLite has none");
    for (const BookkeepingRow& row : schema.file.bookkeeping) {
      if (has && row.table == table) insert_row(db, row, false, row.table == "sqlite_stat4" ? 5 : -1);
    }
  }
}

}  // namespace lite2pg
