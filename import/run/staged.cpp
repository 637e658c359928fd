// The load into a staging schema: tables and slices in transactions of their own, resumable, published by a move.
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/json_text.h"
#include "common/memory.h"
#include "export/rows/no_rows.h"
#include "import/ledger/recorded_shape.h"
#include "import/ledger/writer.h"
#include "import/live/hidden_rowid.h"
#include "import/live/record_leaves.h"
#include "import/load/done_work.h"
#include "import/load/estimate.h"
#include "import/load/worker_connection.h"
#include "import/postgres/server_check.h"
#include "import/publish/publish.h"
#include "import/publish/staging_check.h"
#include "import/publish/staging_schema.h"
#include "import/run/end.h"
#include "import/run/live.h"
#include "import/run/plan_check.h"
#include "import/run/preflight.h"
#include "import/run/report.h"
#include "import/run/settings.h"
#include "import/run/staging.h"
#include "import/run/stopped_run.h"
#include "import/run/strategy.h"
#include "import/run/text.h"

namespace lite2pg {
namespace {

std::string live_text(const std::string& source) {
  return "lite2pg-sync '" + source + "' TARGET brings it up to the present, with --freeze it also publishes\n";
}

class StagedStrategy : public LoadStrategy {
 public:
  explicit StagedStrategy(const ImportOptions& options) : options_(options) {}

  void check_server(Session& session) const override {
    if (options_.task == ImportTask::resume) return lite2pg::check_server(session, {"", "", true});  // see take_up()
    lite2pg::check_server(session, {options_.schema, options_.staging_schema});
  }
  const TargetCatalog* read_target(Session&, const Schema&) override { return nullptr; }
  void check_target(RunParts& parts) override;
  std::string preview(RunParts&) override { return {}; }
  void describe(RunParts& parts) override;
  void take_up(RunParts& parts) override;

  void load(RunParts& parts) override;
  Error end_early(RunParts& parts, const Error& error) override {
    return lite2pg::end_early(parts.session, parts.run, error);
  }
  void publish(RunParts& parts) override;
  std::string closing(RunParts& parts) override;

 private:
  [[nodiscard]] Plan plan_of_staging(const RunParts& parts) const;
  void create_tables(RunParts& parts, const Plan& plan);
  void load_rows(RunParts& parts, const LoadContext& context);
  void settle(RunParts& parts, const LoadResult& result);
  /// Records that all is loaded; false when the server lost some of it in a crash.
  bool stage(RunParts& parts, const LoadContext& context);
  void record_all_leaves(Session& session, RunParts& parts) const;

  const ImportOptions& options_;
  SliceCounts slices_;
  std::optional<LiveSource> live_;
  PublishResult published_;
};

void StagedStrategy::check_target(RunParts& parts) {
  check_not_occupied(parts.session.get(), parts.plan, options_.schema, options_.replace);
  if (!options_.staging_schema.empty()) check_staging_free(parts.session.get(), options_.staging_schema, "");
}

void StagedStrategy::describe(RunParts& parts) {
  slices_ = choose_slices(parts.plan, options_.common.jobs);
  parts.run.staging_schema =
      options_.staging_schema.empty() ? staging_schema_of(parts.run.id) : options_.staging_schema;
  RunSettings settings;
  settings.slices = slices_;
  if (options_.live) live_ = settings.live = live_source(options_.source);
  settings.schema_only = options_.schema_only;
  settings.work = cost_of(parts.plan, work_of(parts.plan, parts.source->rows(), slices_));
  settings.hooks = parts.monitor.hooks().names();
  settings.hook_dir = options_.hook_dir.empty() ? "" : std::filesystem::absolute(options_.hook_dir).string();
  parts.run.settings = to_json(settings);
}

void StagedStrategy::take_up(RunParts& parts) {
  lite2pg::check_server(parts.session.get(), place_of(parts.run));
  slices_ = settings_of(parts.run).slices;
  live_ = settings_of(parts.run).live;
  check_tables_stand(parts.session.get(), parts.run);
}

void StagedStrategy::load(RunParts& parts) {
  PostgresLoadServer server(parts.target, parts.run.id,
                            load_rules(parts.run.staging_schema, options_.statement_timeout));
  const Plan early = live_ ? plan_of_staging(parts) : Plan();
  NoRows none(parts.source->rows());
  RowsWithNumbers numbered(parts.source->rows());
  const auto rate = rate_limit(options_);
  RowSource& source = settings_of(parts.run).schema_only ? none : live_ ? numbered : parts.source->rows();
  const LoadContext context{.server = server,
                            .source = source,
                            .plan = live_ ? early : parts.plan,
                            .run = parts.run,
                            .progress = parts.progress,
                            .jobs = options_.common.jobs,
                            .retries = options_.retries,
                            .monitor = &parts.monitor,
                            .window = &parts.window,
                            .rate = rate.get(),
                            .orphans = &parts.orphans};
  create_tables(parts, context.plan);
  do {
    load_rows(parts, context);
    parts.source->rows().check_unchanged();
    parts.source->rest();
    give_back_memory();
  } while (!stage(parts, context));
}

Plan StagedStrategy::plan_of_staging(const RunParts& parts) const {
  Plan early = plan_before_freeze(parts.plan);
  return live_->numbered ? staged_plan(parts.source->rows().schema(), std::move(early)) : early;
}

void StagedStrategy::create_tables(RunParts& parts, const Plan& plan) {
  parts.session.run([&](Session& session) { create_staging(session, plan, parts.run); });
}

void StagedStrategy::load_rows(RunParts& parts, const LoadContext& context) {
  DoneWork done = parts.session.run([&](Session& session) { return done_by_ledger(session, parts.run.id); });
  const LoadResult result = run_load(context, slices_, std::move(done));
  parts.progress.end();
  settle(parts, result);
}

void StagedStrategy::settle(RunParts& parts, const LoadResult& result) {
  for (const std::size_t o : result.not_valid) {
    parts.plan.objects[o].status = ObjectStatus::changed;
    parts.plan.objects[o].reason = "NOT VALID: rows refer to a row which does not exist";
  }
  if (!result.not_valid.empty()) parts.say(orphan_text(parts.source->orphans(parts.plan)) + "\n");
  if (result.refusals.empty()) return;
  tell_refusals(parts, result.refusals);
  throw refusal_error(result.refusals);
}

bool StagedStrategy::stage(RunParts& parts, const LoadContext& context) {
  const bool staged = parts.session.run([&](Session& session) {
    parts.loaded = ledger_tables(session, parts.run.id);
    if (state_of(session, parts.run.id) == RunState::staged) return true;  // the answer to the commit was lost
    // On this very connection: a crash of the server between a check and the commit would end it.
    if (!is_complete(context, session, slices_)) return false;
    check_rows(parts, parts.loaded);
    parts.monitor.ask({"after-load", ""}, plan_facts(parts.plan), recorder_of(session));
    if (live_) ensure_leaf_table(session);
    Transaction transaction(session);
    if (live_) record_all_leaves(session, parts);
    record_state(session, parts.run.id, RunState::staged, "",
                 json_text(nlohmann::json{{"tables", parts.plan.tables.size()}}));
    record_shape(session, parts.run.id, parts.plan, parts.run.staging_schema);
    transaction.commit();
    return true;
  });
  if (staged) parts.run.state = RunState::staged;
  return staged;
}

void StagedStrategy::record_all_leaves(Session& session, RunParts& parts) const {
  DataConnection connection(session);
  for (const TablePlan& table : parts.plan.tables)
    record_leaves(connection, parts.run.id, *parts.source->file(), table, live_->seed);
}

void StagedStrategy::publish(RunParts& parts) {
  published_ = parts.session.run([&](Session& session) {
    if (auto before = published_before(session, parts.run)) return *before;  // the answer to the commit was lost
    parts.monitor.ask({"before-publish", ""}, plan_facts(parts.plan), recorder_of(session));
    check_staging(session, parts.run);
    return lite2pg::publish(session, parts.run, {options_.replace, options_.lock_timeout});
  });
  for (const std::string& warning : published_.warnings) warn(parts.report, warning);
}

std::string StagedStrategy::closing(RunParts& parts) {
  const RunRecord& run = parts.run;
  const bool published = run.state == RunState::published;
  for (const std::string& statement :
       validate_statements(parts.session.get(), published ? run.target_schema : run.staging_schema)) {
    warn(parts.report, "foreign key not validated; once its rows are settled: " + statement);
  }
  std::string text = object_text(parts.plan);
  if (!text.empty()) text += "\n";
  text += "run " + run.id;
  if (live_) return text + ": staged in schema " + run.staging_schema + "\n" + live_text(options_.source);
  if (!published)
    return text + ": staged in schema " + run.staging_schema + "; --publish moves it to schema " + run.target_schema +
           "\n";
  text += ": published to schema " + run.target_schema;
  if (!published_.old_schema.empty()) text += "; what stood there is in " + published_.old_schema;
  return text + "\n";
}

}  // namespace

std::unique_ptr<LoadStrategy> make_staged_strategy(const ImportOptions& options) {
  return std::make_unique<StagedStrategy>(options);
}

}  // namespace lite2pg
