// What the values of a column are to a comparison, in the target and in the SQLite column that is derived from it:
// where both compare alike, a check or the condition of an index can be taken over. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "mapping/target/catalog.h"
#include "sync/sqlite/sql_words.h"

namespace lite2pg {

enum class ColumnSense : std::uint8_t {
  integer,
  decimal,  ///< Numbers that a double holds: compared alike, but not added alike.
  truth,
  text,  ///< Equal alike; which is the greater one, the target's collation says.
  date,
  moment,
  zoned_moment,
  other,  ///< NULL or not is all that both say alike: numbers kept as text, blanks that do not count, labels.
};
using ColumnSenses = std::map<std::string, ColumnSense, std::less<>>;

[[nodiscard]] ColumnSenses senses_of(const TargetTable& table);

/// Whether both databases take these words for the same condition, if each of them has a translation.
[[nodiscard]] bool compares_alike(const std::vector<SqlWord>& condition, const ColumnSenses& columns);

}  // namespace lite2pg
