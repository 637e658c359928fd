#include "mapping/objects/full_text.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string without_spaces(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  return begin == text.npos ? "" : std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

std::string unquoted_name(const std::string& text) { return unquoted(tokenize(text).tokens.front()); }

/// name UNINDEXED in FTS5; FTS3 takes a type, or "tokenize porter", there.
void add_column(FullTextTable& result, const std::string& argument) {
  const TokenList list = tokenize(argument);
  const Token& first = list.tokens.front();
  if (first.kind == TokenKind::end || first.is_word("tokenize")) return;
  const bool unindexed = std::ranges::any_of(list.tokens, [](const Token& t) { return t.is_word("unindexed"); });
  result.stored.push_back(unquoted(first));
  if (!unindexed) result.columns.push_back(unquoted(first));
}

const ColumnPlan* find_by_source(const TablePlan& table, const std::string& name) {
  const auto found =
      std::ranges::find_if(table.columns, [&](const ColumnPlan& c) { return equals_ignoring_case(c.source, name); });
  return found == table.columns.end() ? nullptr : &*found;
}

/// What it is as text, by immutable means; empty when there is none that is SQLite's.
std::string text_of(const ColumnPlan& column) {
  const std::string name = quote_identifier(column.target);
  switch (column.codec.id()) {
    case CodecId::text:
      if (column.via_text || !column.labels.empty() || column.generated) return {};
      return "coalesce(" + name + ", '')";
    case CodecId::int2:
    case CodecId::int4:
    case CodecId::int8: return column.generated ? "" : "coalesce(" + name + "::text, '')";
    default: return {};
  }
}

}  // namespace

FullTextTable read_full_text(const CreateVirtualTable& table) {
  FullTextTable result;
  std::vector<std::string> not_indexed;
  for (const std::string& argument : table.arguments) {
    const auto equals = argument.find('=');
    if (equals == std::string::npos) {
      add_column(result, argument);
      continue;
    }
    const std::string key = ascii_lower(without_spaces(argument.substr(0, equals)));
    const std::string value = without_spaces(argument.substr(equals + 1));
    if (key == "content") result.keeps_text = false;
    if (key == "content" && !value.empty()) result.content = unquoted_name(value);
    if (key == "notindexed" && !value.empty()) not_indexed.push_back(unquoted_name(value));
  }
  if (result.stored.empty() && table.module != "fts5") result.columns = result.stored = {"content"};
  std::erase_if(result.columns, [&](const std::string& column) {
    return std::ranges::any_of(not_indexed, [&](const std::string& n) { return equals_ignoring_case(n, column); });
  });
  return result;
}

ColumnPlan search_column(const FullTextTable& text, const TablePlan& content, const std::string& name,
                         const std::string& configuration, std::string& refusal) {
  ColumnPlan column;
  column.target = name;
  column.type = "tsvector";
  column.codec = Codec(CodecId::text);
  column.generated = true;
  std::string names;
  for (const std::string& indexed : text.columns) {
    const ColumnPlan* of = find_by_source(content, indexed);
    const std::string value = of == nullptr ? "" : text_of(*of);
    if (of == nullptr) refusal = "table " + content.source + " has no column " + indexed;
    if (of != nullptr && value.empty()) refusal = "column " + indexed + " is " + of->type + ", no text";
    if (!refusal.empty()) return column;
    column.generated_sql += (column.generated_sql.empty() ? "" : " || ") +
                            ("to_tsvector(" + quote_literal(configuration) + "::regconfig, " + value + ")");
    names += (names.empty() ? "" : ", ") + of->target;
  }
  if (text.columns.empty()) refusal = "it indexes no column";
  column.evidence = "words of " + names + " for full-text search, by the configuration " + configuration;
  return column;
}

}  // namespace lite2pg
