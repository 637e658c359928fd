#include "sync/delta/freeze.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <thread>

#include "common/console/log.h"
#include "common/elapsed.h"
#include "common/json_text.h"
#include "common/parallel.h"
#include "common/text.h"
#include "export/sqlite/write_lock.h"
#include "import/ledger/audit.h"
#include "import/live/hidden_rowid.h"
#include "import/postgres/search_path.h"
#include "import/publish/staging_check.h"
#include "import/run/preflight.h"
#include "import/run/strategy.h"
#include "mapping/plan/ddl.h"
#include "mapping/target/quote.h"
#include "sync/delta/replan.h"
#include "sync/delta/source_rows.h"
#include "sync/delta/table_key.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

/// The commit that publishes waits for the disk: a crash must not bring back what the application has left behind.
TransactionRules freeze_rules(const LiveRun& run, const DeltaSettings& settings) {
  TransactionRules rules = run.rules();
  rules.settings.emplace_back("synchronous_commit", "on");
  rules.settings.emplace_back("lock_timeout", seconds_setting(settings.lock_timeout));
  return rules;
}

/// As far as sqlite_sequence has counted by now.
TablePlan counted(TablePlan table, const Schema& now) {
  const Table* source = now.find_table(table.source);
  if (source != nullptr && source->sequence) table.sequence = std::max(table.sequence.value_or(0), *source->sequence);
  return table;
}

TablePlan staged_table(const LiveRun& run, const Schema& schema, const TablePlan& table) {
  const Table* source = schema.find_table(table.source);
  return run.live.numbered && source != nullptr ? staged_plan(*source, table) : table;
}

bool allows_orphans(const Plan& plan) { return plan.options.orphans == OrphanPolicy::not_valid; }

Error orphan_error(const std::vector<std::string>& keys) {
  return {ExitCode::refused,
          "rows refer to rows which do not exist: foreign key " + name_list(keys) + "; nothing was published",
          "mend the rows in the source, then call again; or begin anew with --live --orphans=not-valid"};
}

}  // namespace

FreezeResult Freeze::run() {
  const RunMonitor::Phase phase(monitor_, "freeze");
  try {
    return run_once();
  } catch (const TargetError& e) {
    if (!is_lock_timeout(e)) throw;
    throw lock_error(run_.session, run_.run.staging_schema, {},
                     "end that session, or wait longer with --lock-timeout SECONDS");
  }
}

FreezeResult Freeze::run_once() {
  Session& session = run_.session;
  FreezeResult result;
  check_staged_shape(session, run_.run, run_.plan);
  check_not_occupied(session, run_.plan, run_.run.target_schema, settings_.replace);
  monitor_.ask({"before-publish", ""}, plan_facts(run_.plan), recorder_of(session));
  {
    Transaction transaction(session, freeze_rules(run_, settings_));
    for (const TablePlan& table : run_.plan.tables)
      session.execute("LOCK TABLE " + qualified(run_.run.staging_schema, table.target) + " IN EXCLUSIVE MODE");
    prove_staged(result);
    if (result.different.empty()) {
      look_for_orphans();
      round_before_lock(result);
    }
    if (result.different.empty()) {
      freeze(result);
      if (result.different.empty()) return result;
    }
  }
  void_leaves(result.different);
  return result;
}

void Freeze::prove_staged(FreezeResult& result) {
  DataConnection connection(run_.session);
  for (const TablePlan& table : run_.plan.tables) {
    const RunMonitor::Work work(&monitor_, "prove", table.source);
    const LeafTotal recorded = stored_total(connection, run_.run.id, table.target);
    const RowTotal staged = target_total(connection, digest_plan(table), run_.run.staging_schema, "", run_.live.seed);
    if (staged != RowTotal{recorded.rows, recorded.sum}) result.different.push_back(table.source);
  }
}

/// The keys are made and taken back: with them the last round would set off their actions.
void Freeze::look_for_orphans() {
  Session& session = run_.session;
  const auto statements = foreign_keys_sql(run_.plan);
  if (statements.empty() || allows_orphans(run_.plan)) return;
  session.execute("SAVEPOINT keys");
  for (const std::string& sql : statements) session.execute(sql);
  keys_ = foreign_keys_in(session, run_.run.staging_schema);
  session.execute("ROLLBACK TO SAVEPOINT keys");
  if (const auto found = keys_with_orphans(session, keys_); !found.empty()) throw orphan_error(found);
}

void Freeze::freeze(FreezeResult& result) {
  const KeptLeaves kept = keep_leaves();
  const WriteLock lock(settings_.source, std::chrono::seconds(settings_.lock_timeout));
  const auto locked = Clock::now();
  RoundSource source(settings_, RoundSource::Use::locked);
  result.last = proven_round(source, kept, result.different);
  result.last.work_seconds = seconds_since(locked);
  if (!result.different.empty()) return;
  make_late_objects(source);
  refuse_new_orphans(result.last);
  drop_kept(result.last);
  result.published = publish_within(run_.session, run_.run, {settings_.replace, settings_.lock_timeout});
  record_position(source, result);
  lock.check();
  commit();
  run_.run.state = RunState::published;
  monitor_.tell("after-publish", plan_facts(run_.plan));
  result.seconds = seconds_since(locked);
}

void Freeze::round_before_lock(FreezeResult& result) {
  const auto started = Clock::now();
  RoundSource source(settings_, RoundSource::Use::short_read);
  require_same_schema(source);
  make_order_indexes(source.pages().schema());
  result.unlocked = proven_round(source, {}, result.different);
  source.check_stands();
  result.unlocked.blocked = source.blocked();
  refuse_new_orphans(result.unlocked);
  drop_kept(result.unlocked);
  result.unlocked.work_seconds = result.unlocked.seconds = seconds_since(started);
}

/// About 150 bytes each.
KeptLeaves Freeze::keep_leaves() {
  constexpr std::size_t most = 2'000'000;
  KeptLeaves kept;
  std::size_t leaves = 0;
  DataConnection connection(run_.session);
  for (const TablePlan& table : run_.plan.tables) {
    StoredLeaves stored(connection, run_.run.id, table.target);
    auto& of_table = kept.emplace_back();
    for (LeafRecord leaf; stored.next(leaf);)
      if (++leaves <= most) of_table.push_back(std::move(leaf));
  }
  return leaves <= most ? std::move(kept) : KeptLeaves();
}

/// By all threads: what is left to do under the source's lock is mostly this.
std::vector<LeafChanges> Freeze::find_all(RoundSource& source, const KeptLeaves& kept) {
  const auto& tables = run_.plan.tables;
  std::vector<std::size_t> order(tables.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t t) { return kept[t].size(); });
  std::vector<LeafChanges> changes(tables.size());
  Ticket ticket(tables.size());
  run_workers(std::min<std::size_t>(settings_.common.jobs, tables.size()), [&](std::size_t, const StopFlag& stop) {
    for (std::size_t number = 0; !stop.stopped() && ticket.take(number);) {
      const std::size_t t = order[number];
      KeptFeed feed(kept[t]);
      changes[t] = find_changes(source.pages(), *source.pages().schema().find_table(tables[t].source), tables[t],
                                run_.live.seed, feed);
    }
  });
  return changes;
}

void Freeze::require_same_schema(RoundSource& source) const {
  if (is_same_schema(run_.plan.schema, source.pages().schema())) return;
  throw SchemaMoved(ExitCode::partial, "the schema of the source changed before the freeze",
                    "call again: a round takes it over");
}

RoundResult Freeze::proven_round(RoundSource& source, const KeptLeaves& kept, std::vector<std::string>& different) {
  require_same_schema(source);
  const StepContext context{run_.session,   run_.run,           run_.plan, source.pages(),
                            run_.live.seed, run_.live.numbered, true};
  std::vector<LeafChanges> changes;
  if (!kept.empty()) changes = find_all(source, kept);
  RoundResult round;
  for (std::size_t t = 0; t < run_.plan.tables.size(); ++t) {
    const TablePlan& table = run_.plan.tables[t];
    const RunMonitor::Work work(&monitor_, "last round", table.source);
    TableStep step = changes.empty() ? step_table(context, table) : step_table(context, table, std::move(changes[t]));
    if (!step.equal) different.push_back(table.source);
    round.add(std::move(step));
  }
  return round;
}

/// A table that changes for the first time under the lock would have to be read whole there.
void Freeze::make_order_indexes(const Schema& schema) {
  for (const TablePlan& table : run_.plan.tables) {
    const TablePlan staged = staged_table(run_, schema, table);
    const Table* source = schema.find_table(table.source);
    if (source == nullptr) continue;
    const auto key = range_key(*source, staged);
    if (key && !key->indexed) run_.session.execute(create_order_index_sql(*key, run_.run.staging_schema, table));
  }
}

/// What staging has only so that rounds find their rows.
void Freeze::drop_order(const Schema& schema) {
  for (const TablePlan& table : run_.plan.tables) {
    run_.session.execute("DROP INDEX IF EXISTS " + order_index(run_.run.staging_schema, table));
    if (staged_table(run_, schema, table).columns.size() > table.columns.size())
      run_.session.execute("ALTER TABLE " + qualified(run_.run.staging_schema, table.target) + " DROP COLUMN " +
                           quote_identifier(hidden_rowid));
  }
}

void Freeze::make_late_objects(RoundSource& source) {
  Session& session = run_.session;
  session.execute(
      "SET CONSTRAINTS ALL IMMEDIATE");  // Else tables whose deferrable keys were touched cannot be altered.
  drop_order(source.pages().schema());
  for (const TablePlan& table : run_.plan.tables) {
    const std::string sql = set_identity_sql(counted(table, source.pages().schema()), run_.run.staging_schema);
    if (!sql.empty()) session.execute(sql);
  }
  const std::string& schema = run_.run.staging_schema;
  for (const std::string& sql : foreign_keys_sql(run_.plan)) session.execute(in_schema(schema, sql));
  for (const ObjectPlan& object : run_.plan.objects) {
    if (object.phase != Phase::final_) continue;
    for (const std::string& sql : object.sql) session.execute(in_schema(schema, sql));
  }
}

void Freeze::refuse_new_orphans(const RoundResult& last) {
  if (last.tables.empty() || keys_.empty()) return;
  TouchedTables touched;
  for (const TableStep& step : last.tables) {
    const TablePlan& table = *run_.plan.find_table(step.table);
    // What the target computes is not among the rows as they came.
    const bool computes = std::ranges::any_of(table.columns, &ColumnPlan::generated);
    touched[table.target] = {step.come, step.gone, !step.anew.empty() || computes};
  }
  if (const auto found = keys_with_orphans(run_.session, keys_, touched); !found.empty()) throw orphan_error(found);
}

void Freeze::drop_kept(const RoundResult& last) {
  for (const TableStep& step : last.tables)
    if (!step.come.empty()) run_.session.execute("DROP TABLE " + step.come + ", " + step.gone);
}

void Freeze::record_position(RoundSource& source, const FreezeResult& result) {
  const FileState state = source.pages().sqlite().file().state();
  nlohmann::ordered_json event = {{"change_counter", state.change_counter},
                                  {"inserted", result.last.inserted},
                                  {"updated", result.last.updated},
                                  {"deleted", result.last.deleted}};
  if (const auto& head = source.pages().sqlite().snapshot().log_head()) event["log_changes"] = head->changes;
  add_event(run_.session, run_.run.id, "frozen", json_text(event));
}

/// The source stays locked until it is known how the commit ended.
void Freeze::commit() {
  try {
    run_.session.commit();
  } catch (const TargetError& e) {
    log_warn("{}: looking whether the run is published", e.what());
    if (!is_published()) throw;
  }
}

bool Freeze::is_published() {
  constexpr int tries = 60;
  for (int i = 1;; ++i) {
    try {
      Session fresh(run_.session.target(), "sync");
      return state_of(fresh, run_.run.id) == RunState::published;
    } catch (const TargetError&) {
      if (i == tries) throw;
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
  }
}

/// What is staged is not what is recorded: the next round loads these tables anew.
void Freeze::void_leaves(const std::vector<std::string>& tables) {
  Transaction transaction(run_.session);
  DataConnection connection(run_.session);
  for (const std::string& table : tables) {
    store_leaves(connection, run_.run.id, run_.plan.find_table(table)->target,
                 [](const std::function<void(const LeafRecord&)>& put) { put(LeafRecord()); });
  }
  add_event(run_.session, run_.run.id, "different", json_text(nlohmann::json{{"tables", tables}}));
  transaction.commit();
}

}  // namespace lite2pg
