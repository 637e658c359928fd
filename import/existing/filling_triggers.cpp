#include "import/existing/filling_triggers.h"

#include <algorithm>

#include "import/existing/function_text.h"
#include "mapping/plan/ddl.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

const TablePlan* planned(const Plan& plan, const std::string& target) {
  const auto table = std::ranges::find(plan.tables, target, &TablePlan::target);
  return table == plan.tables.end() ? nullptr : &*table;
}

bool is_loaded(const ColumnPlan& column) { return !column.generated && column.source_index >= 0; }

/// A column that gets no value of the source; `constant`: but one that the mapping file gives.
struct OpenColumn {
  const TablePlan& table;
  const TargetColumn& column;
  bool constant = false;
};

void add_open_columns(const TablePlan& table, const TargetTable& actual, std::vector<OpenColumn>& open) {
  for (const TargetColumn& column : actual.columns) {
    const auto planned = std::ranges::find(table.columns, column.name, &ColumnPlan::target);
    const bool is_planned = planned != table.columns.end();
    if (!column.generated && !column.identity && !(is_planned && is_loaded(*planned)))
      open.push_back({table, column, is_planned && !planned->null_as.empty()});
  }
}

/// Most tables have none.
std::vector<OpenColumn> open_columns(const Plan& plan, const TargetCatalog& catalog) {
  std::vector<OpenColumn> open;
  for (const TablePlan& table : plan.tables)
    if (const TargetTable* actual = catalog.find_table(table.target); actual != nullptr)
      add_open_columns(table, *actual, open);
  return open;
}

bool is_told(const InsertTrigger& trigger, const std::string& column) {
  // As encode(tgargs, 'escape') has them: each ends with a zero byte.
  constexpr std::string_view mark = "\\000";
  return (std::string(mark) + trigger.arguments).find(std::string(mark) + column + std::string(mark)) !=
         std::string::npos;
}

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

/// Of one trigger.
class FilledColumns {
 public:
  FilledColumns(const InsertTrigger& trigger, const TargetCatalog& catalog)
      : trigger_(trigger), text_(trigger.function), schema_(catalog.schema) {}

  void find(const OpenColumn& open, std::vector<FillingTrigger>& found) const {
    const std::string &table = open.table.target, &column = open.column.name;
    const Filling own_way = trigger_.on_update ? Filling::by_update : Filling::by_insert;
    if (open.constant && own_way == Filling::by_insert) return;
    const bool own = table == trigger_.table && trigger_.of_rows && trigger_.before && !open.column.has_default;
    if (own && (text_.assigns(column) || is_told(trigger_, column)))
      return found.push_back(
          {trigger_.table, trigger_.name, table, column, own_way, own_statement(open.table, column)});
    const std::string statement = open.constant ? "" : text_.update_of(table, column);
    if (!statement.empty())
      found.push_back({trigger_.table, trigger_.name, table, column, Filling::by_statement, for_each_row(statement)});
  }

 private:
  [[nodiscard]] std::string own_statement(const TablePlan& table, const std::string& column) const {
    if (trigger_.on_update) return touch_sql(table, schema_);
    const std::string value = text_.assigned_value(column);
    if (value.empty()) return {};
    return "UPDATE " + qualified(schema_, table.target) + " SET " + quote_identifier(column) + " = " + value;
  }

  /// Runs the function's own statement for every row: https://www.postgresql.org/docs/15/sql-do.html
  [[nodiscard]] std::string for_each_row(const std::string& statement) const {
    if (!trigger_.of_rows || statement.find("$$") != std::string::npos) return {};
    const std::string table = qualified(schema_, trigger_.table);
    return "DO $$ DECLARE new " + table + "; BEGIN FOR new IN SELECT * FROM " + table + " LOOP " + statement +
           "; END LOOP; END $$";
  }

  const InsertTrigger& trigger_;
  const FunctionText text_;
  const std::string& schema_;
};

}  // namespace

/// tgtype: 1 ROW, 2 BEFORE, 4 INSERT, 16 UPDATE (src/include/catalog/pg_trigger.h).
std::vector<InsertTrigger> insert_triggers(Session& session, const Plan& plan, const std::string& schema) {
  std::vector<InsertTrigger> found;
  for (const Fields& row : session.query(
           "SELECT r.relname, t.tgname, t.tgtype & 1 = 1, t.tgtype & 2 = 2, t.tgtype & 16 = 16, f.prosrc, "
           "pg_catalog.encode(t.tgargs, 'escape') FROM pg_catalog.pg_trigger t "
           "JOIN pg_catalog.pg_class r ON r.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace "
           "JOIN pg_catalog.pg_proc f ON f.oid = t.tgfoid WHERE n.nspname = $1 AND NOT t.tgisinternal "
           "AND t.tgenabled IN ('O', 'A') AND t.tgtype & 4 = 4 ORDER BY 1, 2",
           {schema})) {
    const auto text = [&](std::size_t i) { return row[i].value_or(""); };
    if (planned(plan, text(0)) == nullptr) continue;
    found.push_back({text(0), text(1), row[2] == "t", row[3] == "t", row[4] == "t", text(5), text(6)});
  }
  return found;
}

std::vector<FillingTrigger> filling_triggers(const std::vector<InsertTrigger>& triggers, const Plan& plan,
                                             const TargetCatalog& catalog) {
  const std::vector<OpenColumn> open = open_columns(plan, catalog);
  std::vector<FillingTrigger> found;
  if (open.empty()) return found;
  for (const InsertTrigger& trigger : triggers) {
    const FilledColumns filled(trigger, catalog);
    for (const OpenColumn& column : open) filled.find(column, found);
  }
  return found;
}

std::string touch_sql(const TablePlan& table, const std::string& schema) {
  return "UPDATE " + qualified(schema, table.target) + " SET " + loaded_columns(table, ", ", true);
}

std::string content_sql(const TablePlan& table, const std::string& schema) {
  return "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(ROW(" + loaded_columns(table, ", ", false) +
         ")::text, 0)::numeric), 0) FROM " + qualified(schema, table.target);
}

}  // namespace lite2pg
