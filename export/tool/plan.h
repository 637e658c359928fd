// What an export decides before it writes, and all of a run that only looks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/console/progress.h"
#include "export/pages/source.h"
#include "export/tool/options.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// The mapping file's text; empty when none is given. Throws Error(usage).
[[nodiscard]] std::string read_mapping(const ExportOptions& options);

/// The tables that have rows of their own (no shadow tables, and of virtual ones what the mapping file asks for) and
/// that the options let through. Throws Error(usage) when patterns were given and no table matches.
[[nodiscard]] std::vector<const Table*> exported_tables(const Schema& schema, const ExportOptions& options,
                                                        std::string_view mapping);

[[nodiscard]] std::vector<TableCensus> census_without_rows(const std::vector<const Table*>& tables);

/// The key of a planned table as positions in the source's rows.
[[nodiscard]] std::vector<int> key_in_source(const Table& table, const TablePlan* planned);

/// Throws Error(source).
[[nodiscard]] std::unique_ptr<PageSource> open_source(const ExportOptions& options);

/// Opens, checks and surveys the source and makes the plan; writes nothing. Misfits come with their first values.
[[nodiscard]] Plan survey_and_plan(const ExportOptions& options, Progress& progress);

}  // namespace lite2pg
