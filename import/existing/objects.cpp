#include "import/existing/objects.h"

#include "import/catalog/schema_objects.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// The plan's tables as an SQL list of OIDs.
std::string table_oids(const Plan& plan, const std::string& schema) {
  std::string names = "NULL";
  for (const TablePlan& table : plan.tables) names += ", " + quote_literal(table.target);
  return "(SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = " +
         quote_literal(schema) + " AND c.relkind IN ('r', 'p') AND c.relname IN (" + names + "))";
}

/// https://www.postgresql.org/docs/15/catalog-pg-constraint.html; keys that partitions inherit follow their parent's.
std::vector<ExistingKey> read_keys(Session& session, const std::string& oids) {
  std::vector<ExistingKey> keys;
  for (const Fields& row : session.query(
           "SELECT k.conname, r.relname, format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname), "
           "format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, "
           "pg_get_constraintdef(k.oid)), "
           "CASE WHEN d.description IS NOT NULL THEN "
           "format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.conname, k.conrelid::regclass, d.description) END, "
           "k.convalidated, k.conrelid NOT IN " +
           oids +
           " FROM pg_constraint k JOIN pg_class r ON r.oid = k.conrelid "
           "LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid "
           "WHERE k.contype = 'f' AND k.conparentid = 0 AND (k.conrelid IN " +
           oids + " OR k.confrelid IN " + oids + ") ORDER BY r.relname, k.conname")) {
    keys.push_back({text_of(row, 0), text_of(row, 1), text_of(row, 2), text_of(row, 3), text_of(row, 4), row[5] == "t",
                    row[6] == "t"});
  }
  return keys;
}

/// Those that fire for ordinary sessions: https://www.postgresql.org/docs/15/catalog-pg-trigger.html
std::vector<ExistingTrigger> read_triggers(Session& session, const std::string& oids) {
  std::vector<ExistingTrigger> triggers;
  for (const Fields& row :
       session.query("SELECT r.relname, format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname), "
                     "format('ALTER TABLE %s ENABLE %s TRIGGER %I', tgrelid::regclass, "
                     "CASE tgenabled WHEN 'A' THEN 'ALWAYS' ELSE '' END, tgname) "
                     "FROM pg_trigger JOIN pg_class r ON r.oid = tgrelid WHERE NOT tgisinternal AND tgparentid = 0 AND "
                     "tgenabled IN ('O', 'A') AND tgrelid IN " +
                     oids + " ORDER BY 2")) {
    triggers.push_back({text_of(row, 0), text_of(row, 1), text_of(row, 2)});
  }
  return triggers;
}

}  // namespace

ExistingObjects existing_objects(Session& session, const Plan& plan, const std::string& schema) {
  const std::string oids = table_oids(plan, schema);
  return {read_keys(session, oids), read_triggers(session, oids)};
}

std::vector<std::string> tables_of_others(Session& session, const Plan& plan, const std::string& schema) {
  std::vector<std::string> names;
  for (const Fields& row : session.query("SELECT relname FROM pg_class WHERE oid IN " + table_oids(plan, schema) +
                                         " AND NOT pg_has_role(relowner, 'USAGE') ORDER BY relname")) {
    names.push_back(text_of(row, 0));
  }
  return names;
}

std::vector<std::string> filled_tables(Session& session, const Plan& plan, const std::string& schema) {
  std::vector<std::string> names;
  for (const TablePlan& table : plan.tables) {
    const std::string sql = "SELECT 1 FROM " + qualified(schema, table.target) + " LIMIT 1";
    if (!session.query(sql).empty()) names.push_back(table.target);
  }
  return names;
}

std::vector<std::pair<std::string, std::uint64_t>> rows_in_tables(Session& session, const Plan& plan,
                                                                  const std::string& schema) {
  std::vector<std::pair<std::string, std::uint64_t>> counts;
  for (const TablePlan& table : plan.tables) {
    const auto rows = session.query("SELECT count(*) FROM " + qualified(schema, table.target));
    if (rows[0][0] != "0") counts.emplace_back(table.target, count_of(rows[0], 0));
  }
  return counts;
}

Error filled_error(const std::vector<std::string>& tables) {
  return {ExitCode::refused, "tables that hold rows already: " + name_list(tables),
          "--truncate empties them first, --append adds to them; --exclude leaves tables out"};
}

namespace {

/// Never back: what the application drew from it stays drawn. A sequence of which nothing was drawn stays so. `table`
/// and `column` in quotes; empty: no rows count.
std::string setval_sql(const std::string& sequence, const std::string& table, const std::string& column,
                       std::int64_t above) {
  const std::string used = column.empty() ? "0" : "coalesce(max(" + column + "), 0)::bigint";
  return "SELECT setval(" + quote_literal(sequence) +
         "::regclass, greatest(s.last_value, m.id), s.is_called OR m.id >= s.last_value) FROM " + sequence +
         " s, (SELECT greatest(" + used + ", " + std::to_string(above) + ") AS id" +
         (column.empty() ? "" : " FROM " + table) + ") m";
}

}  // namespace

std::string set_sequence_sql(const TablePlan& table, const ColumnPlan& column, const std::string& schema,
                             const std::string& sequence) {
  return setval_sql(sequence, qualified(schema, table.target), quote_identifier(column.target),
                    column.identity ? table.sequence.value_or(0) : 0);
}

std::string set_sequence_sql(const SequencePlan& sequence, const std::string& schema) {
  const bool by_column = !sequence.column.empty();
  return setval_sql(sequence.sequence, by_column ? qualified(schema, sequence.table) : "",
                    by_column ? quote_identifier(sequence.column) : "", sequence.above);
}

}  // namespace lite2pg
