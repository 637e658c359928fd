#include "export/survey/broken_checks.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "common/text.h"
#include "export/rows/scan_sql.h"
#include "export/sqlite/error.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr std::string_view broken_mark = ": PostgreSQL would refuse it";

/// "3 rows break it, the first is rowid 7"; nullopt when none does. A CHECK that calls a function of the application's
/// own cannot be asked; nor is it translated.
std::optional<std::string> broken(SQLite::Database& db, const std::string& path, const Table& table, const Check& check,
                                  std::string_view condition) {
  const auto rowid = rowid_name(table);
  const std::string first = rowid ? "min(" + quote_identifier(*rowid) + ")" : "NULL";
  try {
    SQLite::Statement query(db, "SELECT count(*), " + first + " FROM " + from_rows_of(table) + " WHERE NOT (" +
                                    check.expression + ")" +
                                    (condition.empty() ? "" : " AND " + std::string(condition)));
    if (!query.executeStep()) return std::nullopt;
    const std::int64_t rows = query.getColumn(0).getInt64();
    if (rows == 0) return std::nullopt;
    return with_thousands(static_cast<std::uint64_t>(rows)) + (rows == 1 ? " row breaks" : " rows break") + " it" +
           (rowid ? ", the first is rowid " + std::to_string(query.getColumn(1).getInt64()) : "");
  } catch (const SQLite::Exception& e) {
    if (is_interrupt(e) || is_damage(e)) throw_sqlite_error(path, table.name, e);
    return std::nullopt;
  }
}

}  // namespace

bool is_broken_by_rows(const ObjectPlan& object) noexcept {
  return object.kind == ObjectKind::check && object.status == ObjectStatus::not_carried &&
         object.reason.ends_with(broken_mark);
}

void leave_out_broken_checks(SqliteSource& source, std::uint64_t most_rows, Plan& plan) {
  for (const TablePlan& planned : plan.tables) {
    if (planned.rows > most_rows) continue;
    const Table& table = *std::ranges::find(source.schema().tables, planned.source, &Table::name);
    if (table.checks.empty()) continue;
    const SnapshotConnection connection = source.snapshot().connect();
    auto check = table.checks.begin();
    for (ObjectPlan& object : plan.objects) {
      if (object.kind != ObjectKind::check || object.table != planned.source || check == table.checks.end()) continue;
      const Check& asked = *check++;
      if (object.phase == Phase::none) continue;
      const auto why = broken(connection.db(), source.path(), table, asked, source.condition_of(table.name));
      if (!why) continue;
      object.status = ObjectStatus::not_carried;
      object.reason = *why + std::string(broken_mark);
      object.phase = Phase::none;
      object.sql.clear();
    }
  }
}

}  // namespace lite2pg
