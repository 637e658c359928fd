#include "mapping/choice/mapping_file.h"

#include <algorithm>

#include "common/error.h"
#include "common/text.h"

namespace lite2pg {
namespace {

bool matches(const std::string& pattern, const std::string& name) {
  return equals_ignoring_case(pattern, name) || glob_match(pattern, name);
}

[[noreturn]] void fail_unknown(const std::string& what, long line, std::string_view name,
                               const std::vector<std::string>& known) {
  const std::string near = nearest(name, known);
  throw Error(ExitCode::usage, "mapping file, line " + std::to_string(line) + ": " + what,
              near.empty() ? "" : "did you mean \"" + near + "\"?");
}

template <typename T>
void overwrite(T& value, const std::optional<T>& key) {
  if (key) value = *key;
}
template <typename T>
void overwrite(std::optional<T>& value, const std::optional<T>& key) {
  if (key) value = key;
}

/// What `--empty-text=null` is for: columns that are no text by their declaration.
bool is_text_intent(Intent intent) noexcept {
  return intent == Intent::text || intent == Intent::varchar || intent == Intent::blob || intent == Intent::none;
}

/// What the options would rather have for a column of this declaration. A type that names its width keeps it.
std::optional<TargetType> wish_for(const std::string& declared, const PlanOptions& options) {
  TargetType type;
  switch (read_declared_type(declared).intent) {
    case Intent::integer: {
      const std::string name = ascii_lower(declared);
      const bool wide =
          name.find("big") != name.npos || name.find('8') != name.npos || name.find("unsigned") != name.npos;
      if (options.integers != IntegerType::integer || wide) return std::nullopt;
      type.family = TargetType::Family::integer;
      return type;
    }
    case Intent::timestamp:
    case Intent::timestamptz:
      if (options.timestamps == TimestampType::stored) return std::nullopt;
      type.family =
          options.timestamps == TimestampType::zone ? TargetType::Family::timestamptz : TargetType::Family::timestamp;
      return type;
    case Intent::json:
      if (options.json != JsonType::jsonb) return std::nullopt;
      type.family = TargetType::Family::jsonb;
      return type;
    default: return std::nullopt;
  }
}

/// Rules by pattern look through all tables for a column.
bool any_column_matches(const Schema& schema, const std::string& table, const std::string& column) {
  return std::ranges::any_of(schema.tables, [&](const Table& t) {
    return matches(table, t.name) &&
           std::ranges::any_of(t.columns, [&](const Column& c) { return matches(column, c.name); });
  });
}

}  // namespace

std::vector<std::string> MappingFile::check(const Schema& schema) const {
  std::vector<std::string> warnings;
  const auto warn = [&](long line, const std::string& what) {
    warnings.push_back("mapping file, line " + std::to_string(line) + ": " + what + " matches nothing");
  };
  for (const TableEntry& e : tables_) {
    const bool found = std::ranges::any_of(schema.tables, [&](const Table& t) { return matches(e.table, t.name); });
    if (found) continue;
    if (!is_glob(e.table)) fail_unknown("no table \"" + e.table + "\"", e.line, e.table, item_names(schema.tables));
    warn(e.line, "table pattern \"" + e.table + "\"");
  }
  for (const ColumnEntry& e : columns_) {
    if (any_column_matches(schema, e.table, e.column)) continue;
    const Table* table = schema.find_table(e.table);
    if (table != nullptr && !is_glob(e.column)) {
      fail_unknown("no column \"" + e.column + "\" in table \"" + table->name + "\"", e.line, e.column,
                   item_names(table->columns));
    }
    warn(e.line, "column \"" + e.column + "\" of \"" + e.table + "\"");
  }
  return warnings;
}

PlanOptions MappingFile::apply(PlanOptions options) const {
  if (options.identifiers == IdentifierStyle::exact) overwrite(options.identifiers, identifiers_);
  if (options.on_misfit == MisfitPolicy::fail) overwrite(options.on_misfit, on_misfit_);
  if (options.empty_text == EmptyText::keep) overwrite(options.empty_text, empty_text_);
  if (options.integers == IntegerType::bigint) overwrite(options.integers, integers_);
  if (options.timestamps == TimestampType::stored) overwrite(options.timestamps, timestamps_);
  if (options.json == JsonType::json) overwrite(options.json, json_);
  return options;
}

TableRule MappingFile::table_rule(std::string_view table) const {
  TableRule rule;
  for (const TableEntry& e : tables_) {
    if (!matches(e.table, std::string(table))) continue;
    overwrite(rule.target, e.keys.target);
    overwrite(rule.skip, e.keys.skip);
    overwrite(rule.partition_by, e.keys.partition_by);
    overwrite(rule.keep_target, e.keys.keep_target);
    overwrite(rule.reject_violating, e.keys.reject_violating);
    overwrite(rule.fts_configuration, e.keys.fts_configuration);
    overwrite(rule.rtree, e.keys.rtree);
    for (const auto& [column, constant] : e.keys.fill) rule.fill[column] = constant;
  }
  return rule;
}

ColumnRule MappingFile::column_rule(std::string_view table, const Column& column, const PlanOptions& options) const {
  ColumnRule rule;
  rule.on_misfit = options.on_misfit;
  const Intent intent = read_declared_type(column.declared_type).intent;
  rule.reading.empty_as_null = options.empty_text == EmptyText::null && !is_text_intent(intent);
  rule.wish = wish_for(column.declared_type, options);
  add_to(rule, table, column.name);
  return rule;
}

void MappingFile::add_to(ColumnRule& rule, std::string_view table, std::string_view column) const {
  for (const ColumnEntry& e : columns_) {
    if (!matches(e.table, std::string(table)) || !matches(e.column, std::string(column))) continue;
    for (const auto& setting : e.settings) setting(rule);
  }
}

bool MappingFile::skips_object(std::string_view table, std::string_view name) const {
  const std::string alone(name);
  const std::string qualified = std::string(table) + "." + alone;
  return std::ranges::any_of(skipped_objects_, [&](const std::string& pattern) {
    return matches(pattern, alone) || matches(pattern, qualified);
  });
}

}  // namespace lite2pg
