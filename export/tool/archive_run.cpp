#include "export/tool/archive_run.h"

#include "common/version.h"
#include "export/archive/check.h"
#include "export/archive/digest.h"
#include "export/archive/writer.h"
#include "export/tool/plan.h"
#include "export/tool/report.h"
#include "mapping/planning/make_plan.h"

namespace lite2pg {

ArchiveRun::ArchiveRun(const ExportOptions& options, std::uint64_t seed, Progress& progress)
    : options_(options), seed_(seed), progress_(progress) {}

void ArchiveRun::run(std::string_view started_at) {
  open();
  decide_keys();
  read_and_write();
  make_final_plan();
  write_plan_and_manifest(started_at);
  read_again();
  source_->check_unchanged();
  folder_->publish();
}

void ArchiveRun::open() {
  mapping_ = read_mapping(options_);
  source_ = open_source(options_);
  folder_.emplace(options_.archive);
}

/// A plan for tables without rows: its keys are those of the final plan, so that one pass is enough, and mistakes in
/// the mapping file show before that pass.
void ArchiveRun::decide_keys() {
  const Schema& schema = source_->schema();
  const auto tables = exported_tables(schema, options_, mapping_);
  const Plan plan = make_plan(schema, census_without_rows(tables), options_.plan, mapping_);
  for (const Table* t : tables) jobs_.push_back({t, key_in_source(*t, plan.find_table(t->name))});
}

/// Beside the pass: what it does not read is checked, and the file is hashed.
void ArchiveRun::read_and_write() {
  std::uint64_t rows = 0;
  for (const TableJob& job : jobs_) rows += source_->estimated_rows(*job.table);
  progress_.start("export", jobs_.size(), rows);
  std::vector<const Table*> tables;
  for (const TableJob& job : jobs_) tables.push_back(job.table);
  integrity_.emplace(*source_, tables, options_.skip_integrity_check);
  results_ = write_tables(*source_, jobs_, *folder_,
                          {options_.codec, seed_, options_.common.jobs, CensusForm(mapping_)}, progress_);
  progress_.end();
}

void ArchiveRun::make_final_plan() {
  std::vector<TableCensus> census;
  std::vector<bool> numeric_texts;
  for (TableResult& r : results_) {
    census.push_back(std::move(r.census));
    numeric_texts.push_back(r.numeric_texts);
  }
  integrity_->finish_and_warn(census, numeric_texts);
  plan_ = make_plan(source_->schema(), std::move(census), options_.plan, mapping_);
  plan_.source_fingerprint = source_->fingerprint().content;
  apply_plan(results_, jobs_, plan_, folder_->path(), seed_, options_.common.jobs);
}

void ArchiveRun::write_plan_and_manifest(std::string_view created_at) {
  const Fingerprint fingerprint = source_->fingerprint();
  manifest_.tool_version = version();
  manifest_.created_at = created_at;
  manifest_.source_path = fingerprint.path;
  manifest_.source_bytes = fingerprint.bytes;
  manifest_.source_content = fingerprint.content;
  manifest_.codec = options_.codec;
  manifest_.seed = seed_;
  manifest_.plan = write_text(archive_plan_file, to_json(plan_));
  manifest_.plan_hash = hash_of(plan_);
  for (const TableResult& r : results_) manifest_.tables.push_back(r.entry);
  write_text(archive_manifest_file, to_json(manifest_));
}

ManifestFile ArchiveRun::write_text(const char* name, std::string_view text) {
  OutputFile file = folder_->create(name);
  file.append(text);
  file.sync();
  return {name, file.size(), file.hash()};
}

/// What stands on the disk is, by the manifest that stands there too, what was written.
void ArchiveRun::read_again() {
  progress_.start("check", jobs_.size(), 0);
  check_archive(folder_->path(), read_manifest(folder_->path()), options_.common.jobs);
  progress_.end();
}

void ArchiveRun::describe(Report& report) const {
  for (const TableResult& r : results_) {
    report.tables.push_back(report_table(r, plan_));
    report.tables.back().reader = source_->reader_of(r.entry.source);
  }
  report.objects = plan_.objects;
  report_misfits(plan_.misfits, report);
  report.warnings = plan_.warnings;
}

}  // namespace lite2pg
