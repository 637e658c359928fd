// The load into tables that stand in the target: one transaction, visible when it commits.

#include <algorithm>
#include <filesystem>

#include "common/console/log.h"
#include "common/text.h"
#include "import/catalog/schema_objects.h"
#include "import/catalog/target_catalog.h"
#include "import/existing/foreign_parts.h"
#include "import/existing/kept_rows.h"
#include "import/existing/load.h"
#include "import/existing/objects.h"
#include "import/existing/server_reading.h"
#include "import/existing/trigger_choice.h"
#include "import/ledger/audit.h"
#include "import/ledger/writer.h"
#include "import/postgres/server_check.h"
#include "import/run/report.h"
#include "import/run/settings.h"
#include "import/run/strategy.h"
#include "import/run/text.h"
#include "mapping/application/framework.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

TriggerWishes trigger_wishes(const ImportOptions& options) {
  return {options.fire_triggers, options.plan.triggers == TriggerPolicy::off};
}

class ExistingStrategy : public LoadStrategy {
 public:
  explicit ExistingStrategy(const ImportOptions& options) : options_(options) {}

  void check_server(Session& session) const override {
    check_server_for_existing(session, options_.ledger && !options_.dry_run && !options_.rehearse);
  }
  const TargetCatalog* read_target(Session& session, const Schema& source) override;
  void check_target(RunParts& parts) override;
  std::string preview(RunParts& parts) override;
  void describe(RunParts& parts) override;
  void take_up(RunParts& parts) override {
    throw Error(ExitCode::refused,
                "run " + parts.run.id + " was one transaction into existing tables, and nothing of it is in the target",
                "begin again with --existing; --cleanup --run " + parts.run.id + " closes its record");
  }

  void load(RunParts& parts) override;
  Error end_early(RunParts& parts, const Error& error) override;
  void publish(RunParts&) override {}  // the load's COMMIT did it
  std::string closing(RunParts& parts) override;

 private:
  void before_commit(RunParts& parts, const std::vector<TableRecord>& loaded);

  void compare_framework(RunParts& parts);
  /// What --truncate would take away.
  std::string emptied(RunParts& parts);

  const ImportOptions& options_;
  TargetCatalog catalog_;
  std::optional<Recognised> framework_;
  ExistingLoadResult result_;
};

/// A framework's record that is empty was written by no migration: it is told from one that is to stay.
const TargetCatalog* ExistingStrategy::read_target(Session& session, const Schema& source) {
  catalog_ = read_target_catalog(session, options_.schema);
  find_refused_nulls(session, catalog_, {!options_.rehearse});
  framework_ = recognise(source);
  if (!framework_) return &catalog_;
  for (TargetTable& table : catalog_.tables) {
    const bool own = std::ranges::any_of(framework_->own,
                                         [&](const OwnTable& o) { return equals_ignoring_case(o.table, table.name); });
    if (!own || (table.kind != 'r' && table.kind != 'p')) continue;
    table.empty = session.query("SELECT 1 FROM " + qualified(options_.schema, table.name) + " LIMIT 1").empty();
  }
  return &catalog_;
}

void ExistingStrategy::compare_framework(RunParts& parts) {
  if (!framework_) return;
  for (const std::string& line :
       compare_own_tables(*framework_, parts.source->rows(), parts.session.get(), parts.plan, options_.schema)) {
    warn(parts.report, line);
  }
}

void ExistingStrategy::check_target(RunParts& parts) {
  compare_framework(parts);
  Session& session = parts.session.get();
  if (const auto others = tables_of_others(session, parts.plan, options_.schema); !others.empty()) {
    throw Error(ExitCode::target, "the role does not own tables of the target: " + name_list(others),
                "connect as their owner, or GRANT the owner's role to this one");
  }
  if (const std::string slow = batch_advice(foreign_parts(session, parts.plan, options_.schema)); !slow.empty())
    warn(parts.report, slow);
  const TriggerChoice triggers = choose_triggers(session, parts.plan, catalog_, trigger_wishes(options_));
  if (!triggers.asked.empty()) throw asked_error(triggers);
  if (options_.truncate || options_.append) return;
  if (const auto filled = filled_tables(session, parts.plan, options_.schema); !filled.empty()) {
    throw filled_error(filled);
  }
}

std::string ExistingStrategy::preview(RunParts& parts) {
  std::string text;
  for (const std::string& line :
       lines_of(choose_triggers(parts.session.get(), parts.plan, catalog_, trigger_wishes(options_))))
    text += line + "\n";
  return text.empty() ? emptied(parts) : text + "\n" + emptied(parts);
}

std::string ExistingStrategy::emptied(RunParts& parts) {
  if (!options_.truncate) return {};
  std::string text;
  for (const auto& [table, rows] : rows_in_tables(parts.session.get(), parts.plan, options_.schema)) {
    text += "--truncate empties table '" + table + "' of " + with_thousands(rows) + (rows == 1 ? " row\n" : " rows\n");
  }
  return text.empty() ? text : text + "\n";
}

void ExistingStrategy::describe(RunParts& parts) {
  RunSettings settings;
  settings.existing = options_.truncate ? "truncate" : options_.append ? "append" : "empty";
  settings.hook_dir = options_.hook_dir.empty() ? "" : std::filesystem::absolute(options_.hook_dir).string();
  settings.hooks = parts.monitor.hooks().names();
  for (const TablePlan& table : parts.plan.tables) settings.work.rows += load_cost(table);
  parts.run.settings = to_json(settings);
}

void ExistingStrategy::load(RunParts& parts) {
  PostgresLoadServer server(parts.target, parts.run.id,
                            {.settings = {{"synchronous_commit", "on"},
                                          {"lock_timeout", seconds_setting(options_.lock_timeout)},
                                          {"statement_timeout", seconds_setting(options_.statement_timeout)}}});
  const auto rate = rate_limit(options_);
  const LoadContext context{.server = server,
                            .source = parts.source->rows(),
                            .plan = parts.plan,
                            .run = parts.run,
                            .progress = parts.progress,
                            .jobs = 1,
                            .retries = options_.retries,
                            .monitor = &parts.monitor,
                            .window = &parts.window,
                            .rate = rate.get(),
                            .orphans = &parts.orphans};
  const ExistingLoadOptions how{
      .schema = options_.schema,
      .truncate = options_.truncate,
      .append = options_.append,
      .ledger = options_.ledger,
      .triggers = trigger_wishes(options_),
      .before_commit = [&](const std::vector<TableRecord>& loaded) { before_commit(parts, loaded); }};
  try {
    result_ = load_existing(context, catalog_, parts.session, how);
  } catch (const BrokenKeys& e) {
    tell_refusals(parts, e.refusals());
    throw;
  }
  parts.loaded = result_.tables;
  parts.run.state = RunState::published;
  if (options_.ledger) {
    add_event(parts.session.get(), parts.run.id, name_of(RunState::published), parts.run.settings);
  }
}

void ExistingStrategy::before_commit(RunParts& parts, const std::vector<TableRecord>& loaded) {
  check_rows(parts, loaded);
  parts.monitor.ask({"after-load", ""}, plan_facts(parts.plan));
  if (!parts.window.fits(0)) {
    throw Error(ExitCode::partial, "the window is over: nothing was written", "begin again in a longer window");
  }
  parts.monitor.ask({"before-publish", ""}, plan_facts(parts.plan));
}

Error ExistingStrategy::end_early(RunParts& parts, const Error& error) {
  if (options_.ledger && parts.run.state != RunState::published) {
    try {
      Session& session = parts.session.get();
      Transaction transaction(session);
      record_state(session, parts.run.id, RunState::failed, error.what(), "{}");
      transaction.commit();
    } catch (const Error& e) {
      log_debug("the end could not be recorded: {}", e.what());
    }
  }
  const auto* server = dynamic_cast<const TargetError*>(&error);
  if (server == nullptr || !is_refusal(*server)) return error;
  return {ExitCode::refused, std::string(error.what()) + "; the target is as it was", error.hint()};
}

std::string ExistingStrategy::closing(RunParts& parts) {
  for (const std::string& warning : result_.warnings) warn(parts.report, warning);
  for (const std::string& key : result_.not_valid) warn(parts.report, "foreign key not validated: " + key);
  const auto put_back = [](std::size_t n, const std::string& what, const std::string& one, const std::string& many) {
    return with_thousands(n) + " " + what + (n == 1 ? " " + one : "s " + many);
  };
  return put_back(result_.keys, "foreign key", "holds again, ", "hold again, ") +
         put_back(result_.triggers, "trigger", "is on again, ", "are on again, ") +
         put_back(result_.sequences, "sequence", "is set", "are set") + "\nrun " + parts.run.id +
         ": loaded into the tables of schema " + options_.schema + "\n";
}

}  // namespace

std::unique_ptr<LoadStrategy> make_existing_strategy(const ImportOptions& options) {
  return std::make_unique<ExistingStrategy>(options);
}

}  // namespace lite2pg
