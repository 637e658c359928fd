// Compares two shapes of a schema: the planned one and the one that stands. Pure.
#pragma once

#include <vector>

#include "verify/schema/difference.h"
#include "verify/schema/shape.h"

namespace lite2pg {

enum class SchemaRigour : std::uint8_t {
  exact,  ///< Definitions must be the same to the letter.
  /// For a schema that was made by something else: names differ in letter case, types are its own business, and
  /// expressions may be spelled with other casts and brackets.
  lenient,
};

/// Differences of the planned objects, in the order of `planned`; then what the target has beside them (`extra`), which
/// is no failure. Keys, indexes and checks are matched by what they do, whatever their names. Only tables and columns
/// that both have are looked at: that a table or a column is missing is the comparison's to say
/// (verify/tool/comparison.h).
[[nodiscard]] std::vector<SchemaDifference> compare_shapes(const SchemaShape& planned, const SchemaShape& actual,
                                                           SchemaRigour rigour);

/// A definition without what the lenient comparison ignores: letter case, quotes, casts, brackets, blanks.
[[nodiscard]] std::string loosened(std::string_view definition);

}  // namespace lite2pg
