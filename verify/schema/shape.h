// The objects of a schema as PostgreSQL itself spells them: the same reading serves the schema as planned and the
// schema as it is, so that two equal objects have equal text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/postgres/session.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

struct ShapeObject {
  ObjectKind kind = ObjectKind::table;  ///< `table` with a name: a column.
  std::string table, name;
  std::string aspect;  ///< For people: "type", "NOT NULL", "default", "primary key", "index", ...
  std::string definition;

  friend bool operator==(const ShapeObject&, const ShapeObject&) = default;
};
using SchemaShape = std::vector<ShapeObject>;

/// One SELECT over pg_catalog with the columns kind, table, name, aspect, definition; $1 is the schema's name. The
/// session's search_path must be that schema alone, so that names come unqualified.
[[nodiscard]] std::string_view schema_shape_sql();

/// Reads the schema's tables and what belongs to them; views too. Sorted by table, kind, name, aspect.
[[nodiscard]] SchemaShape read_schema_shape(Session& session, const std::string& schema);

}  // namespace lite2pg
