#include "mapping/source/schema.h"

#include <algorithm>
#include <array>

#include "common/text.h"

namespace lite2pg {

std::vector<int> Table::key_columns() const {
  std::vector<int> key;
  for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
    if (columns[i].key_position > 0) key.push_back(i);
  }
  std::ranges::sort(key, {}, [this](int i) { return columns[i].key_position; });
  return key;
}

const Index* Table::key_index() const {
  const auto found = std::ranges::find(indexes, IndexOrigin::primary_key, &Index::origin);
  return found == indexes.end() ? nullptr : &*found;
}

std::vector<int> referred_columns(const ForeignKey& key, const Table& parent) {
  std::vector<int> columns = key.parent_columns.empty() ? parent.key_columns() : std::vector<int>();
  for (const std::string& name : key.parent_columns) columns.push_back(parent.find_column(name));
  const bool are_there = std::ranges::all_of(columns, [](int c) { return c >= 0; });
  return are_there && columns.size() == key.columns.size() ? columns : std::vector<int>();
}

int Table::find_column(std::string_view column_name) const {
  const auto found =
      std::ranges::find_if(columns, [&](const Column& c) { return equals_ignoring_case(c.name, column_name); });
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

const Table* Schema::find_table(std::string_view table_name) const {
  const auto found =
      std::ranges::find_if(tables, [&](const Table& t) { return equals_ignoring_case(t.name, table_name); });
  return found == tables.end() ? nullptr : &*found;
}

Affinity affinity_of(std::string_view declared_type) {
  struct Rule {
    std::string_view part;
    Affinity affinity;
  };
  // https://sqlite.org/datatype3.html section 3.1: the first rule that holds decides.
  constexpr std::array rules = {
      Rule{"int", Affinity::integer}, Rule{"char", Affinity::text}, Rule{"clob", Affinity::text},
      Rule{"text", Affinity::text},   Rule{"blob", Affinity::blob}, Rule{"real", Affinity::real},
      Rule{"floa", Affinity::real},   Rule{"doub", Affinity::real},
  };
  if (declared_type.empty()) return Affinity::blob;
  const std::string folded = ascii_lower(declared_type);
  for (const Rule& rule : rules) {
    if (folded.find(rule.part) != std::string::npos) return rule.affinity;
  }
  return Affinity::numeric;
}

Affinity affinity_of(const Table& table, const Column& column) {
  const bool any = table.strict && equals_ignoring_case(column.declared_type, "ANY");
  return any ? Affinity::blob : affinity_of(column.declared_type);
}

}  // namespace lite2pg
