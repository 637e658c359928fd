#include "export/tool/plan.h"

#include <algorithm>
#include <cstdint>

#include "common/error.h"
#include "common/files.h"
#include "common/options/selection.h"
#include "common/text.h"
#include "export/rows/row_condition.h"
#include "export/survey/broken_checks.h"
#include "export/survey/collisions.h"
#include "export/survey/integrity_pass.h"
#include "export/survey/misfit_scan.h"
#include "export/survey/slice_census.h"
#include "export/survey/survey.h"
#include "export/survey/wide_rows.h"
#include "mapping/planning/make_plan.h"
#include "mapping/planning/tables_with_rows.h"
#include "mapping/source/selectable.h"

namespace lite2pg {

std::string read_mapping(const ExportOptions& options) {
  return options.mapping.empty() ? "" : read_file(options.mapping, "mapping file");
}

std::vector<const Table*> exported_tables(const Schema& schema, const ExportOptions& options,
                                          std::string_view mapping) {
  const CommonOptions& common = options.common;
  std::vector<const Table*> tables = tables_with_rows(schema, common.tables, common.exclude, mapping);
  require_matches(selectable_names(schema), common.tables, common.exclude);
  if (tables.empty() && !(common.tables.empty() && common.exclude.empty())) {
    throw Error(ExitCode::usage, "no table of '" + options.source + "' is selected by --tables and --exclude");
  }
  return tables;
}

std::vector<TableCensus> census_without_rows(const std::vector<const Table*>& tables) {
  std::vector<TableCensus> census;
  for (const Table* t : tables) census.push_back(join_slices(*t, {SliceCensus(*t, false)}));
  return census;
}

std::vector<int> key_in_source(const Table& table, const TablePlan* planned) {
  if (planned == nullptr) return table.key_columns();
  std::vector<int> key;
  for (const int k : planned->key) key.push_back(planned->columns[static_cast<std::size_t>(k)].source_index);
  return std::ranges::find(key, -1) == key.end() ? key : std::vector<int>();
}

std::unique_ptr<PageSource> open_source(const ExportOptions& options) {
  // One more reader for the integrity check.
  auto source =
      PageSource::open(options.source, options.common.jobs + 1, options.common.reader, options.common.snapshot);
  source->sqlite().keep_only(row_conditions(options.plan.where, source->schema()));
  return source;
}

Plan survey_and_plan(const ExportOptions& options, Progress& progress) {
  const std::string mapping = read_mapping(options);
  const auto opened = open_source(options);
  PageSource& source = *opened;
  const auto tables = exported_tables(source.schema(), options, mapping);
  IntegrityPass integrity(source, tables, options.skip_integrity_check);
  progress.start("survey", tables.size(), 0);
  const auto tell = [&](const Table& t, std::uint64_t rows, std::uint64_t bytes) {
    progress.working_on(t.name);
    progress.add(rows, bytes);
  };
  std::vector<bool> numeric_texts;
  auto census = survey(source, tables, options.common.jobs, tell, CensusForm(mapping), &numeric_texts);
  progress.end();
  integrity.finish_and_warn(census, numeric_texts);
  Plan plan = make_plan(source.schema(), std::move(census), options.plan, mapping);
  plan.source_fingerprint = source.fingerprint().content;
  leave_out_broken_checks(source.sqlite(), UINT64_MAX, plan);
  plan.misfits = list_misfits(source, plan, options.common.jobs);
  if (plan.misfits.empty()) find_collisions(source, rows_worth_a_look, plan);
  find_wide_rows(source, plan);
  source.check_unchanged();
  return plan;
}

}  // namespace lite2pg
