#include "sync/apply/script.h"

#include <algorithm>
#include <array>

#include "common/plain_text.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string values_lines(DataConnection& connection, const AppliedTable& t) {
  std::string columns, texts;
  for (std::size_t i = 0; i < t.columns.size(); ++i) {
    const std::string v = "v" + std::to_string(i);
    columns += ", " + v;
    texts += " || ', ' || pg_catalog.quote_nullable(" + v + "::text)";
  }
  std::string sql;
  for (const auto& row : connection.query("SELECT n::text" + texts + " FROM " + t.values() + " ORDER BY n")) {
    sql +=
        "INSERT INTO " + t.values() + " (n" + columns + ") OVERRIDING SYSTEM VALUE VALUES (" + row[0].value() + ");\n";
  }
  return sql;
}

/// One comment line: a line break in a key must not end it.
std::string note(const TableChanges& table, std::uint64_t id) {
  const auto found = std::ranges::find(table.changes, id, &Change::id);
  if (found == table.changes.end()) return "--";
  std::string text = plain_text(table.table->plan.source + " " + found->key);
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return "-- " + std::string(name_of(found->kind)) + " " + text;
}

/// Each change with the row's text as it is now: the guard for the time until the script runs.
std::string change_lines(DataConnection& connection, const AppliedTable& t, const TableChanges& changes) {
  const std::string rows =
      "SELECT c.id, pg_catalog.concat_ws(', ', c.id, pg_catalog.quote_literal(c.kind), coalesce(c.n::text, 'NULL'), "
      "pg_catalog.quote_nullable(c.tbl::text), pg_catalog.quote_nullable(c.place::text), "
      "pg_catalog.quote_nullable(c.x::text), pg_catalog.quote_nullable(c.cols::text), "
      "pg_catalog.quote_nullable((SELECT (t.*)::text FROM " +
      t.facts.name + " t WHERE t.tableoid = c.tbl AND t.ctid = c.place))) FROM " + t.changes() + " c ORDER BY c.id";
  std::string sql;
  for (const auto& row : connection.query(rows)) {
    sql += note(changes, std::stoull(row[0].value())) + "\nINSERT INTO " + t.changes() +
           " (id, kind, n, tbl, place, x, cols, old) VALUES (" + row[1].value() + ");\n";
  }
  return sql;
}

/// Takes out what moved on, told by a line of psql's.
std::string guard_lines(const AppliedTable& t) {
  return lock_sql(t) + ";\nDELETE FROM " + t.changes() + " c WHERE c.kind <> 'i' AND NOT EXISTS (SELECT FROM " +
         t.facts.name + " t WHERE t.tableoid = c.tbl AND t.ctid = c.place AND t.xmin = c.x AND (t.*)::text = c.old) " +
         "RETURNING 'skipped, it was changed meanwhile' AS " + quote_identifier(t.facts.name) + ", id;\n";
}

std::string reference_lines(const std::vector<AppliedTable>& tables) {
  std::string sql;
  for (const AppliedTable& t : tables) {
    for (const Reference& r : t.facts.references) {
      sql += "DELETE FROM " + t.changes() + " WHERE id IN (" + blocked_sql(t, r, find_child(tables, r)) +
             ") RETURNING 'skipped, rows refer to it' AS " + quote_identifier(t.facts.name) + ", id;\n";
    }
  }
  return sql;
}

/// The changes, and where a unique value stands in the way, once more with such values parked.
std::string attempt(const std::vector<AppliedTable>& tables, const std::vector<Parking>& before, std::size_t next) {
  constexpr std::array ways = {Parking::null, Parking::low, Parking::high};
  std::string sql = "BEGIN\nSET CONSTRAINTS ALL DEFERRED;\n";
  for (const AppliedTable& t : tables) {
    for (const Parking how : before) {
      if (const std::string park = park_sql(t, how); !park.empty()) sql += park + ";\n";
    }
  }
  sql += apply_sql(tables, "") + ";\nSET CONSTRAINTS ALL IMMEDIATE;\n";
  if (next < ways.size()) {
    sql += "EXCEPTION WHEN integrity_constraint_violation OR data_exception THEN\n" +
           attempt(tables, {ways.at(next)}, next + 1);
  }
  return sql + "END;\n";
}

std::string apply_lines(const std::vector<AppliedTable>& tables) {
  const std::string body = attempt(tables, {}, 0);
  std::string tag = "$lite2pg$";
  while (body.find(tag) != body.npos) tag.insert(1, "_");
  return "DO " + tag + "\n" + body + tag + ";\n";
}

std::string line(const std::string& sql) { return sql.empty() ? "" : sql + ";\n"; }

}  // namespace

std::string repair_script(DataConnection& connection, const std::vector<AppliedTable>& tables,
                          const std::vector<TableChanges>& changes, const RepairRecord& record) {
  const std::string scratch = tables.empty() ? std::string(temporary_schema) : tables.front().scratch;
  std::string sql =
      "-- lite2pg-sync, repair " + record.id +
      "\n-- psql --no-psqlrc -v ON_ERROR_STOP=1 -f FILE\nBEGIN;\n"
      "SET LOCAL search_path = pg_catalog, pg_temp;\nSET LOCAL row_security = off;\n"
      "SET LOCAL DateStyle = 'ISO, YMD';\nSET LOCAL IntervalStyle = 'postgres';\nSET LOCAL TimeZone = 'UTC';\n"
      "SET LOCAL standard_conforming_strings = on;\nSET LOCAL extra_float_digits = 1;\n" +
      line(make_scratch_sql(scratch)) + create_written_sql(scratch) + ";\n";
  for (std::size_t i = 0; i < tables.size(); ++i) {
    for (const std::string& s : create_temporary_sql(tables[i])) sql += s + ";\n";
    sql += "ALTER TABLE " + tables[i].changes() + " ADD COLUMN old text;\n";
    sql += values_lines(connection, tables[i]) + change_lines(connection, tables[i], changes[i]);
  }
  for (const AppliedTable& t : tables) {
    for (const TriggerFacts& g : t.facts.triggers) sql += g.disable_sql + ";\n";
  }
  for (const AppliedTable& t : tables) sql += guard_lines(t);
  // A row that stays may be what another one's deletion waited for: a foreign key refuses what is left of that.
  sql += reference_lines(tables) + apply_lines(tables);
  for (const AppliedTable& t : tables) {
    for (const TriggerFacts& g : t.facts.triggers) sql += g.enable_sql + ";\n";
  }
  return sql + line(drop_scratch_sql(scratch)) + "COMMIT;\n";
}

}  // namespace lite2pg
