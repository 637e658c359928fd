// Compares two shapes of a schema: the recorded or planned one and the one that stands. Pure.
#pragma once

#include <string>
#include <vector>

#include "verify/schema/difference.h"

namespace lite2pg {

enum class SchemaRigour : std::uint8_t {
  exact,  ///< The catalog's own words on both sides: definitions must be the same to the letter.
  /// The same schema in other words (the plan's statements, or another major version of the server): what may be the
  /// same expression is not judged.
  respelled,
  /// For a schema that was made by something else: names differ in letter case, types are its own business, and what
  /// serves as well will do.
  lenient,
};

struct SchemaComparison {
  /// In the order of `planned`; then what the target has beside the plan (told, but for tables that inherit).
  std::vector<SchemaDifference> differences;
  std::vector<ShapeObject> not_judged;  ///< There, but perhaps not with the planned expression.
  std::vector<ShapeObject> as_planned;  ///< Not enforced, and recorded or planned so.
};

/// Keys, indexes and checks are matched by what they do, whatever their names. Only tables and columns that both have
/// are looked at: that a table or a column is missing is the comparison's to say (verify/comparison/comparison.h).
/// `schema` is where `actual` stands.
[[nodiscard]] SchemaComparison compare_shapes(const SchemaShape& planned, const SchemaShape& actual,
                                              SchemaRigour rigour, const std::string& schema);

}  // namespace lite2pg
