// https://sqlite.org/json1.html: what a path leads to may be of any class, so little can be done with it.
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/translator/functions.h"
#include "mapping/sql/translator/json_path.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// The path behind the document, as ARRAY['a', 'b'].
std::string path_of(Translator& t, const Expr& e) {
  const Operand path = t.translate(e.args[1]);
  if (!path.is_literal() || path.kind != ValueKind::text) refuse(e, "a JSON path that is computed");
  std::string text(path.literal->view().bytes());
  if (e.kind == ExprKind::binary && !text.starts_with('$')) {
    if (text.find('.') != text.npos) refuse(e, "a key with a dot, which is a path in some versions of SQLite");
    text = "$." + text;
  }
  const auto keys = plain_keys(text);
  if (!keys) refuse(e, "a JSON path with other than plain keys");
  std::string list;
  for (const std::string& key : *keys) list += (list.empty() ? "" : ", ") + quote_literal(key);
  return "ARRAY[" + list + "]";
}

/// jsonb has no such keys.
void note_keys(const Translator& t, const Operand& value) {
  if (value.column->codec.id() == CodecId::jsonb) return;
  t.note("of equal keys in one object of " + value.column->name +
         " SQLite takes the first and PostgreSQL the last, and versions of SQLite differ in keys written with escapes");
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
  const Operand value = t.translate(e.args[0]);
  if (!is_json(value)) refuse(e, "a JSON path into other than a column that became json");
  const std::string keys = path_of(t, e);
  note_keys(t, value);
  if (e.text == "->") return json_part(value, keys, e);
  return make_operand(ValueKind::json, "(" + value.column->sql + " #>> " + keys + ")");
}

/// What is no array has no elements.
Operand translate_json_array_length(Translator& t, const Expr& e) {
  const Operand value = t.translate(e.args[0]);
  if (!is_json(value)) refuse(e, "json_array_length() of other than a column that became json");
  std::string json = value.column->sql;
  if (e.args.size() > 1) {
    json = "(" + json + " #> " + path_of(t, e) + ")";
    note_keys(t, value);
  }
  const std::string type = value.column->codec.id() == CodecId::jsonb ? "jsonb" : "json";
  Operand result = make_operand(ValueKind::integer, "(CASE " + type + "_typeof(" + json + ") WHEN 'array' THEN " +
                                                        type + "_array_length(" + json + ") ELSE CASE WHEN " + json +
                                                        " IS NOT NULL THEN 0 END END)");
  result.narrow = result.small = result.non_negative = true;
  return result;
}

}  // namespace lite2pg
