#include "import/existing/constraint_questions.h"

#include <algorithm>
#include <array>

#include "common/text.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

const ColumnPlan* column_of(const TablePlan& table, const std::string& name) {
  const auto found = std::ranges::find(table.columns, name, &ColumnPlan::target);
  return found == table.columns.end() ? nullptr : &*found;
}

/// The rows that are bound, with the constraint's columns in the target's types.
std::string bound_rows(const TargetConstraint& c, const TablePlan& table) {
  std::string columns, record;
  for (std::size_t i = 0; i < c.columns.size(); ++i) {
    const ColumnPlan& column = *column_of(table, c.columns[i]);
    const std::string field = "c" + std::to_string(i);
    // What has no codec is read by the type's own input function; a document would become a JSON text that way.
    columns += ", " + (column.via_text ? "x." + field : "CAST(x." + field + " AS " + column.type + ")") + " AS " +
               quote_identifier(column.target);
    record += ", " + field + " " + (column.via_text ? column.type : "pg_catalog.text");
  }
  return " FROM (SELECT x.n AS \"number of the row\"" + columns +
         " FROM pg_catalog.jsonb_to_recordset($1::pg_catalog.jsonb) AS x(n pg_catalog.int4" + record + ")) AS s";
}

/// Which rows the unique key is about.
std::string keyed(const TargetConstraint& c) {
  std::string where = c.condition.empty() ? " WHERE true" : " WHERE (" + c.condition + ")";
  if (!c.nulls_equal)
    for (const std::string& key : c.keys) where += " AND (" + key + ") IS NOT NULL";
  return where;
}

std::string key_list(const TargetConstraint& c) {
  std::string list;
  for (const std::string& key : c.keys) list += (list.empty() ? "" : ", ") + key;
  return list;
}

/// Types whose equal values have the same bytes, so that what the codec keeps apart the index does too.
bool tells_all_apart(const ColumnPlan& column) {
  constexpr std::array<std::string_view, 9> types = {"smallint", "integer",           "bigint", "text", "uuid", "bytea",
                                                     "date",     "character varying", "boolean"};
  const std::string_view name = std::string_view(column.type).substr(0, column.type.find('('));
  return column.fidelity == Fidelity::exact && std::ranges::find(types, name) != types.end();
}

/// Types whose values hash alike where they are equal.
std::string_view family_of(const ColumnPlan& column) {
  const std::string_view name = std::string_view(column.type).substr(0, column.type.find('('));
  if (name == "smallint" || name == "integer") return "bigint";
  return name == "character varying" ? "text" : name;
}

/// As the plan's columns are called in the target; empty when one of them is not there.
std::vector<std::string> targets_of(const TablePlan& table, const std::vector<int>& columns) {
  std::vector<std::string> names;
  for (const int c : columns) {
    const auto found = std::ranges::find(table.columns, c, &ColumnPlan::source_index);
    if (found == table.columns.end()) return {};
    names.push_back(found->target);
  }
  std::ranges::sort(names);
  return names;
}

/// Whether the index is of these columns, or of these and others.
bool covers(const TargetConstraint& unique, const TablePlan& table, const std::vector<int>& columns) {
  const std::vector<std::string> names = targets_of(table, columns);
  return !names.empty() && std::ranges::all_of(names, [&](const std::string& name) {
    const ColumnPlan* column = column_of(table, name);
    const bool plain = std::ranges::any_of(
        unique.keys, [&](const std::string& key) { return key == name || key == quote_identifier(name); });
    return plain && column->null_as.empty() && tells_all_apart(*column);
  });
}

bool is_unique_in_source(const TargetConstraint& unique, const TablePlan& table, const Table& source) {
  if (unique.nulls_equal) return false;
  if (source.rowid_alias >= 0 && covers(unique, table, {source.rowid_alias})) return true;
  return std::ranges::any_of(source.indexes, [&](const Index& index) {
    std::vector<int> columns;
    for (const IndexPart& part : index.parts) columns.push_back(part.column);
    const bool plain = index.unique && !index.where && std::ranges::find(columns, -1) == columns.end();
    return plain && covers(unique, table, columns);
  });
}

bool refers_in_source(const TargetConstraint& key, const TablePlan& table, const Table& source, const Plan& plan) {
  std::vector<std::string> columns = key.columns;
  std::ranges::sort(columns);
  return std::ranges::any_of(source.foreign_keys, [&](const ForeignKey& own) {
    const auto parent = std::ranges::find_if(
        plan.tables, [&](const TablePlan& t) { return equals_ignoring_case(t.source, own.parent); });
    return parent != plan.tables.end() && parent->target == key.parent && targets_of(table, own.columns) == columns;
  });
}

}  // namespace

std::string refused_rows_sql(const TargetConstraint& check, const TablePlan& table) {
  return "SELECT s.\"number of the row\"" + bound_rows(check, table) + " WHERE (" + check.condition + ") IS FALSE";
}

std::string key_hashes_sql(const TargetConstraint& unique, const TablePlan& table) {
  return "SELECT s.\"number of the row\", pg_catalog.hash_record_extended(ROW(" + key_list(unique) + "), 0)" +
         bound_rows(unique, table) + keyed(unique);
}

std::string equal_keys_sql(const TargetConstraint& unique, const TablePlan& table) {
  std::string shown;
  for (const std::string& key : unique.keys) shown += (shown.empty() ? "" : ", ") + quote_literal(key) + ", " + key;
  return "SELECT pg_catalog.count(*), pg_catalog.jsonb_build_object(" + shown + ")::pg_catalog.text" +
         bound_rows(unique, table) + keyed(unique) + " GROUP BY " + key_list(unique) +
         " HAVING pg_catalog.count(*) > 1 ORDER BY pg_catalog.min(s.\"number of the row\")";
}

std::string repeated_keys_sql(const TargetConstraint& unique, const TablePlan& table) {
  return "SELECT d.n FROM (SELECT s.\"number of the row\" AS n, pg_catalog.row_number() OVER (PARTITION BY " +
         key_list(unique) + " ORDER BY s.\"number of the row\") AS place" + bound_rows(unique, table) + keyed(unique) +
         ") AS d WHERE d.place > 1";
}

bool is_askable(const TargetConstraint& c, const TablePlan& table) {
  return c.by_columns_alone && !c.columns.empty() && std::ranges::all_of(c.columns, [&](const std::string& name) {
           const ColumnPlan* column = column_of(table, name);
           return column != nullptr && !column->generated && (column->source_index >= 0 || !column->null_as.empty());
         });
}

bool is_askable(const TargetConstraint& c, const TablePlan& table, const TablePlan& parent) {
  if (!is_askable(referring(c), table) || !is_askable(referred(c), parent)) return false;
  for (std::size_t i = 0; i < c.columns.size(); ++i)
    if (family_of(*column_of(table, c.columns[i])) != family_of(*column_of(parent, c.parent_columns.at(i))))
      return false;
  return true;
}

TargetConstraint referring(const TargetConstraint& foreign_key) {
  TargetConstraint key = foreign_key;
  key.condition.clear();
  key.keys.clear();
  for (const std::string& column : key.columns) key.keys.push_back(quote_identifier(column));
  key.by_columns_alone = true;
  return key;
}

TargetConstraint referred(const TargetConstraint& foreign_key) {
  TargetConstraint key = foreign_key;
  key.table = foreign_key.parent;
  key.columns = foreign_key.parent_columns;
  return referring(key);
}

bool is_warranted(const TargetConstraint& c, const TablePlan& table, const Table& source, const Plan& plan) {
  if (c.kind == ConstraintKind::foreign_key) return refers_in_source(c, table, source, plan);
  if (c.kind == ConstraintKind::check)
    return c.columns.size() == 1 && is_askable(c, table) && column_of(table, c.columns[0])->source_index >= 0;
  return c.kind != ConstraintKind::exclude && is_unique_in_source(c, table, source);
}

std::vector<std::optional<std::string>> copied_fields(std::string_view line, const std::vector<std::size_t>& places) {
  std::vector<std::string_view> all;
  if (line.ends_with('\n')) line.remove_suffix(1);
  for (std::size_t from = 0, to = 0; to != line.npos; from = to + 1) {
    to = line.find('\t', from);
    all.push_back(line.substr(from, to - from));
  }
  std::vector<std::optional<std::string>> fields;
  for (const std::size_t place : places) {
    std::optional<std::string>& field = fields.emplace_back();
    if (all.at(place) == "\\N") continue;
    field.emplace();
    constexpr std::string_view letters = "bfnrtv", controls = "\b\f\n\r\t\v";
    for (std::size_t i = 0; i < all[place].size(); ++i) {
      const char c = all[place][i];
      if (c != '\\') {
        *field += c;
        continue;
      }
      const char escaped = all[place][++i];
      const std::size_t letter = letters.find(escaped);
      *field += letter == letters.npos ? escaped : controls[letter];
    }
  }
  return fields;
}

}  // namespace lite2pg
