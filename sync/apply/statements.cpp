#include "sync/apply/statements.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) text.append(text.empty() ? "" : separator).append(part);
  return text;
}

std::string value(std::size_t i) { return "v" + std::to_string(i); }

std::string array_of_names(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& n : names) quoted.push_back(quote_literal(n));
  return "ARRAY[" + joined(quoted, ", ") + "]::text[]";
}

/// "(c.cols[1] OR c.cols[3])"; never true for no positions.
std::string any_changed(const std::string& alias, const std::vector<std::size_t>& positions) {
  std::vector<std::string> parts;
  for (const std::size_t p : positions) parts.push_back(alias + ".cols[" + std::to_string(p) + "]");
  return parts.empty() ? "false" : "(" + joined(parts, " OR ") + ")";
}

std::string stands_at(const std::string& row) { return row + ".tableoid = c.tbl AND " + row + ".ctid = c.place"; }

/// The rows that changes name, joined with these; the first condition lets the server go to them by their address.
std::string named_rows(const AppliedTable& t, const std::string& kinds) {
  return "t.ctid = ANY (ARRAY(SELECT p.place FROM " + t.changes() + " p WHERE p.kind <> 'i')) AND " + stands_at("t") +
         " AND c.kind IN (" + kinds + ")";
}

std::string only_these(const std::string& only) { return only.empty() ? "" : " AND " + only; }

std::string after(const std::string& cte) { return " AND (SELECT pg_catalog.count(*) FROM " + cte + ") >= 0"; }

/// Columns whose values the target stores as they are given.
std::vector<const ColumnFacts*> stored(const TableFacts& facts) {
  std::vector<const ColumnFacts*> columns;
  for (const ColumnFacts& c : facts.columns) {
    if (!c.generated) columns.push_back(&c);
  }
  return columns;
}

std::string deletes(const AppliedTable& t, const std::string& name, const std::string& only) {
  std::string old;
  const auto columns = stored(t.facts);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    old += ", t." + quote_identifier(columns[i]->name) + " AS o" + std::to_string(i);
  }
  return name + " AS MATERIALIZED (DELETE FROM " + t.facts.name + " t USING " + t.changes() + " c WHERE " +
         named_rows(t, "'d', 'r'") + only_these(only) + " RETURNING c.id, c.kind, c.n, c.cols" + old + ")";
}

std::string updates(const AppliedTable& t, const std::string& name, const std::string& deleted,
                    const std::string& only) {
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < t.columns.size(); ++i) {
    const ColumnFacts* facts = t.facts.find_column(t.columns[i].target);
    const bool is_key = std::ranges::find(t.key, t.columns[i].target) != t.key.end();
    if (is_key || facts == nullptr || facts->identity_always || facts->generated) continue;
    const std::string column = quote_identifier(t.columns[i].target);
    sets.push_back(column + " = CASE WHEN c.cols[" + std::to_string(i + 1) + "] THEN n." + value(i) + " ELSE t." +
                   column + " END");
  }
  if (sets.empty()) return {};
  return name + " AS (UPDATE " + t.facts.name + " t SET " + joined(sets, ", ") + " FROM " + t.changes() + " c JOIN " +
         t.values() + " n ON n.n = c.n WHERE " + named_rows(t, "'u'") + only_these(only) + after(deleted) +
         " RETURNING c.id, t.tableoid AS tbl, t.ctid AS place)";
}

std::string inserts(const AppliedTable& t, const std::string& name, const std::string& before,
                    const std::string& only) {
  std::vector<std::string> columns, values;
  for (std::size_t i = 0; i < t.columns.size(); ++i) {
    columns.push_back(quote_identifier(t.columns[i].target));
    values.push_back("n." + value(i));
  }
  return name + " AS (INSERT INTO " + t.facts.name + " (" + joined(columns, ", ") +
         ") OVERRIDING SYSTEM VALUE SELECT " + joined(values, ", ") + " FROM " + t.changes() + " c JOIN " + t.values() +
         " n ON n.n = c.n WHERE c.kind = 'i'" + only_these(only) + after(before) +
         " RETURNING tableoid AS tbl, ctid AS place)";
}

/// Rows that were deleted to come back with new values; columns that nothing is known of keep theirs.
std::string returns(const AppliedTable& t, const std::string& name, const std::string& deleted,
                    const std::string& before) {
  std::vector<std::string> columns, values;
  const auto all = stored(t.facts);
  for (std::size_t i = 0; i < all.size(); ++i) {
    columns.push_back(quote_identifier(all[i]->name));
    const auto known = std::ranges::find(t.columns, all[i]->name, &AppliedColumn::target);
    const std::string old = "d.o" + std::to_string(i);
    const auto at = static_cast<std::size_t>(known - t.columns.begin());
    values.push_back(known == t.columns.end() ? old
                                              : "CASE WHEN d.cols[" + std::to_string(at + 1) + "] THEN n." + value(at) +
                                                    " ELSE " + old + " END");
  }
  return name + " AS (INSERT INTO " + t.facts.name + " (" + joined(columns, ", ") +
         ") OVERRIDING SYSTEM VALUE SELECT " + joined(values, ", ") + " FROM " + deleted + " d JOIN " + t.values() +
         " n ON n.n = d.n WHERE d.kind = 'r'" + after(before) + " RETURNING tableoid AS tbl, ctid AS place)";
}

/// A value of the type that no row has; empty: there is none to be had.
std::string parked(const AppliedColumn& column, const std::string& table, bool high) {
  const std::string& type = column.type;
  const std::string name = quote_identifier(column.target);
  const auto is = [&](std::string_view prefix) { return type.starts_with(prefix); };
  const std::string random = "pg_catalog.md5(pg_catalog.random()::text || c.id::text)";
  if (is("smallint") || is("integer") || is("bigint") || is("numeric") || is("double") || is("real")) {
    const std::string all = "FROM " + table + " p";
    return high ? "((SELECT greatest(pg_catalog.max(p." + name + "), 0) " + all + ") + c.id)::" + type
                : "((SELECT least(pg_catalog.min(p." + name + "), 0) " + all + ") - c.id)::" + type;
  }
  if (is("text") || is("character") || type.ends_with("citext")) return "(" + random + ")::" + type;
  if (is("uuid")) return "pg_catalog.gen_random_uuid()";
  if (is("bytea")) return "pg_catalog.decode(" + random + ", 'hex')";
  if (is("date")) return std::string(high ? "'5000000-01-01'" : "'4700-01-01 BC'") + "::date + c.id::int4";
  if (is("timestamp")) {
    return std::string(high ? "'200000-01-01'" : "'4700-01-01 BC'") + "::" + type +
           " + c.id * '1 second'::pg_catalog.interval";
  }
  return {};
}

std::string create_sql(const std::string& scratch, const std::string& name, const std::string& columns) {
  const bool temporary = scratch == temporary_schema;
  return (temporary ? "CREATE TEMPORARY TABLE " : "CREATE TABLE ") + name + " (" + columns + ")" +
         (temporary ? " ON COMMIT DROP" : "");
}

/// Positions of columns that are part of a unique index, without the key.
std::vector<std::size_t> unique_positions(const AppliedTable& t) {
  std::vector<std::string> names;
  for (const auto& unique : t.facts.uniques) names.insert(names.end(), unique.begin(), unique.end());
  std::erase_if(names, [&](const std::string& n) { return std::ranges::find(t.key, n) != t.key.end(); });
  return t.positions(names);
}

}  // namespace

const AppliedTable* find_child(const std::vector<AppliedTable>& tables, const Reference& reference) {
  const auto found = std::ranges::find_if(tables, [&](const auto& t) { return t.facts.oid == reference.child; });
  return found == tables.end() ? nullptr : &*found;
}

std::string scratch_for(const std::string& id, bool has_temporary_tables) {
  if (has_temporary_tables) return std::string(temporary_schema);
  std::string name = "lite2pg_scratch_";
  for (const char c : ascii_lower(id)) name += c == '-' ? '_' : c;
  return name;
}

std::string make_scratch_sql(const std::string& scratch) {
  return scratch == temporary_schema ? "" : "CREATE SCHEMA " + scratch;
}

std::string drop_scratch_sql(const std::string& scratch) {
  return scratch == temporary_schema ? "" : "DROP SCHEMA " + scratch + " CASCADE";
}

bool AppliedTable::keyless() const {
  return std::ranges::none_of(facts.keys, [&](const std::vector<std::string>& unique) {
    return std::ranges::all_of(unique, [&](const std::string& c) { return std::ranges::find(key, c) != key.end(); });
  });
}

std::vector<std::size_t> AppliedTable::positions(const std::vector<std::string>& names) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (std::ranges::find(names, columns[i].target) != names.end()) found.push_back(i + 1);
  }
  return found;
}

std::vector<std::string> create_temporary_sql(const AppliedTable& table) {
  std::string values = "n int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
  for (std::size_t i = 0; i < table.columns.size(); ++i) values += ", " + value(i) + " " + table.columns[i].type;
  return {create_sql(table.scratch, table.values(), values),
          create_sql(table.scratch, table.changes(),
                     "id int8 PRIMARY KEY, kind text NOT NULL, n int8, tbl oid, place tid, x xid, cols bool[]")};
}

std::string create_written_sql(const std::string& scratch) {
  return create_sql(scratch, scratch + ".lite2pg_written", "number int4, kind text, tbl oid, place tid");
}

std::string copy_changes_sql(const AppliedTable& table) {
  return "COPY " + table.changes() + " (id, kind, n, tbl, place, x, cols) FROM STDIN (FORMAT text)";
}

std::string at_places(const AppliedTable& table) {
  const std::string from = " FROM " + table.changes() + " c WHERE c.kind <> 'i'";
  return "ctid = ANY (ARRAY(SELECT c.place" + from + ")) AND (tableoid, ctid) IN (SELECT c.tbl, c.place" + from + ")";
}

std::string lock_sql(const AppliedTable& table) {
  std::vector<std::string> order;
  if (!table.keyless()) {
    for (const std::string& k : table.key) order.push_back(quote_identifier(k));
  }
  return "SELECT pg_catalog.count(*) FROM (SELECT 1 FROM " + table.facts.name + " WHERE " + at_places(table) +
         " ORDER BY " + (order.empty() ? "ctid" : joined(order, ", ")) + " FOR UPDATE) locked";
}

std::string taken_sql(const AppliedTable& table) {
  const std::vector<std::size_t> positions = table.positions(table.key);
  if (positions.empty() || !table.keyless()) return {};
  std::vector<std::string> equal;
  for (const std::size_t p : positions) {
    equal.push_back("t." + quote_identifier(table.columns[p - 1].target) + "::text = n." + value(p - 1) + "::text");
  }
  return "SELECT DISTINCT c.id FROM " + table.changes() + " c JOIN " + table.values() + " n ON n.n = c.n JOIN " +
         table.facts.name + " t ON " + joined(equal, " AND ") + " WHERE c.kind = 'i'";
}

std::string blocked_sql(const AppliedTable& table, const Reference& reference, const AppliedTable* child) {
  std::vector<std::string> equal, own, others;
  for (const Reference::Pair& p : reference.pairs) {
    equal.push_back("t." + quote_identifier(p.own) + " " + p.operator_name + " x." + quote_identifier(p.column));
    own.push_back(p.own);
    others.push_back(p.column);
  }
  std::string sql = "SELECT DISTINCT c.id FROM " + table.changes() + " c JOIN " + table.facts.name + " t ON " +
                    stands_at("t") + " JOIN " + reference.child_name + " x ON " + joined(equal, " AND ") +
                    " WHERE (c.kind IN ('d', 'r') OR (c.kind = 'u' AND " + any_changed("c", table.positions(own)) +
                    "))";
  if (child != nullptr) {
    sql += " AND NOT EXISTS (SELECT FROM " + child->changes() +
           " d WHERE d.tbl = x.tableoid AND d.place = x.ctid AND (d.kind = 'd' OR (d.kind = 'u' AND " +
           any_changed("d", child->positions(others)) + ")))";
  }
  return sql;
}

std::string drop_changes_sql(const AppliedTable& table, const std::vector<std::uint64_t>& ids) {
  std::string list;
  for (const std::uint64_t id : ids) list += (list.empty() ? "" : ",") + std::to_string(id);
  return "DELETE FROM " + table.changes() + " WHERE id = ANY ('{" + list + "}'::int8[])";
}

std::string keep_rows_sql(const AppliedTable& table, const std::string& repair, const std::string& schema,
                          const std::string& name) {
  std::vector<std::string> names, old, key_old, key_new, key_names = table.key, changed;
  for (const ColumnFacts* c : stored(table.facts)) {
    names.push_back(c->name);
    old.push_back("t." + quote_identifier(c->name) + "::text");
  }
  if (key_names.empty()) {
    for (const AppliedColumn& c : table.columns) key_names.push_back(c.target);
  }
  for (const std::string& k : key_names) key_old.push_back("t." + quote_identifier(k) + "::text");
  for (const std::size_t p : table.positions(key_names)) key_new.push_back("n." + value(p - 1) + "::text");
  std::vector<std::string> key_names_new;
  for (const std::size_t p : table.positions(key_names)) key_names_new.push_back(table.columns[p - 1].target);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    changed.push_back("CASE WHEN c.cols[" + std::to_string(i + 1) + "] THEN " + quote_literal(table.columns[i].target) +
                      " END");
  }
  const std::string head = quote_literal(repair) + ", " + quote_literal(schema) + ", " + quote_literal(name) + ", c.id";
  return "INSERT INTO lite2pg.repaired_row (repair, table_schema, table_name, number, change, key_columns, row_key, "
         "changed, columns, old) SELECT " +
         head + ", c.kind, " + array_of_names(key_names) + ", ARRAY[" + joined(key_old, ", ") +
         "]::text[], pg_catalog.array_remove(ARRAY[" + joined(changed, ", ") + "]::text[], NULL), " +
         array_of_names(names) + ", ARRAY[" + joined(old, ", ") + "]::text[] FROM " + table.facts.name + " t, " +
         table.changes() + " c WHERE " + named_rows(table, "'u', 'd'") + " UNION ALL SELECT " + head + ", c.kind, " +
         array_of_names(key_names_new) + ", ARRAY[" + joined(key_new, ", ") + "]::text[], NULL, NULL, NULL FROM " +
         table.changes() + " c JOIN " + table.values() + " n ON n.n = c.n WHERE c.kind = 'i'";
}

std::string apply_sql(const std::vector<AppliedTable>& tables, const std::string& only) {
  std::vector<std::string> parts, written;
  for (const AppliedTable& t : tables) {
    const std::string i = std::to_string(t.number), d = "d" + i, u = "u" + i, n = "i" + i, r = "r" + i;
    const std::string updated = updates(t, u, d, only);
    const std::string& before = updated.empty() ? d : u;
    parts.push_back(deletes(t, d, only));
    if (!updated.empty()) parts.push_back(updated);
    parts.push_back(returns(t, r, d, before));
    parts.push_back(inserts(t, n, r, only));
    written.push_back("SELECT " + i + ", 'd', NULL::oid, NULL::tid FROM " + d + " WHERE kind = 'd'");
    if (!updated.empty()) written.push_back("SELECT " + i + ", 'u', tbl, place FROM " + u);
    written.push_back("SELECT " + i + ", 'r', tbl, place FROM " + r);
    written.push_back("SELECT " + i + ", 'i', tbl, place FROM " + n);
  }
  return "WITH " + joined(parts, ",\n") + "\nINSERT INTO " + tables.front().written() + "\n" +
         joined(written, "\nUNION ALL ");
}

std::string park_sql(const AppliedTable& table, Parking how) {
  std::vector<std::string> sets;
  const std::vector<std::size_t> positions = unique_positions(table);
  for (const std::size_t p : positions) {
    const AppliedColumn& column = table.columns[p - 1];
    const bool null = how == Parking::null && !column.not_null;
    const std::string aside = null ? "NULL" : parked(column, table.facts.name, how == Parking::high);
    if (aside.empty()) continue;
    const std::string name = quote_identifier(column.target);
    sets.push_back(name + " = CASE WHEN c.cols[" + std::to_string(p) + "] THEN " + aside + " ELSE t." + name + " END");
  }
  if (sets.empty()) return {};
  return "WITH parked AS (UPDATE " + table.facts.name + " t SET " + joined(sets, ", ") + " FROM " + table.changes() +
         " c WHERE " + named_rows(table, "'u'") + " AND " + any_changed("c", positions) +
         " RETURNING c.id, t.tableoid AS tbl, t.ctid AS place) UPDATE " + table.changes() +
         " c SET tbl = parked.tbl, place = parked.place FROM parked WHERE parked.id = c.id";
}

std::string replace_sql(const AppliedTable& table) {
  return "UPDATE " + table.changes() + " c SET kind = 'r' WHERE c.kind = 'u' AND " +
         any_changed("c", unique_positions(table));
}

}  // namespace lite2pg
