#include "export/rows/table_split.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <optional>

#include "export/rows/key_bounds.h"
#include "export/rows/scan_sql.h"
#include "export/rows/table_sketch.h"
#include "mapping/source/collation.h"

namespace lite2pg {
namespace {

/// A slice of fewer rows costs more to set up than it evens out.
constexpr std::uint64_t smallest_slice = 100;

/// What a row is taken to weigh when the pages do not tell.
constexpr std::uint64_t usual_row_bytes = 100;

std::uint32_t root_page(SQLite::Database& db, const Table& table) {
  SQLite::Statement query(db, "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?");
  query.bind(1, table.name);
  return query.executeStep() ? query.getColumn(0).getUInt() : 0;
}

std::optional<TableSketch> sketch(SQLite::Database& db, const SqliteFile& file, const Table& table) {
  const bool has_rowid = table.kind != TableKind::without_rowid;
  return sketch_table(file, root_page(db, table), has_rowid ? 0 : usable_key_parts(table));
}

struct RowidSpread {
  std::int64_t first = 0;
  std::uint64_t width = 0;  ///< last - first
};

/// nullopt: no rows, or no rowid to ask for.
std::optional<RowidSpread> rowid_range(SQLite::Database& db, const Table& table) {
  const auto key = scan_key(table);
  if (key.size() != 1 || table.kind == TableKind::without_rowid) return std::nullopt;
  const std::string from = " FROM " + from_rows_of(table);
  SQLite::Statement query(db,
                          "SELECT (SELECT min(" + key[0] + ")" + from + "), (SELECT max(" + key[0] + ")" + from + ")");
  if (!query.executeStep() || query.getColumn(0).isNull()) return std::nullopt;
  const std::int64_t first = query.getColumn(0).getInt64(), last = query.getColumn(1).getInt64();
  return RowidSpread{first, static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first)};
}

/// For files whose newest pages stand in the log alone: equal ranges of rowids.
Bounds even_bounds(SQLite::Database& db, const Table& table, std::size_t parts) {
  const auto range = rowid_range(db, table);
  if (!range || range->width / parts < smallest_slice) return {};
  Bounds bounds;
  for (std::size_t i = 1; i < parts; ++i) {
    const std::uint64_t offset = range->width / parts * i;
    bounds.push_back(
        {OwnedValue(Value::of(static_cast<std::int64_t>(static_cast<std::uint64_t>(range->first) + offset)))});
  }
  return bounds;
}

/// `parts` - 1 of the keys, evenly spaced.
Bounds choose(Bounds keys, std::size_t parts) {
  if (keys.size() < parts) return keys;
  Bounds chosen;
  for (std::size_t i = 1; i < parts; ++i) chosen.push_back(std::move(keys[i * keys.size() / parts]));
  return chosen;
}

Bounds sketched_bounds(const TableSketch& sketch, std::size_t parts) {
  const std::uint64_t worthwhile = std::max<std::uint64_t>(1, sketch.rows / smallest_slice);
  return choose(sketch.keys, static_cast<std::size_t>(std::min<std::uint64_t>(parts, worthwhile)));
}

}  // namespace

std::size_t usable_key_parts(const Table& table) {
  if (table.kind != TableKind::without_rowid) return scan_key(table).size();
  const Index* index = table.key_index();
  if (index == nullptr) return 0;
  const auto unusable = std::find_if(index->parts.begin(), index->parts.end(),
                                     [](const IndexPart& part) { return !builtin_collation(part.collation); });
  return std::min(static_cast<std::size_t>(unusable - index->parts.begin()), scan_key(table).size());
}

std::vector<Slice> split_table(SQLite::Database& db, const SqliteFile& file, const Table& table, std::size_t parts) {
  if (parts < 2 || table.kind == TableKind::virtual_ || usable_key_parts(table) == 0) return std::vector<Slice>(1);
  const auto seen = sketch(db, file, table);
  Bounds bounds = seen ? sketched_bounds(*seen, parts) : even_bounds(db, table, parts);
  make_safe(db, table, bounds);
  auto slices = slices_between(bounds);
  for (Slice& s : slices) s.estimated_rows = seen ? seen->rows / slices.size() : 0;
  return slices;
}

TableSize estimate_size(SQLite::Database& db, const SqliteFile& file, const Table& table) {
  if (table.kind == TableKind::virtual_) return {};
  if (const auto seen = sketch(db, file, table)) return {seen->rows, seen->bytes};
  const auto range = rowid_range(db, table);
  // The range of rowids may be anything; no table holds more than its file.
  const std::uint64_t rows = range ? std::min(range->width, file.size()) + 1 : 0;
  return {rows, std::min(rows * usual_row_bytes, file.size())};
}

}  // namespace lite2pg
