// The choice of a column's PostgreSQL type from its declared type, its census and the policy (docs/types.md).
//
// A declared type stands for a short list of candidates. The first that carries every value exactly is taken. When
// none does, the one with the fewest misfits is what the column *should* be, and the policy decides what to do.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/census/census.h"
#include "mapping/choice/fit.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// What the mapping file and the options say about one column.
struct ColumnRule {
  std::string target;  ///< Name in PostgreSQL; empty: by the identifier style.
  bool skip = false;
  std::optional<TargetType> type;
  std::string enum_name;  ///< The type to make of the labels that a CHECK lists; empty: none.
  Reading reading;
  MisfitPolicy on_misfit = MisfitPolicy::fail;
  bool null_on_misfit = false;
  bool skip_default = false;  ///< Its DEFAULT is left out.
  std::string null_as;        ///< As ColumnPlan::null_as.
  Wording wording;
  /// What an option or [defaults] would rather have than what the declared type gives; taken where no value refuses it.
  std::optional<TargetType> wish;
};

struct ColumnChoice {
  Fit fit;             ///< With the misfits that the policy leaves.
  std::string why;     ///< Why this type and not the declared one; empty when it is the declared one.
  bool given = false;  ///< The mapping file names the type: it is not changed for the sake of others.
};

/// The candidates of a declared type, in order of preference; without values, the first is taken.
[[nodiscard]] std::vector<TargetType> candidates_for(const DeclaredType& type, const ColumnCensus& census);

[[nodiscard]] ColumnChoice choose_type(const ColumnCensus& census, const ColumnRule& rule);

/// The narrowest type that holds all columns of a group exactly and is no narrower than those they have; nullopt when
/// there is none. Foreign keys need one type on both sides.
[[nodiscard]] std::optional<TargetType> common_type(const std::vector<const ColumnCensus*>& columns,
                                                    const std::vector<const ColumnRule*>& rules,
                                                    const std::vector<TargetType>& present);

}  // namespace lite2pg
