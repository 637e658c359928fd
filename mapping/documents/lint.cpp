#include "mapping/documents/lint.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace lite2pg {
namespace {

constexpr std::size_t long_name = 50;  ///< Leaves little room for _idx, _fkey and the like within 63 bytes.

constexpr auto reserved_words = std::to_array<std::string_view>({"all",
                                                                 "analyse",
                                                                 "analyze",
                                                                 "and",
                                                                 "any",
                                                                 "array",
                                                                 "as",
                                                                 "asc",
                                                                 "asymmetric",
                                                                 "authorization",
                                                                 "binary",
                                                                 "both",
                                                                 "case",
                                                                 "cast",
                                                                 "check",
                                                                 "collate",
                                                                 "collation",
                                                                 "column",
                                                                 "concurrently",
                                                                 "constraint",
                                                                 "create",
                                                                 "cross",
                                                                 "current_catalog",
                                                                 "current_date",
                                                                 "current_role",
                                                                 "current_schema",
                                                                 "current_time",
                                                                 "current_timestamp",
                                                                 "current_user",
                                                                 "default",
                                                                 "deferrable",
                                                                 "desc",
                                                                 "distinct",
                                                                 "do",
                                                                 "else",
                                                                 "end",
                                                                 "except",
                                                                 "false",
                                                                 "fetch",
                                                                 "for",
                                                                 "foreign",
                                                                 "freeze",
                                                                 "from",
                                                                 "full",
                                                                 "grant",
                                                                 "group",
                                                                 "having",
                                                                 "ilike",
                                                                 "in",
                                                                 "initially",
                                                                 "inner",
                                                                 "intersect",
                                                                 "into",
                                                                 "is",
                                                                 "isnull",
                                                                 "join",
                                                                 "lateral",
                                                                 "leading",
                                                                 "left",
                                                                 "like",
                                                                 "limit",
                                                                 "localtime",
                                                                 "localtimestamp",
                                                                 "natural",
                                                                 "not",
                                                                 "notnull",
                                                                 "null",
                                                                 "offset",
                                                                 "on",
                                                                 "only",
                                                                 "or",
                                                                 "order",
                                                                 "outer",
                                                                 "overlaps",
                                                                 "placing",
                                                                 "primary",
                                                                 "references",
                                                                 "returning",
                                                                 "right",
                                                                 "select",
                                                                 "session_user",
                                                                 "similar",
                                                                 "some",
                                                                 "symmetric",
                                                                 "table",
                                                                 "tablesample",
                                                                 "then",
                                                                 "to",
                                                                 "trailing",
                                                                 "true",
                                                                 "union",
                                                                 "unique",
                                                                 "user",
                                                                 "using",
                                                                 "variadic",
                                                                 "verbose",
                                                                 "when",
                                                                 "where",
                                                                 "window",
                                                                 "with"});
static_assert(std::ranges::is_sorted(reserved_words));

bool is_plain(std::string_view name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && std::ranges::all_of(name, plain) && !(name[0] >= '0' && name[0] <= '9');
}

void lint_name(std::string_view name, const std::string& object, std::vector<LintFinding>& findings) {
  if (std::ranges::binary_search(reserved_words, name)) {
    findings.push_back({"reserved-word", object, "is a reserved word of PostgreSQL: every query must quote it"});
  } else if (!is_plain(name)) {
    findings.push_back({"needs-quotes", object,
                        "has capitals, blanks or other characters: every query must quote it (--identifiers=snake "
                        "gives plain names)"});
  }
  if (name.size() > long_name) {
    findings.push_back(
        {"long-name", object, "is " + std::to_string(name.size()) + " bytes long; PostgreSQL cuts at 63"});
  }
}

/// An index serves a foreign key when its first columns are the key's, in any order, and it has no predicate.
bool serves(const Index& index, const ForeignKey& key) {
  if (index.where || index.parts.size() < key.columns.size()) return false;
  return std::ranges::all_of(key.columns, [&](int column) {
    const auto first = index.parts.begin();
    const auto last = first + static_cast<std::ptrdiff_t>(key.columns.size());
    return std::any_of(first, last, [&](const IndexPart& part) { return part.column == column; });
  });
}

bool is_indexed(const Table& table, const ForeignKey& key) {
  const bool is_rowid = key.columns.size() == 1 && key.columns[0] == table.rowid_alias;
  return is_rowid || std::ranges::any_of(table.indexes, [&](const Index& index) { return serves(index, key); });
}

void lint_foreign_keys(const Table& source, const TablePlan& table, std::vector<LintFinding>& findings) {
  for (const ForeignKey& key : source.foreign_keys) {
    if (is_indexed(source, key)) continue;
    std::string columns;
    for (const int i : key.columns)
      columns += (columns.empty() ? "" : ", ") + source.columns[static_cast<std::size_t>(i)].name;
    findings.push_back({"unindexed-foreign-key", table.target,
                        "(" + columns + ") references " + key.parent +
                            " without an index: deleting or updating a parent row reads the whole table"});
  }
}

}  // namespace

std::vector<LintFinding> lint(const Plan& plan) {
  std::vector<LintFinding> findings;
  for (const TablePlan& table : plan.tables) {
    lint_name(table.target, table.target, findings);
    for (const ColumnPlan& c : table.columns) lint_name(c.target, table.target + "." + c.target, findings);
    const Table* source = plan.schema.find_table(table.source);
    if (source == nullptr) continue;
    if (source->key_columns().empty()) {
      findings.push_back({"no-primary-key", table.target, "has no primary key: rows cannot be named or replicated"});
    }
    lint_foreign_keys(*source, table, findings);
  }
  return findings;
}

}  // namespace lite2pg
