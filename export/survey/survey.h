// One parallel pass over every cell of the chosen tables: the census that the plan is made from.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "export/rows/row_source.h"
#include "mapping/choice/census_form.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Told now and then, by any worker: rows and bytes of `table` that were read since it was last told.
using SurveyProgress = std::function<void(const Table& table, std::uint64_t rows, std::uint64_t bytes)>;

/// The census of each table, in the order of `tables`. The result depends on the data alone, not on `jobs`, the order
/// of rows or chance. `form` says which evidence to collect: that of the mapping file that the plan is made with.
/// `numeric_texts`: becomes, a table, whether a column of numbers holds a text that is one. Memory does not grow with
/// the tables. Throws what the source throws, and Error(interrupted).
[[nodiscard]] std::vector<TableCensus> survey(RowSource& source, const std::vector<const Table*>& tables, unsigned jobs,
                                              const SurveyProgress& progress = {}, const CensusForm& form = {},
                                              std::vector<bool>* numeric_texts = nullptr);

}  // namespace lite2pg
