// json_each(document) and json_each(document, path) in FROM: https://sqlite.org/json1.html#jeach. A value may be of any
// class, so that it is compared with texts and no more; with type = 'text' beside it, it is text.
#include <algorithm>

#include "common/text.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/json_path.h"
#include "mapping/sql/translator/select_translator.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// Whether a name means the column `type` of the rows called `rows`: another column of that name beside it would be
/// ambiguous.
bool is_type(const Expr& e, const std::string& rows) {
  if (e.kind != ExprKind::name || !equals_ignoring_case(e.names.back(), "type")) return false;
  return e.names.size() == 1 || equals_ignoring_case(e.names[e.names.size() - 2], rows);
}

/// ... AND type = 'text' AND ...
bool asks_for_text(const Expr& e, const std::string& rows) {
  if (e.kind != ExprKind::binary || e.args.size() != 2) return false;
  if (e.text == "AND") return asks_for_text(e.args[0], rows) || asks_for_text(e.args[1], rows);
  const auto is_text = [](const Expr& value) { return value.kind == ExprKind::string && value.text == "text"; };
  return e.text == "=" &&
         ((is_type(e.args[0], rows) && is_text(e.args[1])) || (is_type(e.args[1], rows) && is_text(e.args[0])));
}

/// A key may come twice: SQLite takes the first one.
std::string first_member(const std::string& json, const std::string& key) {
  return "(SELECT m.value FROM (SELECT " + json +
         " AS json) AS d CROSS JOIN LATERAL json_each(CASE json_typeof(d.json) WHEN 'object' THEN d.json END) WITH "
         "ORDINALITY AS m (key, value, n) WHERE m.key = " +
         quote_literal(key) + " ORDER BY m.n LIMIT 1)";
}

/// Members with their names, elements with their places from 0 on; what is neither object nor array is a row itself.
std::string rows_of(const std::string& json) {
  return "(SELECT r.* FROM (SELECT " + json +
         " AS json) AS d CROSS JOIN LATERAL (SELECT m.key AS name, NULL::bigint AS place, m.value FROM json_each(CASE "
         "json_typeof(d.json) WHEN 'object' THEN d.json END) AS m (key, value) UNION ALL SELECT NULL, m.n - 1, m.value "
         "FROM json_array_elements(CASE json_typeof(d.json) WHEN 'array' THEN d.json END) WITH ORDINALITY AS m (value, "
         "n) UNION ALL SELECT NULL, NULL, d.json WHERE json_typeof(d.json) NOT IN ('object', 'array')) AS r)";
}

std::string type_of(const std::string& value) {
  const std::string text = "(" + value + " #>> '{}')";
  return "(CASE json_typeof(" + value + ") WHEN 'string' THEN 'text' WHEN 'boolean' THEN CASE WHEN " + text +
         " ~ 't' THEN 'true' ELSE 'false' END WHEN 'number' THEN CASE WHEN " + text +
         " ~ '[.eE]' THEN 'real' ELSE 'integer' END ELSE json_typeof(" + value + ") END)";
}

ScopeColumn text_column(const std::string& name, std::string sql) {
  ScopeColumn c;
  c.name = name;
  c.sql = std::move(sql);
  c.codec = CodecId::text;
  c.affinity = Affinity::blob;
  return c;
}

ScopeColumn absent(const std::string& name, const std::string& why) {
  ScopeColumn c = text_column(name, {});
  c.absent = "json_each()'s " + name + ": " + why;
  return c;
}

/// NULL beside a row without partner, too.
ScopeColumn value_column(const std::string& name, const std::string& value, bool text, const std::string& documents) {
  if (text) return text_column(name, "(" + value + " #>> '{}')");
  ScopeColumn c = text_column(name, "(CASE json_typeof(" + value + ") WHEN 'string' THEN " + value +
                                        " #>> '{}' WHEN 'object' THEN " + documents + " WHEN 'array' THEN " +
                                        documents + " WHEN 'number' THEN '{}' WHEN 'boolean' THEN '{}' END)");
  c.any_class = true;
  return c;
}

ScopeColumn key_column(const std::string& alias, bool path) {
  if (path) return absent("key", "versions of SQLite differ in it where there is a path");
  ScopeColumn c = text_column("key", "(CASE WHEN " + alias + ".place IS NULL THEN " + alias + ".name ELSE '{}' END)");
  c.any_class = true;
  return c;
}

std::vector<std::string> keys_of(const Expr& path) {
  const auto text = literal_value(path);
  if (!text || text->view().storage() != StorageClass::text) refuse(path, "a JSON path that is computed");
  const auto keys = plain_keys(text->view().bytes());
  if (!keys) refuse(path, "a JSON path with other than plain keys");
  return *keys;
}

}  // namespace

std::string SelectTranslator::json_rows(const FromItem& item, Scope& scope, bool alone) {
  const Operand column = json_column(item, scope, alone);
  const bool binary = column.column->codec.id() == CodecId::jsonb, path = item.args.size() > 1;
  std::string json = column.column->sql + (binary ? "::json" : "");
  if (path) {
    for (const std::string& key : keys_of(item.args[1])) json = first_member(json, key);
    note("a key that is written with escapes answers to a path in PostgreSQL, and in SQLite from 3.45 on");
  }
  ScopeTable table;
  table.name = item.alias.empty() ? item.table : item.alias;
  table.complete = false;
  const std::string name = quote_identifier(alias_for(table.name)), value = name + ".value";
  const bool text = core_ != nullptr && core_->where && asks_for_text(*core_->where, table.name);
  table.columns.push_back(key_column(name, path));
  table.columns.push_back(value_column("value", value, text, "'{}'"));
  table.columns.push_back(binary ? absent("type", "jsonb does not keep how a number is written")
                                 : text_column("type", type_of(value)));
  table.columns.push_back(value_column("atom", value, text, "NULL"));
  for (const char* inner : {"id", "parent", "fullkey", "path", "json", "root", "rowid", "oid", "_rowid_"})
    table.columns.push_back(absent(inner, "versions of SQLite differ in it"));
  scope.add(std::move(table));
  return "LATERAL " + rows_of(json) + " AS " + name;
}

/// The column that holds the document.
Operand SelectTranslator::json_column(const FromItem& item, const Scope& scope, bool alone) {
  if (!equals_ignoring_case(item.table, "json_each") || !item.schema.empty() || item.args.empty() ||
      item.args.size() > 2) {
    throw SqlError("table-valued function " + item.table + "()", item.begin);
  }
  const Expr& arg = item.args.front();
  // SQLite looks at all of FROM for it, PostgreSQL only at what stands before it.
  if (arg.kind == ExprKind::name && !alone && scope.find_here(arg) == nullptr)
    refuse(arg, "json_each() of a column that no table before it has");
  Operand value = Translator(scope, {.queries = this, .utf8 = utf8_}).translate(arg);
  if (!is_json(value)) refuse(arg, "json_each() of other than a column that became json");
  return value;
}

}  // namespace lite2pg
