#include "export/survey/collisions.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "common/text.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/planning/planning.h"

namespace lite2pg {
namespace {

/// A unique key and the columns that it became.
struct CollisionKey {
  std::vector<const ColumnPlan*> columns;
  std::vector<std::string> collations;
};

const ColumnPlan* find(const TablePlan& table, int source_index) {
  const auto found = std::ranges::find(table.columns, source_index, &ColumnPlan::source_index);
  return source_index < 0 || found == table.columns.end() ? nullptr : &*found;
}

/// Only whole keys of plain columns; without `doubtful` ones SQLite's own index is proof enough.
bool read_key(const TablePlan& table, const Index& index, CollisionKey& key) {
  if (!index.unique || index.where) return false;
  bool doubtful = false;
  for (const IndexPart& part : index.parts) {
    const ColumnPlan* column = find(table, part.column);
    if (column == nullptr) return false;
    doubtful = doubtful || column->fidelity != Fidelity::exact || column->via_text;
    key.columns.push_back(column);
    key.collations.push_back(ascii_lower(part.collation));
  }
  return doubtful && !key.columns.empty();
}

/// The value as the key compares it: length and bytes of its field, so that no two keys share an encoding. False for
/// NULL, which is equal to nothing, and for misfits, which are reported elsewhere.
bool append(const ColumnPlan& column, const std::string& collation, const Value& v, std::string& bytes) {
  if (v.is_null()) return false;
  FieldBuffer field;
  const Encoded encoded = encode(column.codec, v, field);
  if (encoded.misfit != Misfit::none || encoded.null) return false;
  std::string text(field.view());
  if (column.type == "citext" || collation == "nocase") text = ascii_lower(text);
  if (collation == "rtrim") text.erase(text.find_last_not_of(' ') + 1);
  bytes += std::to_string(text.size()) + ":" + text;
  return true;
}

struct Found {
  std::uint64_t count = 0;
  std::string first, second;
};

Found look_through(RowSource& source, const Table& table, const CollisionKey& key) {
  Found found;
  std::unordered_map<std::string, std::string> seen;
  const auto reader = source.reader();
  const auto cursor = reader->scan(table, {});
  for (Row row; cursor->next(row);) {
    std::string bytes;
    bool whole = true;
    for (std::size_t i = 0; i < key.columns.size() && whole; ++i) {
      const Value& v = row[static_cast<std::size_t>(key.columns[i]->source_index)];
      whole = append(*key.columns[i], key.collations[i], v, bytes);
    }
    if (!whole) continue;
    const auto [other, is_new] = seen.emplace(std::move(bytes), cursor->locate());
    if (is_new || found.count++ > 0) continue;
    found.first = other->second;
    found.second = cursor->locate();
  }
  return found;
}

void report(const TablePlan& table, const CollisionKey& key, const Found& found, Plan& plan) {
  MisfitReport& misfit = plan.misfits.emplace_back();
  misfit.table = table.source;
  for (const ColumnPlan* column : key.columns) {
    misfit.column += (misfit.column.empty() ? "" : ", ") + column->source;
    if (column->fidelity != Fidelity::exact || column->via_text) {
      misfit.remedy.push_back(
          {mapping_section(table.source, column->source), {"type = \"text\"  # each spelling stays"}});
    }
  }
  misfit.rowid = found.first;
  misfit.reason = "UNIQUE, and as " + key.columns.front()->type + " equal to " + found.second;
  misfit.count = found.count;
}

}  // namespace

void find_collisions(RowSource& source, std::uint64_t most_rows, Plan& plan) {
  for (const TablePlan& table : plan.tables) {
    const Table* from = source.schema().find_table(table.source);
    if (from == nullptr || table.rows > most_rows) continue;
    for (const Index& index : from->indexes) {
      CollisionKey key;
      if (!read_key(table, index, key)) continue;
      const Found found = look_through(source, *from, key);
      if (found.count > 0) report(table, key, found, plan);
    }
  }
}

}  // namespace lite2pg
