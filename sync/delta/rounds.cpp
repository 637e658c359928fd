#include "sync/delta/rounds.h"

#include <chrono>
#include <nlohmann/json.hpp>

#include "common/console/log.h"
#include "common/elapsed.h"
#include "common/interrupt.h"
#include "common/json_text.h"
#include "common/text.h"
#include "import/ledger/audit.h"
#include "import/ledger/recorded_shape.h"
#include "import/ledger/writer.h"
#include "sync/delta/replan.h"
#include "sync/delta/source_rows.h"

namespace lite2pg {
namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned most_rounds = 30;
constexpr int most_attempts = 5;
/// What a freeze does beside finding and applying changes: the lock, foreign keys, publishing.
constexpr double freeze_overhead = 0.3;

std::string rounds_event(const RoundResult& r) {
  return json_text(nlohmann::json{{"inserted", r.inserted},
                                  {"updated", r.updated},
                                  {"deleted", r.deleted},
                                  {"leaves", r.leaves},
                                  {"changed", r.leaves_changed},
                                  {"seconds", r.seconds},
                                  {"work", r.work_seconds},
                                  {"unchanged", r.unchanged},
                                  {"position", r.position},
                                  {"freeze_estimate", estimate_of_freeze(r)}});
}

HookFacts facts_of(const RoundResult& r, std::size_t number) {
  return {{"round", number},      {"inserted", r.inserted},
          {"updated", r.updated}, {"deleted", r.deleted},
          {"leaves", r.leaves},   {"leaves_changed", r.leaves_changed},
          {"seconds", r.seconds}, {"freeze_estimate", estimate_of_freeze(r)}};
}

}  // namespace

void RoundResult::add(TableStep&& step) {
  inserted += step.inserted;
  updated += step.updated;
  deleted += step.deleted;
  leaves += step.leaves;
  leaves_changed += step.leaves_changed;
  if (step.touched() || !step.come.empty()) tables.push_back(std::move(step));
}

/// What is touched is read back twice from the target and once from the source: about as long as applying it.
double estimate_of_freeze(const RoundResult& last) { return 2 * last.work_seconds + freeze_overhead; }

std::string describe(const RoundResult& r, std::size_t number) {
  if (r.unchanged)
    return "round " + std::to_string(number) +
           ": nothing was written since the last round; a freeze now would last about " +
           human_seconds(estimate_of_freeze(r)) + "\n";
  std::string text = "round " + std::to_string(number) + ": " + with_thousands(r.inserted) + " rows inserted, " +
                     with_thousands(r.updated) + " updated, " + with_thousands(r.deleted) + " deleted; " +
                     with_thousands(r.leaves_changed) + " of " + with_thousands(r.leaves) + " leaves changed; " +
                     human_seconds(r.seconds) + "; a freeze now would last about " +
                     human_seconds(estimate_of_freeze(r)) + "\n";
  if (r.blocked > 0) text += "  writers could not commit for " + human_seconds(r.blocked) + "\n";
  for (const TableStep& t : r.tables)
    if (!t.anew.empty()) text += "  table " + t.table + ": loaded anew, " + t.anew + "\n";
  return text;
}

nlohmann::ordered_json to_json(const std::vector<RoundResult>& rounds) {
  auto all = nlohmann::ordered_json::array();
  for (const RoundResult& r : rounds) {
    nlohmann::ordered_json anew = nlohmann::ordered_json::array();
    for (const TableStep& t : r.tables)
      if (!t.anew.empty()) anew.push_back({{"table", t.table}, {"why", t.anew}});
    all.push_back({{"rows_inserted", r.inserted},
                   {"rows_updated", r.updated},
                   {"rows_deleted", r.deleted},
                   {"leaves_read", r.leaves_changed},
                   {"leaves", r.leaves},
                   {"tables_anew", anew},
                   {"unchanged", r.unchanged},
                   {"seconds", r.seconds},
                   {"writers_blocked_seconds", r.blocked},
                   {"freeze_estimate_seconds", estimate_of_freeze(r)}});
  }
  return all;
}

void Rounds::run() {
  const unsigned most = settings_.rounds.value_or(most_rounds);
  for (unsigned i = 0; i < most; ++i) {
    throw_if_interrupted();
    const RoundResult& round = step();
    say_(describe(round, done_.size()));
    if (!settings_.rounds && is_enough()) return;
  }
}

/// A freeze would be short, or the rounds do not become shorter.
bool Rounds::is_enough() const {
  const double now = estimate_of_freeze(done_.back());
  if (now <= settings_.freeze_target) return true;
  if (done_.size() < 2 || done_.back().work_seconds < 0.8 * done_[done_.size() - 2].work_seconds) return false;
  say_("rounds do not become shorter: a freeze would last about " + human_seconds(now) + ", not " +
       human_seconds(settings_.freeze_target) + "\n");
  return true;
}

const RoundResult& Rounds::step() {
  const RunMonitor::Phase phase(monitor_, "round");
  const auto started = Clock::now();
  needs_plan_ = false;
  last_ = last_round(run_.session, run_.run.id);
  for (int i = 1;; ++i) {
    try {
      RoundResult result = attempt();
      result.seconds = seconds_since(started);
      add_event(run_.session, run_.run.id, "round", rounds_event(result));
      done_.push_back(std::move(result));
      monitor_.tell("after-round", facts_of(done_.back(), done_.size()));
      return done_.back();
    } catch (const RoundMisfit& e) {
      if (needs_plan_) throw;
      log_info("{}", e.what());
      needs_plan_ = true;
    } catch (const Error& e) {
      if (e.code() != ExitCode::source || i == most_attempts) throw;
      log_info("{}: the round begins again", e.what());
    }
  }
}

RoundResult Rounds::attempt() {
  using Use = RoundSource::Use;
  if (!needs_plan_) {
    if (last_ && stands_at(position_of(SqliteFile(settings_.source)))) return nothing_written();
    RoundSource source(settings_, Use::short_read);
    if (stands_at(source.position())) return nothing_written();
    if (last_) begun();
    needs_plan_ = !is_same_schema(run_.plan.schema, source.pages().schema());
    if (!needs_plan_) return read(source);
    log_info("the schema of {} changed", settings_.source);
  }
  RoundSource source(settings_, Use::long_read);
  RoundResult result;
  plan_anew(source, result);
  RoundResult rest = read(source);
  for (TableStep& step : result.tables) rest.add(std::move(step));
  rest.planned_again = true;
  return rest;
}

bool Rounds::stands_at(const std::string& position) const {
  return last_ && !position.empty() && last_->position == position;
}

RoundResult Rounds::nothing_written() const {
  RoundResult result;
  result.unchanged = true;
  result.position = last_->position;
  result.work_seconds = last_->work_seconds;
  return result;
}

/// From the first change on the tables are not those of the last round any more.
void Rounds::begun() {
  add_event(run_.session, run_.run.id, "round_begun", "{}");
  last_.reset();
}

RoundResult Rounds::read(RoundSource& source) {
  const auto started = Clock::now();
  RoundResult result;
  std::uint64_t rows = 0;
  for (const TablePlan& table : run_.plan.tables) rows += table.rows;
  progress_.start("round", run_.plan.tables.size(), rows);
  for (const TablePlan& table : run_.plan.tables) {
    throw_if_interrupted();
    progress_.working_on(table.source);
    result.add(step_one(source, table));
  }
  progress_.end();
  result.blocked = source.blocked();
  result.position = source.position();
  result.work_seconds = seconds_since(started);
  return result;
}

TableStep Rounds::step_one(RoundSource& source, const TablePlan& table) {
  const RunMonitor::Work work(&monitor_, "round", table.source);
  const TransactionRules rules = run_.rules();
  const StepContext context{run_.session, run_.run, run_.plan, source.pages(), run_.live.seed, run_.live.numbered};
  const auto once = [&](const auto& action) {
    Transaction transaction(run_.session, rules);
    TableStep step = action();
    source.check_stands();
    transaction.commit();
    return step;
  };
  try {
    return once([&] { return step_table(context, table); });
  } catch (const LeavesSurprise&) {
    return once([&] { return load_anew(context, table, &table, "its pages are not as expected"); });
  }
}

void Rounds::plan_anew(RoundSource& source, RoundResult& result) {
  const RunMonitor::Work work(&monitor_, "survey", "");
  Plan plan = plan_again(run_.plan, source.source(), settings_.source, settings_.common.jobs, progress_, say_);
  progress_.end();
  take_plan(std::move(plan), source, result);
}

void Rounds::take_plan(Plan&& plan, RoundSource& source, RoundResult& result) {
  Transaction transaction(run_.session, run_.rules());
  for (const TablePlan& old : run_.plan.tables) {
    const TablePlan* now = plan.find_table(old.source);
    if (now != nullptr && is_planned_alike(run_.plan, plan, *now)) continue;
    for (const std::string& sql : drop_table_sql(run_.run, old)) run_.session.execute(sql);
  }
  const StepContext context{run_.session, run_.run, plan, source.pages(), run_.live.seed, run_.live.numbered};
  for (const TablePlan& table : plan.tables) {
    if (is_planned_alike(run_.plan, plan, table)) continue;
    result.add(load_anew(context, table, nullptr, "its schema changed, or values that it had no place for came"));
  }
  record_plan(run_.session, run_.run.id, plan);
  record_shape(run_.session, run_.run.id, plan, run_.run.staging_schema);
  transaction.commit();
  run_.run.plan_hash = hash_of(plan);
  run_.plan = std::move(plan);
}

}  // namespace lite2pg
