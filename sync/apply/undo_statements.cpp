#include "sync/apply/undo_statements.h"

#include <algorithm>

#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr std::string_view kept_table = "lite2pg.repaired_row r";

std::string of(const KeptRows& kept) {
  return "r.repair = " + quote_literal(kept.repair.id) + " AND r.table_schema = " + quote_literal(kept.schema) +
         " AND r.table_name = " + quote_literal(kept.table);
}

template <typename Items, typename Write>
std::string list(const Items& items, std::string_view separator, Write write) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) text.append(i == 0 ? "" : separator).append(write(items[i], i));
  return text;
}

std::string named(std::string_view array, std::string_view names, const std::string& name) {
  return "r." + std::string(array) + "[pg_catalog.array_position(r." + std::string(names) + ", " + quote_literal(name) +
         "::text)]";
}

const AppliedColumn& column_of(const AppliedTable& t, const std::string& name) {
  return *std::ranges::find(t.columns, name, &AppliedColumn::target);
}

/// The table's row has the kept key.
std::string has_key(const AppliedTable& t) {
  return list(t.key, " AND ", [&](const std::string& k, std::size_t) {
    return "t." + quote_identifier(k) + " = (" + named("row_key", "key_columns", k) + ")::" + column_of(t, k).type;
  });
}

/// Nobody wrote it since.
std::string is_the_repairs(const RepairRecord& repair) {
  std::string xids;
  for (const std::uint32_t x : repair.xids) xids += (xids.empty() ? "" : ",") + std::to_string(x);
  return "t.xmin::text::int8 = ANY ('{" + xids + "}'::int8[])";
}

std::string row_array(const AppliedTable& t, const std::vector<std::string>& names) {
  (void)t;
  return "ARRAY[" +
         list(names, ", ", [](const std::string& n, std::size_t) { return "t." + quote_identifier(n) + "::text"; }) +
         "]";
}

std::string old_values_sql(const AppliedTable& t, const KeptRows& kept) {
  return "INSERT INTO " + t.values() + " (n" +
         list(t.columns, "", [](const auto&, std::size_t i) { return ", v" + std::to_string(i); }) +
         ") OVERRIDING SYSTEM VALUE SELECT r.number" +
         list(t.columns, "",
              [](const AppliedColumn& c, std::size_t) {
                return ", (" + named("old", "columns", c.target) + ")::" + c.type;
              }) +
         " FROM " + std::string(kept_table) + " WHERE " + of(kept) + " AND r.change IN ('u', 'd')";
}

std::string into_changes(const AppliedTable& t) {
  return "INSERT INTO " + t.changes() + " (id, kind, n, tbl, place, x, cols) ";
}

std::string updates_sql(const AppliedTable& t, const KeptRows& kept) {
  return into_changes(t) + "SELECT r.number, 'u', r.number, t.tableoid, t.ctid, t.xmin, ARRAY[" +
         list(t.columns, ", ",
              [](const AppliedColumn& c, std::size_t) { return quote_literal(c.target) + " = ANY (r.changed)"; }) +
         "] FROM " + std::string(kept_table) + " JOIN " + t.facts.name + " t ON " + has_key(t) + " AND " +
         is_the_repairs(kept.repair) + " WHERE " + of(kept) + " AND r.change = 'u'";
}

std::string deletes_sql(const AppliedTable& t, const KeptRows& kept) {
  return into_changes(t) + "SELECT r.number, 'd', NULL, t.tableoid, t.ctid, t.xmin, NULL FROM " +
         std::string(kept_table) + " JOIN " + t.facts.name + " t ON " + has_key(t) + " AND " +
         is_the_repairs(kept.repair) + " WHERE " + of(kept) + " AND r.change = 'i'";
}

/// Rows of one key (NULL, or one that no index makes sure of) are not told from each other: where all that the repair
/// wrote of a key are there still, it does not matter which of them goes and which gets whose old values, all of them.
/// Where one was changed since, it might be any.
std::string keyless_sql(const AppliedTable& t, const KeptRows& kept) {
  const std::string by_key = " OVER (PARTITION BY ", many = "pg_catalog.count(*)";
  const std::string key =
      "ARRAY[" +
      list(t.key, ", ", [](const std::string& k, std::size_t) { return named("row_key", "key_columns", k); }) + "]";
  const std::string row = row_array(t, t.key);
  const std::string kept_rows = "SELECT r.number, r.change, " + key + " AS row_key, pg_catalog.row_number()" + by_key +
                                key + " ORDER BY r.change = 'i', r.number) AS nth, " + many + by_key + key +
                                ") AS many, " + many + " FILTER (WHERE r.change = 'u')" + by_key + key +
                                ") AS updated FROM " + std::string(kept_table) + " WHERE " + of(kept) +
                                " AND r.change IN ('u', 'i')";
  const std::string standing = "SELECT t.tableoid AS tbl, t.ctid AS place, t.xmin AS x, " + row +
                               " AS row_key, pg_catalog.row_number()" + by_key + row +
                               " ORDER BY t.tableoid, t.ctid) AS nth, " + many + by_key + row + ") AS many FROM " +
                               t.facts.name + " t WHERE " + is_the_repairs(kept.repair);
  const std::string all = list(t.columns, ", ", [](const auto&, std::size_t) { return std::string("true"); });
  return into_changes(t) +
         "SELECT r.number, CASE r.change WHEN 'u' THEN 'u' ELSE 'd' END, CASE r.change WHEN 'u' THEN r.number END, "
         "t.tbl, t.place, t.x, CASE r.change WHEN 'u' THEN ARRAY[" +
         all + "] END FROM (" + kept_rows + ") r JOIN (" + standing +
         ") t ON t.row_key = r.row_key AND t.nth = r.nth WHERE r.updated = 0 OR r.many = t.many";
}

std::string inserts_sql(const AppliedTable& t, const KeptRows& kept) {
  const std::string free = t.keyless() ? ""
                                       : " AND NOT EXISTS (SELECT FROM " + t.facts.name + " t WHERE " + has_key(t) +
                                             " AND NOT EXISTS " + "(SELECT FROM " + t.changes() +
                                             " c WHERE c.tbl = t.tableoid AND c.place = t.ctid AND " + "c.kind = 'd'))";
  return into_changes(t) + "SELECT r.number, 'i', r.number, NULL, NULL, NULL, NULL FROM " + std::string(kept_table) +
         " WHERE " + of(kept) + " AND r.change = 'd'" + free;
}

std::string at_written(const AppliedTable& t) {
  return t.facts.name + " t JOIN " + t.written() + " w ON w.number = " + std::to_string(t.number) +
         " AND t.tableoid = w.tbl AND t.ctid = w.place";
}

}  // namespace

AppliedTable undo_table(std::size_t number, TableFacts facts, std::vector<std::string> key) {
  AppliedTable table{number, std::move(facts), {}, std::move(key)};
  for (const ColumnFacts& c : table.facts.columns) {
    if (!c.generated) table.columns.push_back({c.name, c.type, c.not_null});
  }
  std::erase_if(table.key, [&](const std::string& k) { return table.positions({k}).empty(); });
  return table;
}

std::vector<std::string> stage_undo_sql(const AppliedTable& t, const KeptRows& kept) {
  if (t.keyless()) return {old_values_sql(t, kept), keyless_sql(t, kept), inserts_sql(t, kept)};
  return {old_values_sql(t, kept), updates_sql(t, kept), deletes_sql(t, kept), inserts_sql(t, kept)};
}

std::string gone_columns_sql(const AppliedTable& t, const KeptRows& kept) {
  std::vector<std::string> names;
  for (const ColumnFacts& c : t.facts.columns) names.push_back(c.name);
  return "SELECT DISTINCT u.name FROM " + std::string(kept_table) +
         ", pg_catalog.unnest(r.key_columns || CASE r.change WHEN 'u' THEN r.changed WHEN 'd' THEN r.columns END) "
         "AS u(name) WHERE " +
         of(kept) + " AND u.name <> ALL (ARRAY[" +
         list(names, ", ", [](const std::string& n, std::size_t) { return quote_literal(n); }) +
         "]::text[]) ORDER BY u.name";
}

std::string all_rows_sql(const AppliedTable& t, const KeptRows& kept) {
  return "SELECT r.number, r.change, (SELECT pg_catalog.string_agg(k.name || '=' || coalesce(k.value, 'NULL'), ', ') "
         "FROM ROWS FROM (pg_catalog.unnest(r.key_columns), pg_catalog.unnest(r.row_key)) AS k(name, value)), "
         "EXISTS (SELECT FROM " +
         t.changes() + " c WHERE c.id = r.number) FROM " + std::string(kept_table) + " WHERE " + of(kept) +
         " ORDER BY r.number";
}

std::string moved_meanwhile_sql(const AppliedTable& t) {
  return "DELETE FROM " + t.changes() + " c WHERE c.kind <> 'i' AND NOT EXISTS (SELECT FROM " + t.facts.name +
         " t WHERE t.tableoid = c.tbl AND t.ctid = c.place AND t.xmin = c.x) RETURNING c.id";
}

std::string written_rows_sql(const AppliedTable& t) { return "SELECT DISTINCT t.xmin::text FROM " + at_written(t); }

std::string wrong_rows_sql(const AppliedTable& t) {
  std::vector<std::string> names;
  for (const AppliedColumn& c : t.columns) names.push_back(c.target);
  const std::string now = "SELECT " + row_array(t, names) + " FROM " + at_written(t);
  const std::string wanted =
      "SELECT ARRAY[" +
      list(t.columns, ", ", [](const auto&, std::size_t i) { return "n.v" + std::to_string(i) + "::text"; }) +
      "] FROM " + t.values() + " n JOIN " + t.changes() + " c ON c.n = n.n";
  const std::string count = "(SELECT pg_catalog.count(*) FROM ";
  return "SELECT " + count + "((" + now + ") EXCEPT ALL (" + wanted + ")) a) + " + count + "((" + wanted +
         ") EXCEPT ALL (" + now + ")) b) + pg_catalog.abs(" + count + t.changes() + " WHERE kind = 'd') - " + count +
         t.written() + " WHERE kind = 'd' AND number = " + std::to_string(t.number) + "))";
}

}  // namespace lite2pg
