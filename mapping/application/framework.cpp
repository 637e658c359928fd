#include "mapping/application/framework.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/application/statement_form.h"

namespace lite2pg {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool is_sought(const Table& table, const FrameworkTable& sought) {
  if (!table.holds_rows()) return false;
  const std::vector<std::string> columns = words_of(sought.columns);
  const bool any_name = sought.name == "*";
  if (any_name ? table.columns.size() != columns.size() : !equals_ignoring_case(table.name, sought.name)) return false;
  return std::ranges::all_of(columns, [&](const std::string& c) { return table.find_column(c) >= 0; });
}

const Table* find(const Schema& schema, const FrameworkTable& sought) {
  const auto found = std::ranges::find_if(schema.tables, [&](const Table& t) { return is_sought(t, sought); });
  return found == schema.tables.end() ? nullptr : &*found;
}

bool is_mark(const FrameworkTable& table) { return table.role == TableRole::telling || table.role == TableRole::own; }

std::string evidence_of(const Table& table, const FrameworkTable& sought) {
  std::string columns;
  for (const std::string& c : words_of(sought.columns)) columns += (columns.empty() ? "" : ", ") + c;
  return "table " + table.name + " (" + columns + ")";
}

/// A framework whose marks are all there.
std::optional<Recognised> match(const Schema& schema, const Framework& framework) {
  Recognised result{&framework, {}, {}};
  for (const FrameworkTable& sought : framework.tables) {
    const Table* table = find(schema, sought);
    if (table == nullptr && is_mark(sought)) return std::nullopt;
    if (table == nullptr) continue;
    if (is_mark(sought)) result.evidence += (result.evidence.empty() ? "" : ", ") + evidence_of(*table, sought);
    if (sought.role != TableRole::telling) result.own.push_back({table->name, words_of(sought.identity), sought.role});
  }
  return result;
}

std::optional<Recognised> match_form(const Schema& schema) {
  const StatementForm form = statement_form_of(schema);
  if (form.framework.empty()) return std::nullopt;
  const auto known = known_frameworks();
  const auto framework = std::ranges::find(known, form.framework, &Framework::name);
  if (framework == known.end()) return std::nullopt;
  return Recognised{&*framework, "the form of CREATE TABLE " + form.table, {}};
}

/// GORM has no table of its own; it names the index of a soft-deleted model after table and column, and has the three
/// columns of gorm.Model: https://gorm.io/docs/models.html
std::optional<Recognised> match_gorm(const Schema& schema) {
  const auto known = known_frameworks();
  const Framework& gorm = *std::ranges::find(known, "GORM", &Framework::name);
  for (const Table& table : schema.tables) {
    const bool model = table.find_column("created_at") >= 0 && table.find_column("updated_at") >= 0 &&
                       table.find_column("deleted_at") >= 0;
    if (!model) continue;
    const std::string name = "idx_" + table.name + "_deleted_at";
    const auto index = std::ranges::find(table.indexes, name, &Index::name);
    if (index != table.indexes.end()) return Recognised{&gorm, "index " + name + " of table " + table.name, {}};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Recognised> recognise(const Schema& schema) {
  for (const Framework& framework : known_frameworks()) {
    if (auto found = match(schema, framework)) return found;
  }
  if (auto found = match_gorm(schema)) return found;
  return match_form(schema);
}

}  // namespace lite2pg
