#include "sync/delta/catch_up.h"

#include <nlohmann/json.hpp>

#include "common/console/log.h"
#include "common/text.h"
#include "import/ledger/writer.h"
#include "import/run/hook_vetoes.h"
#include "import/run/report.h"
#include "sync/delta/after_cutover.h"
#include "sync/delta/freeze.h"
#include "sync/delta/settle.h"

namespace lite2pg {
namespace {

constexpr int most_freezes = 5;  ///< When the schema changes between the last round and the freeze.

/// A lost connection, a server that went away: what earlier transactions did stands.
Error stopped(const TargetError& e) {
  if (!e.transient()) return e;  // NOLINT(cppcoreguidelines-slicing): what Error has of it is what is said.
  return {ExitCode::partial, e.what(), "the same command goes on from there"};
}

void settle_run(Session& session, const RunRecord& run, const Plan& plan, Report& report) {
  for (const std::string& warning : settle(session, run, plan)) warn(report, warning);
}

void report_rounds(Report& report, const std::vector<RoundResult>& rounds) {
  report.facts.set("rounds", to_json(rounds));
}

int say_different(const FreezeResult& result, Report& report, const Say& say) {
  report.verdict = Verdict::different;
  for (const std::string& table : result.different) {
    ReportTable& t = report.tables.emplace_back();
    t.source = table;
    t.verdict = Verdict::different;
  }
  say("not equal: table " + name_list(result.different) +
      "; nothing was published, the source is free\nthe next round loads these tables anew\n");
  return static_cast<int>(ExitCode::different);
}

std::string verify_command(const DeltaSettings& settings, const LiveRun& run) {
  return "lite2pg-verify '" + settings.source + "' TARGET --schema " + run.run.target_schema;
}

std::string published_text(const FreezeResult& result, const DeltaSettings& settings, const LiveRun& run) {
  std::string text = "before the lock: " + with_thousands(result.unlocked.rows()) + " rows in " +
                     human_seconds(result.unlocked.seconds) + "\nfrozen for " + human_seconds(result.seconds) + ": " +
                     with_thousands(result.last.inserted) + " rows inserted, " + with_thousands(result.last.updated) +
                     " updated, " + with_thousands(result.last.deleted) + " deleted; proven equal\nrun " + run.run.id +
                     ": published to schema " + run.run.target_schema;
  if (!result.published.old_schema.empty()) text += "; what stood there is in " + result.published.old_schema;
  return text + "\nread all of both sides once more: " + verify_command(settings, run) + "\n";
}

FreezeResult frozen(Freeze& freeze, Rounds& rounds, const Say& say) {
  for (int i = 1;; ++i) {
    try {
      return freeze.run();
    } catch (const SchemaMoved& e) {
      if (i == most_freezes) throw;
      const RoundResult& round = rounds.step();
      say(describe(round, rounds.done().size()));
    }
  }
}

/// Somebody who was cut off right after the commit, and calls again.
std::optional<int> look_for_published(const DeltaSettings& settings, Report& report, const Say& say) {
  Session session(Target{settings.target}, "sync catalog");
  const auto run = published_live_run(session, settings.run);
  if (!run) return std::nullopt;
  if (!is_settled(session, *run)) settle_run(session, *run, ledger_plan(session, run->id).value(), report);
  return tell_after_cutover(session, *run, settings, report, say);
}

/// What is staged stays; --status says why nobody goes on with it.
void note_stop(LiveRun& run, const std::string& why) noexcept {
  try {
    record_stop(run.session, run.run.id, why);
  } catch (const std::exception& e) {
    log_debug("the stop could not be recorded: {}", e.what());
  }
}

int publish(LiveRun& run, const DeltaSettings& settings, Rounds& rounds, RunMonitor& monitor, Report& report,
            const Say& say) {
  Freeze freezing(run, settings, monitor);
  const FreezeResult result = frozen(freezing, rounds, say);
  if (!result.different.empty()) return say_different(result, report, say);
  report.facts.set("last_rounds", to_json({result.unlocked, result.last}));
  report.facts.set("freeze_seconds", result.seconds);
  say(published_text(result, settings, run));
  for (const std::string& warning : result.published.warnings) warn(report, warning);
  report.verdict = Verdict::equal;
  const RunMonitor::Phase phase(monitor, "settle");
  Session session(run.session.target(), "sync");
  settle_run(session, run.run, run.plan, report);
  return 0;
}

}  // namespace

int catch_up(const DeltaSettings& settings, RunMonitor& monitor, Progress& progress, Report& report,
             const Say& say) try {
  if (const auto code = look_for_published(settings, report, say)) return *code;
  LiveRun run(Target{settings.target}, settings.run, settings.source);
  monitor.know(run.run);
  report_run(report, run.run, run.session.target());
  Rounds rounds(run, settings, monitor, progress, say);
  int code = 0;
  try {
    if (settings.freeze) settle_vetoes(run.session, run.run, monitor.hooks());
    rounds.run();
    report.verdict = Verdict::done;
    if (settings.freeze) code = publish(run, settings, rounds, monitor, report, say);
  } catch (const Error& e) {
    report_rounds(report, rounds.done());
    if (run.run.state == RunState::staged) note_stop(run, e.what());
    throw;
  }
  report_rounds(report, rounds.done());
  if (!run.run.message.empty()) record_stop(run.session, run.run.id, "");
  return code;
} catch (const TargetError& e) {
  throw stopped(e);
}

}  // namespace lite2pg
