#include "sync/sqlite/geopackage_index.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <bit>
#include <cmath>
#include <cstring>

#include "common/bytes.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// "GP", version, flags, four bytes of reference system.
constexpr std::size_t header_size = 8;

double number_at(std::string_view bytes, std::size_t at, bool little) {
  auto bits = load_be<std::uint64_t>(bytes.data() + at);
  if (little) bits = swap_bytes(bits);
  return std::bit_cast<double>(bits);
}

/// Well-known binary: byte order, uint32 type (of points 1, 1001, 2001, 3001), then x and y.
GeometryBox box_of_point(std::string_view wkb) {
  if (wkb.size() < 21) return {std::nullopt, false};
  const bool little = wkb[0] == 1;
  auto type = load_be<std::uint32_t>(wkb.data() + 1);
  if (little) type = swap_bytes(type);
  if (type % 1000 != 1) return {std::nullopt, false};
  const double x = number_at(wkb, 5, little), y = number_at(wkb, 13, little);
  return {std::array{x, x, y, y}, true};
}

/// Layer and column of "rtree_<table>_<column>".
std::optional<std::pair<const Table*, std::string>> layer_of(const Schema& schema, const std::string& index) {
  for (const Table& t : schema.tables) {
    if (t.rowid_alias < 0) continue;
    for (const Column& c : t.columns)
      if (index == "rtree_" + t.name + "_" + c.name) return std::pair{&t, c.name};
  }
  return std::nullopt;
}

}  // namespace

GeometryBox box_of(std::string_view geometry) {
  if (geometry.size() < header_size || !geometry.starts_with("GP")) return {std::nullopt, false};
  const auto flags = static_cast<unsigned char>(geometry[3]);
  const bool little = (flags & 1U) != 0, empty = (flags & 0x10U) != 0;
  const unsigned kind = flags >> 1U & 7U;
  if (empty) return {};
  if (kind == 0) return box_of_point(geometry.substr(header_size));
  if (kind > 4 || geometry.size() < header_size + 32) return {std::nullopt, false};
  std::array<double, 4> box{};
  for (std::size_t i = 0; i < box.size(); ++i) box[i] = number_at(geometry, header_size + 8 * i, little);
  if (std::isnan(box[0])) return {};
  return {box, true};
}

bool fill_geopackage_index(NewDatabase& db, const Schema& schema, const std::string& index) {
  const auto layer = layer_of(schema, index);
  if (!layer || schema.find_table("gpkg_geometry_columns") == nullptr) return false;
  const auto& [table, column] = *layer;
  const std::string id = quote_identifier(table->columns[static_cast<std::size_t>(table->rowid_alias)].name);
  const std::string name = quote_identifier(column);
  SQLite::Statement rows(db.handle(), "SELECT " + id + ", " + name + " FROM main." + quote_identifier(table->name) +
                                          " WHERE " + name + " IS NOT NULL");
  SQLite::Statement insert(db.handle(), "INSERT INTO main." + quote_identifier(index) + " VALUES (?, ?, ?, ?, ?)");
  db.run("BEGIN");
  bool known = true;
  while (known && rows.executeStep()) {
    const SQLite::Column bytes = rows.getColumn(1);
    const GeometryBox found =
        box_of({static_cast<const char*>(bytes.getBlob()), static_cast<std::size_t>(bytes.getBytes())});
    known = found.known;
    if (!found.box) continue;
    insert.bind(1, rows.getColumn(0).getInt64());
    for (int i = 0; i < 4; ++i) insert.bind(i + 2, (*found.box)[static_cast<std::size_t>(i)]);
    insert.exec();
    insert.reset();
  }
  rows.reset();
  if (!known) db.run("DELETE FROM main." + quote_identifier(index));
  db.run("COMMIT");
  return known;
}

}  // namespace lite2pg
