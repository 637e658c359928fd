// Which lines of a mapping file are worth trying on a column of an existing table that refuses values. Whether one
// helps is found out by trying it (mapping/choice/trial.h), so that a row too many costs time and nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/census/census.h"
#include "mapping/choice/lattice.h"
#include "mapping/target/catalog.h"
#include "mapping/target/type.h"

namespace lite2pg {

struct LineToTry {
  std::string text;       ///< "key = value  # comment"
  bool lossy = false;     ///< Values do not come back as they were.
  bool unlikely = false;  ///< It makes of the numbers what hardly anybody noted: not worth a loss beside it.
};

/// The least loss first; last what reads plain numbers as others. None that `rule` follows already.
[[nodiscard]] std::vector<LineToTry> lines_to_try(const ColumnCensus& census, const TargetColumn& column,
                                                  const TargetType& type, const ColumnRule& rule);

/// Whether both can stand in one section, and a column that neither helps alone is worth it.
[[nodiscard]] bool are_worth_both(const LineToTry& one, const LineToTry& other) noexcept;

/// The value of a DEFAULT that is a constant, as TOML: "'a'::text" -> "\"a\"", "0" -> "0", "true" -> "1"; empty for any
/// other expression.
[[nodiscard]] std::string constant_as_toml(std::string_view default_sql);

}  // namespace lite2pg
