// The objects of a schema as PostgreSQL itself spells them, and whether each is enforced: the same reading serves the
// record that publish makes and the schema as it is, so that two equal objects have equal text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "import/postgres/session.h"

namespace lite2pg {

/// What of a table (or view) an object of the shape describes.
enum class Aspect : std::uint8_t {
  table,  ///< That it is there, and of which kind: "table", "partitioned table", "materialized view", ...
  column_type,
  not_null,
  default_value,
  generated,
  identity,
  sequence,  ///< Behind an identity or serial column: type, step, limits, cycle.
  primary_key,
  unique_constraint,
  exclusion,
  foreign_key,
  check,
  index,
  unique_index,
  view,
  trigger,
  trigger_function,  ///< What a trigger runs; named as the trigger.
  rule,
  row_security,
  policy,
  child,   ///< A table that inherits from it: its rows show in this one, without its keys.
  parent,  ///< A table that it inherits from.
};
/// For people: "NOT NULL", "primary key".
[[nodiscard]] std::string_view name_of(Aspect a) noexcept;
/// Throws std::invalid_argument for another word.
[[nodiscard]] Aspect aspect_of(std::string_view name);

/// Whether an object does today what its definition says.
enum class Enforcement : std::uint8_t {
  enforced,
  disabled,        ///< A trigger, a rule, or one of the triggers that enforce a foreign key, is switched off.
  replica_only,    ///< Acts on replicas alone.
  not_validated,   ///< Holds for new rows only.
  not_enforced,    ///< PostgreSQL 18: NOT ENFORCED.
  invalid,         ///< An index that is not used.
  not_maintained,  ///< An index that new rows do not go into.
  unlogged,        ///< A table that a crash empties.
};
/// For people: "disabled", "not validated"; "" when enforced.
[[nodiscard]] std::string_view name_of(Enforcement e) noexcept;
/// Throws std::invalid_argument for another word.
[[nodiscard]] Enforcement enforcement_of(std::string_view name);

struct ShapeObject {
  Aspect aspect = Aspect::table;
  std::string table;  ///< Table or view.
  std::string name;   ///< Column, constraint, index, ...; empty for the table itself.
  std::string definition;
  Enforcement state = Enforcement::enforced;

  friend bool operator==(const ShapeObject&, const ShapeObject&) = default;
};
using SchemaShape = std::vector<ShapeObject>;

/// One SELECT over pg_catalog with the columns aspect, table, name, definition, state; $1 is the schema's name.
[[nodiscard]] std::string_view schema_shape_sql();

/// Settings under which the catalog's spelling does not depend on roles and databases; for the open transaction alone.
/// Names outside pg_catalog come qualified, and no function or operator of the target can be meant.
[[nodiscard]] std::string_view shape_settings_sql();

/// Reads the schema's tables and views and what belongs to them, creates nothing and runs no code of the target. Sorted
/// by table, aspect, name. In an open transaction, whose settings it changes (shape_settings_sql).
[[nodiscard]] SchemaShape read_schema_shape(Session& session, const std::string& schema);

}  // namespace lite2pg
