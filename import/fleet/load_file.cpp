#include "import/fleet/load_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/console/log.h"
#include "common/interrupt.h"
#include "common/json_text.h"
#include "export/sqlite/error.h"
#include "import/fleet/digested_reader.h"
#include "import/fleet/late_file.h"
#include "import/fleet/plan_misfits.h"
#include "import/fleet/schema_layout.h"
#include "import/fleet/survey_file.h"
#include "import/load/step.h"
#include "import/load/table_loader.h"
#include "import/postgres/retry.h"
#include "import/publish/whole_schema.h"
#include "import/run/source_plan.h"
#include "import/tenants/file_look.h"
#include "import/tenants/file_notes.h"
#include "mapping/choice/stand_in.h"
#include "mapping/plan/ddl.h"

namespace lite2pg {
namespace {

/// The plan without what a load does not need.
Plan slim(Plan plan) {
  plan.census.clear();
  plan.objects.clear();
  return plan;
}

/// The rows of each table when the file was surveyed.
std::uint64_t surveyed_rows(const ClaimedFile& file, const std::string& table) {
  const auto rows = try_json(file.table_rows);
  return rows.is_object() ? rows.value(table, std::uint64_t{0}) : 0;
}

CommonOptions for_one_thread(CommonOptions options) {
  options.jobs = 1;
  return options;
}

}  // namespace

FileLoader::FileLoader(FleetLoad shared, Session& session, const StopFlag& stop)
    : shared_(shared), session_(session), stop_(stop), plan_(slim(shared.plan)), connection_(shared.server, stop) {}

void FileLoader::load(FleetFiles& files, const ClaimedFile& file) {
  const auto reason = with_retries(shared_.options.retries, "file " + file.path, stop_,
                                   [&](unsigned attempt) { return try_load(files, file, attempt); });
  if (!reason) return;
  log_warn("{} is set aside ({}): {}", file.path, name_of(reason->kind), line_of(*reason));
  (void)files.set_aside(file, *reason);
}

std::optional<AsideReason> FileLoader::try_load(FleetFiles& files, const ClaimedFile& file, unsigned attempt) {
  // After a lost connection it is not known whether the COMMIT arrived.
  if (attempt > 1) {
    (void)connection_.get();
    if (files.is_done(file)) return std::nullopt;
  }
  try {
    const FleetVersions::Version& version = shared_.versions.get(session_, file.version);
    if (!version.alignment)
      return AsideReason{AsideKind::drift, "its schema is no earlier form of the newest: " + version.drift};
    ImportSource source(file.path, for_one_thread(shared_.options.common));
    AlignedSource aligned(source.rows(), *version.alignment);
    if (auto reason = changed(aligned, file)) return reason;
    if (!load_rows(aligned, file)) log_info("{}: another process took it over", file.path);
    return std::nullopt;
  } catch (const TargetError& e) {
    connection_.close();
    throw_if_interrupted();
    if (!is_refusal(e)) throw;
    return AsideReason{AsideKind::refused, "the server refuses it: " + std::string(e.what())};
  } catch (const Error& e) {
    connection_.close();
    if (auto reason = reason_for(e, file)) return reason;
    throw;
  } catch (...) {
    connection_.close();
    throw;
  }
}

/// Types that were planned by other files' values may refuse what the file's own survey took.
std::optional<AsideReason> FileLoader::reason_for(const Error& error, const ClaimedFile& file) {
  if (error.code() == ExitCode::refused) {
    auto misfits = misfits_of_file(file.path, shared_.versions.get(session_, file.version), plan_,
                                   for_one_thread(shared_.options.common));
    if (!misfits.empty()) return aside_for(std::move(misfits));
  }
  return reason_of(error);
}

std::optional<AsideReason> FileLoader::changed(RowSource& source, const ClaimedFile& file) const {
  if (look_at_file(file.path) == file.look || source.fingerprint().content == file.fingerprint) return std::nullopt;
  return AsideReason{AsideKind::changed, "it was changed after it was surveyed"};
}

bool FileLoader::load_rows(RowSource& source, const ClaimedFile& file) {
  BulkConnection& connection = connection_.get();
  connection.begin({});
  if (connection.query_value(begin_sql(shared_.run.id, file)).empty()) {
    connection.execute("ROLLBACK");
    return false;
  }
  make_stage(file);
  const std::unique_ptr<Reader> reader = source.reader();
  results_.clear();
  for (std::size_t t = 0; t < plan_.tables.size(); ++t) load_table(t, source, *reader, file);
  if (by_schema()) {
    complete_schema(file);
  } else if (shared_.late) {
    join_tables(file);
  }
  source.check_unchanged();
  results_.emplace_back("COMMIT");
  connection.execute_all(results_);
  return true;
}

void FileLoader::make_stage(const ClaimedFile& file) {
  if (!has_own_stage()) return;
  std::vector<std::string> statements = {"CREATE SCHEMA " + quote_identifier(stage(file))};
  std::ranges::move(making_sql(shared_.plan, stage(file)), std::back_inserter(statements));
  connection_.get().execute_all(statements);
}

std::string FileLoader::stage(const ClaimedFile& file) const {
  return has_own_stage() ? stage_of(shared_.run, file.number) : shared_.run.staging_schema;
}

void FileLoader::join_tables(const ClaimedFile& file) {
  const std::string& schema = shared_.run.target_schema;
  if (!connection_.get().query_value(has_rows_sql(plan_, schema, file.tenant)).empty()) {
    throw Error(ExitCode::refused, "schema '" + schema + "' holds rows of tenant '" + file.tenant + "' already");
  }
  connection_.get().execute_all(join_tables_sql(plan_, notes_from_json(file.notes), stage(file), schema));
}

void FileLoader::complete_schema(const ClaimedFile& file) {
  Plan own = shared_.plan;
  const FileNotes notes = notes_from_json(file.notes);
  for (TablePlan& table : own.tables) {
    // Numbers go on where this file's stopped, not where the furthest of the fleet did.
    if (table.sequence) table.sequence = notes.issued(table.source);
  }
  std::vector<std::string> statements = finishing_sql(own, stage(file));
  if (shared_.options.fleet.publish_each || shared_.late) {
    for (std::string& sql : publishing_sql(own, stage(file), file.tenant)) statements.push_back(std::move(sql));
    statements.push_back(remember_schemas_sql(shared_.run.id, file.number));
  }
  connection_.get().execute_all(statements);
}

void FileLoader::load_table(std::size_t table, RowSource& source, Reader& reader, const ClaimedFile& file) {
  TablePlan& plan = plan_.tables[table];
  const std::uint64_t expected = surveyed_rows(file, plan.source);
  if (expected == 0) return;  // by the survey of this very content
  for (ColumnPlan& column : plan.columns) {
    if (column.target == plan.tenant) column.null_as = constant_text(file.tenant);
  }
  const TablePlan compared = compared_columns(plan);
  DigestedReader digested(reader, compared, digest_seed(shared_.run.id));
  const LoadJob job{table, {}, file.tenant, {}};
  LoadContext context{shared_.server, source, plan_, shared_.run, shared_.progress};
  context.rate = shared_.rate;
  BulkConnection& connection = connection_.get();
  const auto roll_back = [&] { connection.execute("ROLLBACK"); };
  const auto begin_again = [&] {
    roll_back();
    connection.begin({});
    make_stage(file);
  };
  const bool freeze = has_own_stage() && shared_.server.can(Capability::freeze);
  const TableRecord loaded = TableLoader(context, job, buffer_)
                                 .copy_within(connection, digested, stop_, copy_in_sql(plan, stage(file), freeze),
                                              {begin_again, roll_back, copy_in_sql(plan, stage(file), false)});
  if (loaded.rows + loaded.rejected != expected) {
    throw SourceChanged("table '" + plan.source + "': " + std::to_string(loaded.rows + loaded.rejected) +
                        " rows were read, the survey counted " + std::to_string(expected) +
                        ": it was changed meanwhile");
  }
  results_.push_back(digest_sql(shared_.run.id, file, plan.target, loaded.rows, loaded.rejected, loaded.bytes,
                                loaded.rejected == 0 && loaded.rows == digested.rows() ? digested.total() : "",
                                shared_.server.can(Capability::row_writers)));
}

}  // namespace lite2pg
