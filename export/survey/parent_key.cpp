#include "export/survey/parent_key.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/source/collation.h"

namespace lite2pg {
namespace {

const Column& column_at(const Table& table, int i) { return table.columns[static_cast<std::size_t>(i)]; }

bool has_own_collation(const Table& table, const IndexPart& part) {
  const std::string& own = column_at(table, part.column).collation;
  return equals_ignoring_case(part.collation, own.empty() ? "BINARY" : own);
}

/// A unique index over exactly `columns`, in any order.
bool is_key_index(const Table& parent, const Index& index, const std::vector<int>& columns) {
  if (!index.unique || index.where || index.parts.size() != columns.size()) return false;
  return std::all_of(index.parts.begin(), index.parts.end(), [&](const IndexPart& part) {
    return part.column >= 0 && has_own_collation(parent, part) &&
           std::find(columns.begin(), columns.end(), part.column) != columns.end();
  });
}

bool is_unique_key(const Table& parent, const std::vector<int>& columns) {
  if (columns.size() == 1 && columns[0] == parent.rowid_alias) return true;
  return std::any_of(parent.indexes.begin(), parent.indexes.end(),
                     [&](const Index& index) { return is_key_index(parent, index, columns); });
}

}  // namespace

ParentKey find_parent_key(const Schema& schema, const Table& child, const ForeignKey& key) {
  ParentKey r;
  r.parent = schema.find_table(key.parent);
  if (r.parent == nullptr) return r;
  r.columns = referred_columns(key, *r.parent);
  if (r.columns.empty() || !is_unique_key(*r.parent, r.columns))
    r.problem = "foreign key mismatch: \"" + child.name + "\" refers to columns of \"" + r.parent->name +
                "\" that are no primary key and not unique";
  for (const int c : r.columns)
    if (r.problem.empty() && !builtin_collation(column_at(*r.parent, c).collation))
      r.problem = "column \"" + column_at(*r.parent, c).name + "\" of \"" + r.parent->name +
                  "\" is compared by collation " + column_at(*r.parent, c).collation +
                  ", which only the application has";
  return r;
}

}  // namespace lite2pg
