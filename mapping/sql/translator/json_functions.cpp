// https://sqlite.org/json1.html: what a path leads to may be of any class, so little can be done with it.
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/translator/functions.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

bool is_json(const Operand& o) noexcept {
  return o.column != nullptr && (o.column->codec.id() == CodecId::json || o.column->codec.id() == CodecId::jsonb);
}

bool is_key_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// "$.a.b" as {a,b}; nullopt for array indexes and quoted keys.
std::optional<std::string> path_array(std::string_view path) {
  if (!path.starts_with("$.")) return std::nullopt;
  std::string keys;
  for (std::size_t at = 1; at < path.size();) {
    if (path[at++] != '.') return std::nullopt;
    const std::size_t begin = at;
    while (at < path.size() && is_key_character(path[at])) ++at;
    const std::string_view key = path.substr(begin, at - begin);
    // Only digits: PostgreSQL would take it for an index of an array.
    if (key.empty() || key.find_first_not_of("0123456789") == std::string_view::npos) return std::nullopt;
    keys += (keys.empty() ? "'" : ", '") + std::string(key) + "'";
  }
  return "ARRAY[" + keys + "]";
}

/// What stands in the document, without the blanks between its words: both leave numbers and strings as they are
/// written.
Operand json_part(const Operand& value, const std::string& keys, const Expr& e) {
  if (value.column->codec.id() != CodecId::json) refuse(e, "-> into jsonb, which does not keep the document's text");
  const std::string part = "(" + value.column->sql + " #> " + keys + ")::text";
  Operand result =
      make_operand(ValueKind::text, "regexp_replace(" + part + R"(, '("(?:[^"\\]|\\.)*")|[ \t\n\r]+', '\1', 'g'))");
  result.document = true;
  return result;
}

/// A value as JSON functions write it, NULL as null: both escape the same characters in the same way.
std::string json_value(Translator& t, const Expr& e) {
  const Operand value = as_integer(known(t.translate(e), e));
  if (value.volatility == Volatility::volatile_) refuse(e, "a value that changes from call to call");
  if (value.kind == ValueKind::null) return "'null'";
  if (value.kind != ValueKind::text && !is_numeric(value.kind))
    refuse(e, "JSON of " + std::string(name_of(value.kind)));
  const Operand text = as_text(t, value, e);
  const std::string& sql = text.sql;
  const bool quoted = value.kind == ValueKind::text && !value.document;
  return "coalesce(" + (quoted ? "to_json(" + sql + "::text)::text" : sql) + ", 'null')";
}

Operand json_text(const std::string& sql, const Expr& e) {
  check_length(sql, e);
  Operand result = make_operand(ValueKind::text, "(" + sql + ")", Volatility::stable);
  result.document = true;
  return result;
}

}  // namespace

/// Only for columns that became json or jsonb: all they hold is valid. NULL is not valid in SQLite before 3.45, and
/// NULL from then on (https://sqlite.org/json1.html#jvalid): what wrote the file last tells.
Operand translate_json_valid(Translator& t, const Expr& e) {
  const Operand value = t.translate(e.args[0]);
  if (!is_json(value)) refuse(e, "json_valid() of other than a column that became json");
  const std::string& column = value.column->sql;
  constexpr int null_is_null = 3'045'000;
  const int version = t.options().sqlite_version;
  if (version == 0 && !value.column->not_null) {
    refuse(e, "json_valid() of what may be NULL, which versions of SQLite see differently");
  }
  if (version < null_is_null) return make_operand(ValueKind::boolean, "(" + column + " IS NOT NULL)");
  return make_operand(ValueKind::boolean, "(CASE WHEN " + column + " IS NOT NULL THEN true END)");
}

/// https://sqlite.org/json1.html#jobj: members in the order of the arguments, nothing between them.
Operand translate_json_object(Translator& t, const Expr& e) {
  if (e.args.size() % 2 != 0) refuse(e, "json_object() with a label that has no value");
  std::string sql = "'{'";
  for (std::size_t i = 0; i < e.args.size(); i += 2) {
    if (e.args[i].kind != ExprKind::string) refuse(e.args[i], "json_object() with a label that is computed");
    const std::string label = "to_json(" + quote_literal(e.args[i].text) + "::text)::text";
    sql += (i == 0 ? " || " : " || ',' || ") + label + " || ':' || " + json_value(t, e.args[i + 1]);
  }
  return json_text(sql + " || '}'", e);
}

Operand translate_json_array(Translator& t, const Expr& e) {
  std::string sql = "'['";
  for (const Expr& arg : e.args) sql += (&arg == e.args.data() ? " || " : " || ',' || ") + json_value(t, arg);
  return json_text(sql + " || ']'", e);
}

Operand translate_json_extract(Translator& t, const Expr& e) {
  const Operand value = t.translate(e.args[0]), path = t.translate(e.args[1]);
  if (!is_json(value)) refuse(e, "a JSON path into other than a column that became json");
  if (!path.is_literal() || path.kind != ValueKind::text) refuse(e, "a JSON path that is computed");
  std::string text(path.literal->view().bytes());
  if (e.kind == ExprKind::binary && !text.starts_with('$')) text = "$." + text;
  const auto keys = path_array(text);
  if (!keys) refuse(e, "a JSON path with other than plain keys");
  if (e.text == "->") return json_part(value, *keys, e);
  return make_operand(ValueKind::json, "(" + value.column->sql + " #>> " + *keys + ")");
}

}  // namespace lite2pg
