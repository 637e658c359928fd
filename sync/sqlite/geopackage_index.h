// The R-Tree of a GeoPackage layer, filled anew from the boxes that its geometries carry:
// https://www.geopackage.org/spec131/#extension_rtree and #gpb_format
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "mapping/source/schema.h"
#include "sync/sqlite/new_database.h"

namespace lite2pg {

/// Of a geometry in GeoPackage's binary form: min x, max x, min y, max y. nullopt for an empty one, and for one that
/// carries none (`known` is false then: it cannot be told). Pure.
struct GeometryBox {
  std::optional<std::array<double, 4>> box;
  bool known = true;
};
[[nodiscard]] GeometryBox box_of(std::string_view geometry);

/// Fills the virtual table `index` when it is the R-Tree rtree_<table>_<column> of a layer of `schema`. False: it is
/// not, or a geometry carries no box; nothing stays in it then.
[[nodiscard]] bool fill_geopackage_index(NewDatabase& db, const Schema& schema, const std::string& index);

}  // namespace lite2pg
