// R-Trees of SQLite (https://sqlite.org/rtree.html), and the table with a GiST index that serves for one where the
// mapping file asks for it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "mapping/choice/mapping_file.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Its columns: the number of the row, then two bounds a dimension, then auxiliary ones of any kind.
struct RTree {
  std::size_t dimensions = 0;  ///< 1 to 5.
  bool integers = false;       ///< rtree_i32: bounds are 32-bit INTEGERs; else REALs that 32 bits hold.

  /// Where the bounds of a dimension stand among the columns; dimensions count from 0.
  [[nodiscard]] static int lower(std::size_t dimension) noexcept { return static_cast<int>(2 * dimension) + 1; }
  [[nodiscard]] static int upper(std::size_t dimension) noexcept { return static_cast<int>(2 * dimension) + 2; }
};

/// Whether the argument of CREATE VIRTUAL TABLE ... USING rtree is an auxiliary column; all behind it are too.
[[nodiscard]] bool is_auxiliary(const std::string& argument);

/// nullopt for another table, and where SQLite has no such module and so tells no columns of it.
[[nodiscard]] std::optional<RTree> read_rtree(const Table& table);

/// Whether the mapping file asks for an R-Tree as a table, and it can be one.
[[nodiscard]] bool is_asked_as_table(const Table& table, const MappingFile& mapping);

/// Makes it one: TableKind::rtree, its number the key, bounds NOT NULL and in order, as the module sees to.
void carry_as_table(Table& table);

/// Settles in the plan's schema which R-Trees are tables: those that are asked for and whose rows were read.
void carry_rtrees(const MappingFile& mapping, Plan& plan);

/// Throws SqlError for one that is carried: what reads or writes it is not translated, since the module takes numbers
/// in another way than a column of any table.
void refuse_rtree(const Table& table, std::size_t position);

/// The type of a column of an R-Tree that is carried: exact for whatever its module keeps. nullopt for an auxiliary
/// one, which is chosen as that of any column without a type.
[[nodiscard]] std::optional<TargetType> rtree_column_type(const Table& table, int column);

/// What finds overlapping boxes in PostgreSQL.
struct BoxIndex {
  std::string box;  ///< The indexed expression: box(point("x0", "y0"), point("x1", "y1"))
  /// What an application asks in place of bounds, for its own numbers $1 <= $2, $3 <= $4, ... PostgreSQL's && takes
  /// boxes that lie up to 0.000001 apart for overlapping ones, so that all bounds are compared too.
  std::string query;
  std::string refusal;  ///< Why there is none; empty when there is.
};
/// Over the first two dimensions; of a single one the boxes have no height.
[[nodiscard]] BoxIndex box_index(const RTree& tree, const TablePlan& table);

}  // namespace lite2pg
