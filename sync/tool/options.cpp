#include "sync/tool/options.h"

#include <algorithm>
#include <charconv>

#include "common/duration.h"
#include "common/error.h"
#include "common/source_name.h"
#include "export/sqlite/library.h"
#include "import/postgres/library.h"
#include "import/postgres/target.h"

namespace lite2pg {
namespace {

constexpr unsigned most_rounds = 100'000;

/// What is written differently from how it is kept.
struct Words {
  std::string freeze_target, hook_timeout, slow_after, rounds;
};

void add_options(OptionParser& parser, SyncOptions& o, Words& w) {
  parser.positional("SOURCE", o.source);
  parser.positional("TARGET", o.target);
  parser.group("What to do");
  parser.text("schema", o.schema, "NAME", "schema of the target [public]");
  parser.text("run", o.run, "ID", "a certain run of the ledger [the latest]");
  parser.text("tenant", o.tenant, "NAME", "one tenant of a fleet: SOURCE is its file, OUT.db becomes it");
  parser.text("mapping", o.mapping, "FILE", "mapping file, for targets that lite2pg did not load");
  parser.group("Live source");
  parser.text("rounds", w.rounds, "N", "so many rounds at most [until a freeze would be short]");
  parser.text("freeze-target", w.freeze_target, "TIME", "how short [2s]");
  parser.flag("freeze", o.freeze, "lock the source, take over the rest, prove, publish");
  parser.flag("replace", o.replace, "with --freeze: move what stands in the way aside");
  parser.number("lock-timeout", o.lock_timeout, 3600, "SECONDS", "how long the freeze waits for locks [10]");
  parser.group("Repair");
  parser.flag("dry-run", o.dry_run, "show what would be changed; write nothing");
  parser.text("sql-out", o.sql_out, "FILE", "write the statements as a script for psql; with --dry-run that alone");
  parser.choice("scope", o.scope, {{"damage", RepairScope::damage}, {"all", RepairScope::all}},
                "leave rows that were written after the import, or not [damage]");
  parser.flag("no-delete", o.no_delete, "leave rows that only the target has");
  parser.text("max-changes", o.max_changes, "N|P%", "refuse to change more rows of a table [1%]");
  parser.optional_text("undo", o.undo, "[ID]", "take a repair back [the latest]; TARGET alone, no SOURCE");
  parser.group("Way back");
  parser.text("back", o.back, "OUT.db", "make a SQLite file from the target; no SOURCE");
  parser.choice("on-misfit", o.on_misfit,
                {{"refuse", BackMisfit::refuse}, {"widen", BackMisfit::widen}, {"reject", BackMisfit::reject}},
                "what SQLite cannot hold as it is");
  parser.flag("added", o.added, "bring columns and tables that the target has beside what was imported");
  parser.flag("dropped", o.dropped, "make those that the target has no more, without values");
  add_selection_options(parser, o.common);
  parser.group("Watch");
  parser.text("hook-dir", o.hook_dir, "DIR", "programs to call: before-publish, after-round, ...");
  parser.text("hook-timeout", w.hook_timeout, "TIME", "end a hook after this [60s]");
  parser.text("slow-after", w.slow_after, "TIME", "a table that takes longer is slow [60s]");
  parser.text("trace", o.trace, "FILE", "write spans as OTLP JSON");
  parser.text("metrics", o.metrics, "FILE.prom", "write metrics for Prometheus");
  add_output_options(parser, o.common);
}

/// Tasks on the target alone: it came as the first word.
void place_target(SyncOptions& o, const char* usage) {
  if (!o.target.empty()) {
    throw Error(ExitCode::usage, "unexpected argument " + shown_argument(o.target), usage);
  }
  o.target = std::exchange(o.source, {});
  if (o.target.empty()) o.target = environment_target().value_or("");
  if (o.target.empty()) throw Error(ExitCode::usage, "TARGET is missing", usage);
}

/// Which repair may stand apart: the second word then.
void place_undo(SyncOptions& o) {
  if (o.undo->empty()) o.undo = std::exchange(o.target, {});
  if (o.undo->find_first_not_of("0123456789abcdefTZ-") != std::string::npos) {
    throw Error(ExitCode::usage, shown_argument(*o.undo) + " is no repair's id", "lite2pg-sync TARGET --undo [ID]");
  }
  place_target(o, "lite2pg-sync TARGET --undo [ID]");
}

void read(const Words& w, SyncOptions& o) {
  if (!w.freeze_target.empty()) o.freeze_target = parse_duration("freeze-target", w.freeze_target);
  if (!w.hook_timeout.empty()) o.hook_timeout = parse_duration("hook-timeout", w.hook_timeout);
  if (!w.slow_after.empty()) o.slow_after = parse_duration("slow-after", w.slow_after);
  if (w.rounds.empty()) return;
  unsigned rounds = 0;
  const auto [end, error] = std::from_chars(w.rounds.data(), w.rounds.data() + w.rounds.size(), rounds);
  if (error != std::errc() || end != w.rounds.data() + w.rounds.size() || rounds > most_rounds)
    throw Error(ExitCode::usage, "--rounds takes a number from 0 to " + std::to_string(most_rounds));
  o.rounds = rounds;
}

void check_step(SyncOptions& o) {
  if (o.source.empty()) throw Error(ExitCode::usage, "SOURCE is missing", "lite2pg-sync SOURCE TARGET");
  o.source = source_path(o.source);
  if (o.target.empty()) o.target = environment_target().value_or("");
  if (o.target.empty()) throw Error(ExitCode::usage, "TARGET is missing", "lite2pg-sync SOURCE TARGET");
  if (o.replace && !o.freeze) throw Error(ExitCode::usage, "--replace goes with --freeze");
  (void)parse_max_changes(o.max_changes);
  if (o.rounds == 0U && !o.freeze) throw Error(ExitCode::usage, "--rounds 0 goes with --freeze");
}

/// Somebody who says --dry-run beside it does not want a file made.
void check_alone(const SyncOptions& o) {
  const std::string task = o.task == SyncTask::back ? "--back" : "--undo";
  const auto refuse = [&](bool given, const std::string& option) {
    if (given) throw Error(ExitCode::usage, option + " does not go with " + task);
  };
  refuse(o.freeze, "--freeze");
  refuse(o.rounds.has_value(), "--rounds");
  refuse(!o.sql_out.empty(), "--sql-out");
  refuse(o.dry_run && o.task == SyncTask::back, "--dry-run");
}

void check(SyncOptions& o) {
  if (!o.tenant.empty() && (o.undo || o.freeze || o.rounds))
    throw Error(ExitCode::usage, "--tenant goes with a repair and with --back");
  if (!o.tenant.empty() && !o.mapping.empty())
    throw Error(ExitCode::usage, "--mapping does not go with --tenant", "a fleet's plan is in the ledger");
  if (o.undo && !o.back.empty()) throw Error(ExitCode::usage, "--undo and --back exclude each other");
  o.task = o.undo ? SyncTask::undo : o.back.empty() ? SyncTask::step : SyncTask::back;
  if (o.task != SyncTask::step) check_alone(o);
  if (o.task == SyncTask::step && (o.added || o.dropped))
    throw Error(ExitCode::usage, "--added and --dropped go with --back");
  if (o.task == SyncTask::back) place_target(o, "lite2pg-sync TARGET --back OUT.db");
  if (o.task == SyncTask::undo) place_undo(o);
  if (o.task == SyncTask::step) check_step(o);
  o.common.jobs = std::max(1U, o.common.jobs);
}

}  // namespace

std::optional<int> parse_sync_options(int argc, const char* const* argv, SyncOptions& options) {
  OptionParser parser("lite2pg-sync", "Keeps a SQLite database and its copy in PostgreSQL in step, or goes back.",
                      {"lite2pg-sync SOURCE TARGET [--freeze] [options]", "lite2pg-sync TARGET --undo [ID] [options]",
                       "lite2pg-sync TARGET --back OUT.db [options]"});
  parser.built_with(sqlite_library() + ", " + postgres_library());
  options.common.reader = RowReader::sqlite;  // What proves anything does not rest on our own reader.
  Words words;
  add_options(parser, options, words);
  if (const auto code = parser.parse(argc, argv)) return code;
  parser.checked([&] {
    read(words, options);
    check(options);
  });
  return std::nullopt;
}

}  // namespace lite2pg
