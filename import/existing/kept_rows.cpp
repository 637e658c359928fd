#include "import/existing/kept_rows.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "common/text.h"
#include "mapping/target/quote.h"
#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

using Entry = std::vector<std::string>;
constexpr std::size_t most_entries = 100'000;
constexpr std::size_t shown_entries = 3;

/// As PostgreSQL would write the names and numbers that identify entries.
std::string text_of_value(const Value& value) {
  switch (value.storage()) {
    case StorageClass::integer: return std::to_string(value.integer());
    case StorageClass::text:
    case StorageClass::blob: return std::string(value.bytes());
    default: return show(value);
  }
}

std::optional<std::vector<Entry>> source_entries(RowSource& source, const Table& table,
                                                 const std::vector<std::string>& identity) {
  std::vector<Entry> entries;
  const auto reader = source.reader();
  const auto cursor = reader->scan(table, {});
  Row row;
  while (cursor->next(row)) {
    if (entries.size() == most_entries) return std::nullopt;
    Entry& entry = entries.emplace_back();
    for (const std::string& column : identity) {
      entry.push_back(text_of_value(row[static_cast<std::size_t>(table.find_column(column))]));
    }
  }
  return entries;
}

/// Nullopt where the target's table has other columns, or too many rows.
std::optional<std::vector<Entry>> target_entries(Session& session, const TablePlan& table, const std::string& schema,
                                                 const std::vector<std::string>& identity) {
  std::string columns;
  for (const std::string& name : identity) {
    const auto column =
        std::ranges::find_if(table.columns, [&](const ColumnPlan& c) { return equals_ignoring_case(c.source, name); });
    if (column == table.columns.end()) return std::nullopt;
    columns += (columns.empty() ? "" : ", ") + quote_identifier(column->target) + "::text";
  }
  std::vector<Entry> entries;
  for (const Fields& row : session.query("SELECT " + columns + " FROM " + qualified(schema, table.target) + " LIMIT " +
                                         std::to_string(most_entries + 1))) {
    if (entries.size() == most_entries) return std::nullopt;
    Entry& entry = entries.emplace_back();
    for (const auto& field : row) entry.push_back(field.value_or("NULL"));
  }
  return entries;
}

std::string shown(const Entry& entry) {
  std::string text;
  for (const std::string& part : entry) text += (text.empty() ? "" : ".") + part;
  return text;
}

std::vector<Entry> missing_from(const std::vector<Entry>& entries, const std::vector<Entry>& other) {
  const std::set<Entry> there(other.begin(), other.end());
  std::vector<Entry> missing;
  std::ranges::copy_if(entries, std::back_inserter(missing), [&](const Entry& e) { return !there.contains(e); });
  return missing;
}

std::string list_of(const std::vector<Entry>& entries, const std::string& where) {
  if (entries.empty()) return {};
  std::string text = with_thousands(entries.size()) + " only in the " + where + " (";
  for (std::size_t i = 0; i < std::min(shown_entries, entries.size()); ++i)
    text += (i == 0 ? "" : ", ") + shown(entries[i]);
  return text + (entries.size() > shown_entries ? ", ...)" : ")");
}

/// Numbers that mean one row in the source and another in the target; the number comes first in an entry.
void refuse_other_meaning(const std::string& table, const std::vector<Entry>& source,
                          const std::vector<Entry>& target) {
  std::map<std::string, Entry> meaning;
  for (const Entry& e : target) meaning[e.front()] = e;
  for (const Entry& e : source) {
    const auto there = meaning.find(e.front());
    if (there == meaning.end() || there->second == e) continue;
    throw Error(
        ExitCode::refused,
        "table " + table + " is to stay as the target has it, but its numbers mean other rows there: " + shown(e) +
            " in the source, " + shown(there->second) + " in the target, and rows that are loaded refer to them",
        "leave out --keep-target for " + table + ": it is loaded then, with the numbers of the source");
  }
}

const TablePlan* planned(const std::vector<TablePlan>& tables, const std::string& source) {
  const auto found = std::ranges::find(tables, source, &TablePlan::source);
  return found == tables.end() ? nullptr : &*found;
}

}  // namespace

std::string entries_text(const std::string& table, const std::vector<Entry>& source, const std::vector<Entry>& target,
                         bool goes, const std::string& migrate) {
  const std::string here = list_of(missing_from(source, target), "source");
  const std::string there = list_of(missing_from(target, source), "target");
  if (here.empty() && there.empty()) return {};
  std::string text = table + ": " + here + (here.empty() || there.empty() ? "" : "; ") + there;
  if (goes) return text + (there.empty() ? "" : ", which the load replaces; afterwards: " + migrate);
  return text + ": source and target are of different versions of the application";
}

std::vector<std::string> compare_own_tables(const Recognised& found, RowSource& source, Session& session,
                                            const Plan& plan, const std::string& schema) {
  std::vector<std::string> lines;
  for (const OwnTable& own : found.own) {
    const TablePlan* kept = planned(plan.kept, own.table);
    const TablePlan* loaded = planned(plan.tables, own.table);
    const Table* table = source.schema().find_table(own.table);
    if (own.identity.empty() || table == nullptr || (kept == nullptr && loaded == nullptr)) continue;
    const auto here = source_entries(source, *table, own.identity);
    const auto there = target_entries(session, kept != nullptr ? *kept : *loaded, schema, own.identity);
    if (!here || !there || there->empty()) continue;
    if (kept != nullptr && own.role == TableRole::shared) refuse_other_meaning(own.table, *here, *there);
    const std::string line =
        entries_text(own.table, *here, *there, kept == nullptr, std::string(found.framework->migrate));
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

}  // namespace lite2pg
