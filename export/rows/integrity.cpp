#include "export/rows/integrity.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>

#include "common/error.h"
#include "export/rows/scan_sql.h"
#include "export/rows/table_split.h"
#include "export/sqlite/error.h"
#include "export/sqlite/interrupter.h"

namespace lite2pg {
namespace {

constexpr const char* check_of_table = "SELECT quick_check FROM pragma_quick_check(?)";

/// What SQLite says of rows that break a rule, by the words it begins with (pragma.c, "integrity_check").
bool is_broken_rule(std::string_view message) {
  return message.starts_with("NULL value in ") || message.starts_with("non-") ||
         message.starts_with("TEXT value in ") || message.starts_with("NUMERIC value in ");
}

/// SQLite 3.46 (3.40 did not) counts the entries of indexes in quick_check. No row comes from an index, and by whatever
/// version of SQLite a file is read, the same is said of it.
bool is_of_index(std::string_view message) { return message.starts_with("wrong # of entries in index "); }

/// One row may hold many lines, the first of them a heading such as "*** in database main ***".
std::string first_line(const std::string& message) {
  std::size_t start = message.starts_with("***") ? message.find('\n') + 1 : 0;
  return message.substr(start, message.find('\n', start) - start);
}

/// What a check said, row by row. `what`: the name of a table, or nothing for the whole file. A statement that SQLite
/// refuses (a function that only the application has) finds nothing; damage met on the way is a finding.
std::vector<Finding> run_check(SQLite::Database& db, const std::string& path, const char* sql, const Table* table) {
  std::vector<Finding> found;
  const std::string name = table == nullptr ? std::string() : table->name;
  try {
    SQLite::Statement check(db, sql);
    if (table != nullptr) check.bind(1, name);
    while (check.executeStep()) {
      const std::string message = first_line(check.getColumn(0).getString());
      if (message != "ok" && !is_of_index(message)) found.push_back({name, message, !is_broken_rule(message)});
    }
  } catch (const SQLite::Exception& e) {
    if (is_interrupt(e)) throw_sqlite_error(path, name, e);
    if (is_damage(e)) found.push_back({name, e.what(), true});
  }
  return found;
}

/// quick_check looks at the order of rowids, but not of other keys, which range scans rely on just as much. What
/// integrity_check says of the table's indexes does not matter: they are not read. An order that only the application
/// knows cannot be checked.
std::vector<Finding> check_key_order(SQLite::Database& db, const std::string& path, const Table& table) {
  if (table.kind != TableKind::without_rowid || usable_key_parts(table) < scan_key(table).size()) return {};
  auto found = run_check(db, path, "SELECT integrity_check FROM pragma_integrity_check(?)", &table);
  std::erase_if(found, [](const Finding& f) { return f.message.find("PRIMARY KEY order") == std::string::npos; });
  return found;
}

template <typename Each>
void append_all(std::vector<Finding>& to, const SqliteSource& source, const Each& findings_of) {
  for (const Table& table : source.schema().tables) {
    if (table.kind == TableKind::virtual_) continue;
    const auto found = findings_of(table);
    to.insert(to.end(), found.begin(), found.end());
  }
}

/// "a, b": the damaged tables, each once.
std::string damaged_tables(const std::vector<Finding>& findings) {
  std::string out;
  std::string_view last;
  for (const Finding& f : findings) {
    if (!f.damage || f.table.empty() || f.table == last) continue;
    out += (out.empty() ? "" : ", ") + f.table;
    last = f.table;
  }
  return out;
}

}  // namespace

std::vector<Finding> find_damage(SqliteSource& source, const StopFlag& stop) {
  const SnapshotConnection connection = source.snapshot().connect();
  const Interrupter interrupter(connection.db(), stop);
  SQLite::Database& db = connection.db();
  const auto whole = run_check(db, source.path(), "SELECT quick_check FROM pragma_quick_check", nullptr);
  std::vector<Finding> found;
  if (!whole.empty())
    append_all(found, source, [&](const Table& t) { return run_check(db, source.path(), check_of_table, &t); });
  if (found.empty()) found = whole;
  append_all(found, source, [&](const Table& t) { return check_key_order(db, source.path(), t); });
  return found;
}

std::vector<Finding> find_damage_in(SqliteSource& source, const std::vector<const Table*>& tables,
                                    const StopFlag& stop) {
  const SnapshotConnection connection = source.snapshot().connect();
  const Interrupter interrupter(connection.db(), stop);
  std::vector<Finding> found;
  const auto append = [&](std::vector<Finding> more) { found.insert(found.end(), more.begin(), more.end()); };
  for (const Table* table : tables) {
    append(run_check(connection.db(), source.path(), check_of_table, table));
    append(check_key_order(connection.db(), source.path(), *table));
  }
  return found;
}

void refuse_damage(const std::string& path, const std::vector<Finding>& findings) {
  const auto first = std::find_if(findings.begin(), findings.end(), [](const Finding& f) { return f.damage; });
  if (first == findings.end()) return;
  const std::string tables = damaged_tables(findings);
  throw Error(ExitCode::source,
              path + ": is damaged" + (tables.empty() ? "" : " (tables: " + tables + ")") + ": " + first->message,
              "restore a backup, or recover what is left with `sqlite3 FILE .recover | sqlite3 NEW` and use NEW; "
              "`PRAGMA integrity_check` lists all findings");
}

std::vector<Finding> check_integrity(SqliteSource& source, const StopFlag& stop) {
  auto findings = find_damage(source, stop);
  refuse_damage(source.path(), findings);
  return findings;
}

}  // namespace lite2pg
