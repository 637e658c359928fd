#include "import/run/source_plan.h"

#include <algorithm>
#include <iterator>

#include "common/error.h"
#include "common/files.h"
#include "common/options/selection.h"
#include "common/text.h"
#include "export/archive/source.h"
#include "export/pages/source.h"
#include "export/rows/row_condition.h"
#include "export/sqlite/snapshot.h"
#include "export/survey/broken_checks.h"
#include "export/survey/collisions.h"
#include "export/survey/integrity_pass.h"
#include "export/survey/misfit_scan.h"
#include "export/survey/month_scan.h"
#include "export/survey/orphan_search.h"
#include "export/survey/survey.h"
#include "export/survey/wide_rows.h"
#include "mapping/choice/census_form.h"
#include "mapping/planning/existing_plan.h"
#include "mapping/planning/make_plan.h"
#include "mapping/planning/tables_with_rows.h"
#include "mapping/source/selectable.h"

namespace lite2pg {
namespace {

constexpr std::size_t orphan_examples = 3;

std::vector<const Table*> tables_in_scope(const Schema& schema, const PlanOptions& options, const std::string& path,
                                          std::string_view mapping) {
  std::vector<const Table*> tables = tables_with_rows(schema, options.tables, options.exclude, mapping);
  require_matches(selectable_names(schema), options.tables, options.exclude);
  if (tables.empty() && !(options.tables.empty() && options.exclude.empty())) {
    throw Error(ExitCode::usage, "no table of '" + path + "' is selected by --tables and --exclude");
  }
  return tables;
}

std::uint64_t estimated_rows(RowSource& source, const std::vector<const Table*>& tables) {
  std::uint64_t rows = 0;
  for (const Table* t : tables) rows += source.estimated_rows(*t);
  return rows;
}

bool shapes_nothing(const ImportOptions& o) {
  const PlanOptions plain;
  return o.mapping.empty() && o.plan.on_misfit == plain.on_misfit && o.plan.empty_text == plain.empty_text &&
         o.plan.orphans == plain.orphans && o.plan.identifiers == plain.identifiers && o.plan.tables.empty() &&
         o.plan.exclude.empty() && o.plan.comments == plain.comments && o.plan.integers == plain.integers &&
         o.plan.timestamps == plain.timestamps && o.plan.json == plain.json && o.plan.where.empty();
}

/// Foreign keys between tables that are loaded. With tables of the target's own their keys are taken for the source's.
std::vector<HeldKey> held_keys(const Plan& plan, const Schema& schema) {
  std::vector<HeldKey> keys;
  for (const TablePlan& planned : plan.tables) {
    const Table* table = schema.find_table(planned.source);
    if (table == nullptr) continue;
    for (const ForeignKey& key : table->foreign_keys) {
      const Table* parent = schema.find_table(key.parent);
      if (parent == nullptr || plan.find_table(parent->name) == nullptr) continue;
      if (plan.options.existing || carries_foreign_key(plan, table->name, parent->name)) keys.push_back({table, &key});
    }
  }
  return keys;
}

std::vector<TableCensus> selected(const std::vector<TableCensus>& census, const ImportOptions& options) {
  std::vector<TableCensus> chosen;
  std::ranges::copy_if(census, std::back_inserter(chosen), [&](const TableCensus& c) {
    return is_selected(c.table, options.plan.tables, options.plan.exclude);
  });
  return chosen;
}

std::string mapping_text(const ImportOptions& options) {
  if (options.mapping_text) return *options.mapping_text;
  return options.mapping.empty() ? "" : read_file(options.mapping, "mapping file");
}

}  // namespace

bool carries_foreign_key(const Plan& plan, std::string_view table, std::string_view parent) {
  return std::ranges::any_of(plan.objects, [&](const ObjectPlan& object) {
    if (object.kind != ObjectKind::foreign_key || object.sql.empty() || object.table != table) return false;
    const auto of = std::ranges::find(plan.tables, object.target_parent, &TablePlan::target);
    return of != plan.tables.end() && equals_ignoring_case(of->source, parent);
  });
}

ImportSource::ImportSource(const std::string& path, const CommonOptions& options) {
  if (is_archive(path)) {
    auto archive = std::make_unique<ArchiveSource>(path);
    archive_ = archive.get();
    rows_ = std::move(archive);
  } else {
    // One more reader for the integrity check.
    auto file = PageSource::open(path, options.jobs + 1, options.reader, options.snapshot);
    file_ = file.get();
    rows_ = std::move(file);
  }
}

ImportSource::~ImportSource() = default;

Plan planned_again(const Plan& plan, const ImportOptions& options) {
  if (shapes_nothing(options)) return plan;
  const std::string mapping = options.mapping.empty() ? plan.mapping : mapping_text(options);
  Plan again = lite2pg::make_plan(plan.schema, selected(plan.census, options), options.plan, mapping);
  again.source_fingerprint = plan.source_fingerprint;
  if (options.plan.where.empty()) again.options.where = plan.options.where;
  for (TablePlan& table : again.tables) {
    if (const TablePlan* before = plan.find_table(table.source)) table.months = before->months;
  }
  return again;
}

Plan ImportSource::plan_of_archive(const ImportOptions& options, const TargetCatalog* existing) {
  Plan stored = archive_->plan();
  keep_only(options.plan.where);
  require_matches(selectable_names(stored.schema), options.plan.tables, options.plan.exclude);
  const std::string mapping = mapping_text(options);
  // A mapping file may name types that the archive's census was not asked about: then its rows are read again.
  const CensusForm form(mapping, existing);
  if (!form.is_answered_by(stored.census, stored.schema)) {
    const auto tables = tables_in_scope(stored.schema, options.plan, options.source, mapping);
    stored.census = survey(*archive_, tables, options.common.jobs, {}, form);
  }
  Plan plan = existing == nullptr ? planned_again(stored, options)
                                  : make_existing_plan(stored.schema, selected(stored.census, options), options.plan,
                                                       mapping, *existing);
  plan.options.where = stored.options.where;
  plan.source_fingerprint = archive_->fingerprint().content;
  return plan;
}

void ImportSource::rest() {
  if (file_ != nullptr) file_->sqlite().snapshot().close_idle();
}

Plan ImportSource::plan_of_file(const ImportOptions& options, Progress& progress, const TargetCatalog* existing) {
  const std::string mapping = mapping_text(options);
  const auto tables = tables_in_scope(file_->schema(), options.plan, options.source, mapping);
  keep_only(options.plan.where);
  IntegrityPass integrity(*file_, tables, options.skip_integrity_check);
  progress.start("survey", tables.size(), estimated_rows(*file_, tables));
  std::vector<bool> numeric_texts;
  auto census = survey(
      *file_, tables, options.common.jobs,
      [&](const Table& t, std::uint64_t rows, std::uint64_t bytes) {
        progress.working_on(t.name);
        progress.add(rows, bytes);
      },
      CensusForm(mapping, existing), &numeric_texts);
  progress.end();
  integrity.finish_and_warn(census, numeric_texts);
  Plan plan = existing == nullptr
                  ? lite2pg::make_plan(file_->schema(), std::move(census), options.plan, mapping)
                  : make_existing_plan(file_->schema(), std::move(census), options.plan, mapping, *existing);
  if (existing == nullptr) leave_out_broken_checks(file_->sqlite(), rows_worth_a_look, plan);
  plan.source_fingerprint = file_->fingerprint().content;
  return plan;
}

Plan ImportSource::make_plan(const ImportOptions& options, Progress& progress, const TargetCatalog* existing) {
  Plan plan = archive_ != nullptr ? plan_of_archive(options, existing) : plan_of_file(options, progress, existing);
  plan.misfits = list_misfits(*rows_, plan, options.common.jobs);
  if (plan.misfits.empty() && existing == nullptr) find_collisions(*rows_, rows_worth_a_look, plan);
  find_wide_rows(*rows_, plan);
  for (TablePlan& table : plan.tables) {
    if (!table.partition_by.empty()) table.months = months_of(*rows_, table);
  }
  rows_->check_unchanged();
  return plan;
}

void ImportSource::keep_only(const std::vector<std::string>& where) {
  if (where.empty()) return;
  if (file_ == nullptr) {
    throw Error(ExitCode::usage, "--where goes with a SQLite file: the rows of an archive are chosen when it is made",
                "lite2pg-export SOURCE.db ARCHIVE --where '" + where.front() + "'");
  }
  file_->sqlite().keep_only(row_conditions(where, file_->schema()));
}

OrphansByTable ImportSource::orphan_rows(const Plan& plan) {
  if (file_ == nullptr) {
    throw Error(ExitCode::usage, "--orphans=set-aside goes with a SQLite file: an archive cannot be asked for orphans",
                "import the file itself, or --orphans=not-valid");
  }
  return find_orphan_rows(file_->sqlite(), held_keys(plan, file_->schema()), StopFlag());
}

std::vector<Orphans> ImportSource::orphans(const Plan& plan) {
  if (file_ == nullptr) return {};
  std::vector<const Table*> tables;
  for (const TablePlan& t : plan.tables) {
    if (const Table* table = file_->schema().find_table(t.source)) tables.push_back(table);
  }
  return find_orphans(file_->sqlite(), tables, orphan_examples, StopFlag());
}

}  // namespace lite2pg
