#include "import/existing/filling_triggers.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/plan/ddl.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

const TablePlan* planned(const Plan& plan, const std::string& target) {
  const auto table = std::ranges::find(plan.tables, target, &TablePlan::target);
  return table == plan.tables.end() ? nullptr : &*table;
}

bool is_loaded(const ColumnPlan& column) { return !column.generated && column.source_index >= 0; }

/// Whether a function's text assigns to NEW.column, or its arguments name the column.
bool fills(const std::string& function, const std::string& arguments, const std::string& column) {
  const std::string text = ascii_lower(function), name = ascii_lower(column);
  return text.find("new." + name) != std::string::npos || text.find("new.\"" + name + '"') != std::string::npos ||
         arguments.find(column) != std::string::npos;
}

/// tgtype: 1 ROW, 2 BEFORE, 4 INSERT, 16 UPDATE (src/include/catalog/pg_trigger.h).
constexpr const char* from_triggers =
    " FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class r ON r.oid = t.tgrelid "
    "JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace JOIN pg_catalog.pg_proc f ON f.oid = t.tgfoid ";
constexpr const char* of_inserts =
    "WHERE n.nspname = $1 AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & 4 = 4 ";

std::string loaded_columns(const TablePlan& table, const std::string& separator, bool assigned) {
  std::string list;
  for (const ColumnPlan& column : table.columns) {
    // An identity column can be set to DEFAULT alone.
    if (!is_loaded(column) || (assigned && column.identity)) continue;
    const std::string name = quote_identifier(column.target);
    list += (list.empty() ? "" : separator) + name + (assigned ? " = " + name : "");
  }
  return list;
}

}  // namespace

std::vector<FillingTrigger> filling_triggers(Session& session, const Plan& plan, const std::string& schema) {
  std::vector<FillingTrigger> found;
  for (const Fields& row : session.query(
           std::string("SELECT r.relname, t.tgname, a.attname, t.tgtype & 16 = 16, f.prosrc, "
                       "pg_catalog.encode(t.tgargs, 'escape')") +
               from_triggers + "JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 " + of_inserts +
               "AND t.tgtype & 3 = 3 AND NOT a.attisdropped AND NOT a.atthasdef AND a.attidentity = '' ORDER BY 1, 2, "
               "3",
           {schema})) {
    const auto text = [&](std::size_t i) { return row[i].value_or(""); };
    const TablePlan* table = planned(plan, text(0));
    if (table == nullptr || !fills(text(4), text(5), text(2))) continue;
    const auto column = std::ranges::find(table->columns, text(2), &ColumnPlan::target);
    if (column != table->columns.end() && is_loaded(*column)) continue;
    found.push_back({text(0), text(1), text(2), row[3] == "t"});
  }
  return found;
}

std::vector<std::string> silent_triggers(Session& session, const Plan& plan, const std::string& schema) {
  std::vector<std::string> lines;
  for (const Fields& row :
       session.query(std::string("SELECT r.relname, pg_catalog.string_agg(t.tgname, ', ' ORDER BY t.tgname)") +
                         from_triggers + of_inserts + "GROUP BY 1 ORDER BY 1",
                     {schema})) {
    const std::string table = row[0].value_or("");
    if (planned(plan, table) != nullptr) lines.push_back(table + ": " + row[1].value_or(""));
  }
  return lines;
}

std::string touch_sql(const TablePlan& table, const std::string& schema) {
  return "UPDATE " + qualified(schema, table.target) + " SET " + loaded_columns(table, ", ", true);
}

std::string content_sql(const TablePlan& table, const std::string& schema) {
  return "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(ROW(" + loaded_columns(table, ", ", false) +
         ")::text, 0)::numeric), 0) FROM " + qualified(schema, table.target);
}

}  // namespace lite2pg
