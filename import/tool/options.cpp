#include "import/tool/options.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "common/duration.h"
#include "common/error.h"
#include "common/source_name.h"
#include "export/sqlite/library.h"
#include "import/postgres/library.h"
#include "import/run/live.h"
#include "mapping/documents/plan_options.h"

namespace lite2pg {
namespace {

/// Lengths of time as they are written.
struct Durations {
  std::string window, hook_timeout, slow_after, stall_timeout;
};

struct Switches {
  Durations durations;
  bool data_only = false;
  bool resume = false, publish = false, rollback = false, status = false, cleanup = false, forget = false;
  std::string ledger;
  std::optional<std::string> json;
};

void add_planning_options(OptionParser& parser, ImportOptions& o) {
  parser.group("Plan");
  parser.flag("dry-run", o.dry_run, "print plan, misfits and orphans; write nothing");
  parser.text("mapping", o.mapping, "FILE", "mapping file (TOML)");
  parser.text("plan-out", o.plan_out, "FILE", "write the plan as JSON");
  parser.text("sql-out", o.sql_out, "FILE", "write the plan as SQL for reviewing");
  parser.list("approve", o.approve, "[NAME:]HASH", "refuse any plan but this; may be repeated");
  parser.number("require-approvals", o.require_approvals, 100, "N", "distinct names that must have approved");
  add_selection_options(parser, o.common);
  add_plan_options(parser, o.plan, PlanFor::target);
}

void add_load_options(OptionParser& parser, ImportOptions& o, Switches& s) {
  parser.group("Load");
  parser.text("schema", o.schema, "NAME", "schema for the tables [public]");
  parser.text("staging-schema", o.staging_schema, "NAME", "stage in this empty schema instead of making one");
  parser.flag("existing", o.existing, "into the tables that stand there; their types decide");
  parser.flag("fresh", o.fresh, "new tables are wanted although a framework made the source");
  parser.flag("rehearse", o.rehearse, "with --existing: load, list all violated constraints, roll back");
  parser.flag("truncate", o.truncate, "with --existing: empty tables that hold rows first");
  parser.flag("append", o.append, "with --existing: add to tables that hold rows");
  parser.list("keep-target", o.plan.keep_target, "TABLE",
              "with --existing: the target's rows of it stay; may be repeated");
  parser.list("fire-triggers", o.fire_triggers, "TABLE",
              "with --existing: its own triggers fire for loaded rows; may be repeated");
  parser.text("ledger", s.ledger, "lite2pg|none", "with --existing: none keeps no record of the run [lite2pg]");
  parser.flag("replace", o.replace, "move what stands in the way aside; --rollback brings it back");
  parser.flag("live", o.live, "the source goes on being written: stage a copy, lite2pg-sync does the rest");
  parser.flag("stage-only", o.stage_only, "load, but leave publishing to --publish");
  parser.flag("schema-only", o.schema_only, "make everything but rows");
  parser.flag("data-only", s.data_only, "rows alone, as --existing: into what --schema-only made");
  parser.choice<bool>("validate-fks", o.validate_fks_later, {{"now", false}, {"later", true}},
                      "later: foreign keys are NOT VALID, checking them is left to you [now]");
  parser.number("max-rate", o.max_rate, 1'000'000, "MB", "send at most MB megabytes a second");
  parser.flag("skip-integrity-check", o.skip_integrity_check, "do without PRAGMA quick_check");
  parser.number("lock-timeout", o.lock_timeout, 3600, "SECONDS", "how long publishing waits for locks [10]");
  parser.number("retries", o.retries, 1000, "N", "tries after a lost connection, each later than the last [9]");
  parser.text("stall-timeout", s.durations.stall_timeout, "TIME", "give up a server that does not answer [5m]");
  parser.number("statement-timeout", o.statement_timeout, 1000000, "SECONDS", "time-out of each statement [none]");
  parser.text("window", s.durations.window, "TIME", "do not start, or stop at a table's end, when it would pass");
  parser.flag("skip-disk-check", o.skip_disk_check, "load although the server's disk looks too full");
}

void add_fleet_options(OptionParser& parser, ImportOptions& o) {
  parser.group("Fleet");
  parser.text("fleet", o.fleet.list, "LIST", "many files: a file with a path a line, a glob in quotes, or -");
  parser.text("tenant-from", o.fleet.tenant_from, "RULE",
              "names of tenants: stem, parent or a regular expression [stem]");
  parser.text("tenant-column", o.fleet.tenant_column, "NAME", "the column that tells files apart [tenant]");
  parser.choice<FleetLayout>("layout", o.fleet.layout,
                             {{"column", FleetLayout::column}, {"schema", FleetLayout::schema}},
                             "shared tables with that column, or a schema each [column]");
  parser.number("partition-by-tenant", o.fleet.partitions, 10000, "N", "N hash partitions by the tenant");
  parser.number("max-failed", o.fleet.max_failed, 100'000'000, "N", "publish although N files are set aside [0]");
  parser.choice<OnDrift>("on-drift", o.fleet.on_drift, {{"refuse", OnDrift::refuse}, {"aside", OnDrift::aside}},
                         "files of another schema [refuse]");
  parser.flag("publish-each", o.fleet.publish_each, "--layout schema: show each tenant as soon as it is loaded");
}

void add_run_options(OptionParser& parser, ImportOptions& o, Switches& s) {
  parser.group("Runs");
  parser.flag("resume", s.resume, "go on with a run that was stopped");
  parser.flag("publish", s.publish, "move a staged run to its schema");
  parser.flag("rollback", s.rollback, "undo a publish");
  parser.flag("status", s.status, "list runs, or show --run");
  parser.flag("cleanup", s.cleanup, "drop what stopped, failed and rolled back runs left");
  parser.flag("forget", s.forget, "remove the ledger: no rollback and no verify by the plan any more");
  parser.text("run", o.run, "ID", "the run; without: the latest that fits");
  parser.optional_text("json", s.json, "json|jsonb", "what JSON columns become [json]; alone: --status as JSON");
  parser.flag("yes", o.yes, "--cleanup and --forget drop what is nowhere else without asking");
}

void add_watch_options(OptionParser& parser, ImportOptions& o, Switches& s) {
  parser.group("Watch");
  parser.text("hook-dir", o.hook_dir, "DIR", "programs to call: before-load, after-table, ...");
  parser.text("hook-timeout", s.durations.hook_timeout, "TIME", "end a hook after this [60s]");
  parser.text("slow-after", s.durations.slow_after, "TIME", "a table or statement that takes longer is slow [60s]");
  parser.text("trace", o.trace, "FILE", "write spans as OTLP JSON");
  parser.text("metrics", o.metrics, "FILE.prom", "write metrics for Prometheus");
}

void add_options(OptionParser& parser, ImportOptions& o, Switches& s) {
  parser.positional("SOURCE", o.source);
  parser.positional("TARGET", o.target);
  add_planning_options(parser, o);
  add_load_options(parser, o, s);
  add_fleet_options(parser, o);
  add_run_options(parser, o, s);
  add_watch_options(parser, o, s);
  add_output_options(parser, o.common);
}

void read_durations(const Durations& d, ImportOptions& o) {
  const auto read = [](std::string_view option, const std::string& text, double& to) {
    if (!text.empty()) to = parse_duration(option, text);
  };
  read("window", d.window, o.window);
  read("hook-timeout", d.hook_timeout, o.hook_timeout);
  read("slow-after", d.slow_after, o.slow_after);
  read("stall-timeout", d.stall_timeout, o.stall_timeout);
}

ImportTask chosen_task(const Switches& s) {
  const std::array tasks = {
      std::pair(s.resume, ImportTask::resume),     std::pair(s.publish, ImportTask::publish),
      std::pair(s.rollback, ImportTask::rollback), std::pair(s.status, ImportTask::status),
      std::pair(s.cleanup, ImportTask::cleanup),   std::pair(s.forget, ImportTask::forget),
  };
  if (std::ranges::count_if(tasks, [](const auto& t) { return t.first; }) > 1) {
    throw Error(ExitCode::usage,
                "more than one of --resume, --publish, --rollback, --status, --cleanup, --forget is given", "give one");
  }
  const auto found = std::ranges::find_if(tasks, [](const auto& t) { return t.first; });
  return found == tasks.end() ? ImportTask::import : found->second;
}

[[noreturn]] void missing(const std::string& what, const std::string& usage) {
  throw Error(ExitCode::usage, what + " is missing", "lite2pg-import " + usage);
}

/// LIST is an option's value: TARGET came as the first word.
void place_fleet(ImportOptions& o) {
  if (o.task != ImportTask::import) {
    throw Error(ExitCode::usage, "--fleet begins a run or goes on with its own by itself",
                "leave out the list: lite2pg-import TARGET --status|--publish|--rollback|--cleanup");
  }
  if (!o.target.empty()) {
    throw Error(ExitCode::usage, "unexpected argument " + shown_argument(o.target),
                "lite2pg-import --fleet LIST TARGET");
  }
  std::swap(o.source, o.target);
  if (o.target.empty()) o.target = environment_target().value_or("");
  if (o.target.empty()) missing("TARGET", "--fleet LIST TARGET");
}

bool has_fleet_options(const FleetOptions& f) {
  const FleetOptions plain;
  return f.tenant_column != plain.tenant_column || f.tenant_from != plain.tenant_from || f.layout != plain.layout ||
         f.partitions != 0 || f.max_failed != 0 || f.on_drift != plain.on_drift || f.publish_each;
}

void check_fleet(const ImportOptions& o) {
  const auto require = [](bool holds, const std::string& what, const std::string& hint) {
    if (!holds) throw Error(ExitCode::usage, what, hint);
  };
  const FleetOptions& f = o.fleet;
  if (f.list.empty()) {
    return require(!has_fleet_options(f), "options of a fleet go with --fleet LIST",
                   "lite2pg-import --fleet LIST TARGET");
  }
  const bool column = f.layout == FleetLayout::column;
  require(!o.existing, "--existing goes with one file", "a fleet makes its tables");
  require(o.ledger, "a fleet needs the ledger", "its files are claimed there");
  require(!o.live, "--live goes with one file", "a file that changes while a fleet is loaded is set aside");
  require(o.staging_schema.empty(), "--staging-schema goes with one file", "a fleet stages in a schema of its own");
  require(!o.dry_run, "--dry-run goes with one file", "a plan of one of the files: lite2pg-import FILE --dry-run");
  require(!o.schema_only, "--schema-only goes with one file", "the newest of them: lite2pg-import FILE --schema-only");
  require(o.window == 0, "--window goes with one file", "a fleet may be interrupted: the same call goes on with it");
  require(!f.tenant_column.empty(), "--tenant-column needs a name", "");
  require(column || f.partitions == 0, "--partition-by-tenant goes with --layout column",
          "in a schema each there is no tenant column");
  require(column || !o.replace, "--replace goes with --layout column", "a schema that stands there is not touched");
  require(!column || !f.publish_each, "--publish-each goes with --layout schema",
          "shared tables are published in one transaction");
}

/// "--json jsonb" in two words too: alone it belongs to --status.
std::vector<const char*> joined_json(int argc, const char* const* argv, std::string& joined) {
  std::vector<const char*> words(argv, argv + argc);
  const auto is = [](const char* word, std::string_view text) { return word == text; };
  if (std::ranges::any_of(words, [&](const char* w) { return is(w, "--status"); })) return words;
  const auto json = std::ranges::find_if(words, [&](const char* w) { return is(w, "--json"); });
  if (json == words.end() || json + 1 == words.end()) return words;
  if (!is(*(json + 1), "json") && !is(*(json + 1), "jsonb")) return words;
  joined = std::string("--json=") + *(json + 1);
  *json = joined.c_str();
  words.erase(json + 1);
  return words;
}

void read_json(const Switches& s, ImportOptions& o) {
  if (!s.json) return;
  o.json = s.json->empty();
  if (o.json) return;
  if (*s.json != "json" && *s.json != "jsonb") {
    throw Error(ExitCode::usage, "--json " + *s.json + ": no such type",
                "json or jsonb; --json alone goes with --status");
  }
  o.plan.json = *s.json == "jsonb" ? JsonType::jsonb : JsonType::json;
}

/// Tasks on runs take TARGET alone: it came as the first word.
void place_positionals(ImportOptions& o) {
  if (!o.fleet.list.empty()) return place_fleet(o);
  const bool needs_source = o.task == ImportTask::import || o.task == ImportTask::resume;
  if (needs_source) {
    if (o.source.empty()) missing("SOURCE", "SOURCE TARGET");
    o.source = source_path(o.source);
    if (o.target.empty() && !o.dry_run) o.target = environment_target().value_or("");
    if (o.target.empty() && !o.dry_run) missing("TARGET", "SOURCE TARGET");
    return;
  }
  if (o.source.empty()) o.source = environment_target().value_or("");
  if (o.source.empty()) missing("TARGET", "TARGET --status");
  if (!o.target.empty()) {
    throw Error(ExitCode::usage, "unexpected argument " + shown_argument(o.target),
                "this task takes TARGET alone, no SOURCE");
  }
  std::swap(o.source, o.target);
}

void check_existing(const ImportOptions& o, const Switches& s) {
  const auto require = [](bool holds, const std::string& what, const std::string& hint) {
    if (!holds) throw Error(ExitCode::usage, what, hint);
  };
  require(s.ledger.empty() || s.ledger == "lite2pg" || s.ledger == "none", "--ledger takes lite2pg or none", "");
  if (!o.existing) {
    require(!o.rehearse, "--rehearse goes with --existing", "--stage-only loads beside what stands in the target");
    require(o.plan.keep_target.empty(), "--keep-target goes with --existing", "--exclude leaves a table out");
    require(o.fire_triggers.empty() && o.plan.triggers != TriggerPolicy::off,
            "--fire-triggers and --triggers=off go with --existing",
            "they are about triggers that stand in the target");
    require(!o.truncate && !o.append && o.ledger, "--truncate, --append and --ledger none go with --existing",
            "--existing loads into tables that stand in the target");
    return;
  }
  require(o.task == ImportTask::import, "--existing goes with a new import",
          "it is one transaction: a run that stopped left nothing to go on with");
  require(!o.fresh, "--fresh and --existing exclude each other", "give one");
  require(!o.truncate || !o.append, "--truncate and --append exclude each other", "give one");
  require(!o.replace && !o.stage_only, "--replace and --stage-only do not go with --existing",
          "rows go into the tables that stand there, in one transaction");
  require(!o.target.empty(), "TARGET is missing", "--existing plans by the target's tables, with --dry-run too");
  require(o.plan.on_misfit != MisfitPolicy::widen, "--on-misfit=widen does not go with --existing",
          "the target's types stand: change a column there, or use --on-misfit=reject");
  require(o.ledger || o.plan.on_misfit != MisfitPolicy::reject, "--on-misfit=reject needs the ledger",
          "rows that do not fit are kept there: leave out --ledger none");
}

void check_live(const ImportOptions& o) {
  if (!o.live) return;
  if (o.task != ImportTask::import) throw Error(ExitCode::usage, "--live goes with a new import");
  if (o.existing || o.stage_only || o.replace) {
    throw Error(ExitCode::usage, "--existing, --stage-only and --replace do not go with --live",
                "lite2pg-sync --freeze publishes, and takes --replace");
  }
  if (o.plan.on_misfit == MisfitPolicy::reject) {
    throw Error(ExitCode::usage, "--on-misfit=reject does not go with --live",
                "what is published at the freeze is proven equal: use --on-misfit=widen");
  }
  check_live_source(o.source);
}

void check_parts(const ImportOptions& o) {
  if (o.schema_only && (o.existing || o.live)) {
    throw Error(ExitCode::usage, "--schema-only does not go with --data-only, --existing or --live",
                "it makes tables of its own, and loads nothing into them");
  }
  if (o.validate_fks_later && (o.existing || o.live)) {
    throw Error(ExitCode::usage, "--validate-fks=later does not go with --data-only, --existing or --live",
                o.live ? "lite2pg-sync --freeze adds foreign keys and checks them after publishing"
                       : "the foreign keys that stand in the target are checked at the end");
  }
  const bool plans = o.task == ImportTask::import;
  if (!plans && (o.schema_only || o.validate_fks_later || !o.sql_out.empty())) {
    throw Error(ExitCode::usage, "--schema-only, --validate-fks=later and --sql-out go with a new import",
                "a run that goes on does so as it was begun");
  }
}

/// Which rows come, and which are set aside, is settled for one file that stands still and a target that has no others.
void check_chosen_rows(const ImportOptions& o) {
  const bool aside = o.plan.orphans == OrphanPolicy::set_aside;
  if (!aside && o.plan.where.empty()) return;
  const std::string option = aside ? "--orphans=set-aside" : "--where";
  if (o.live) {
    throw Error(ExitCode::usage, option + " does not go with --live",
                "what is published at the freeze is proven equal to the whole source");
  }
  if (!o.fleet.list.empty()) {
    throw Error(ExitCode::usage, option + " goes with one file", "--exclude leaves tables of all files out");
  }
  if (!aside) return;
  if (o.append) {
    throw Error(ExitCode::usage, "--orphans=set-aside does not go with --append",
                "the row referred to may be one that stands in the target: --orphans=not-valid");
  }
  if (!o.ledger) {
    throw Error(ExitCode::usage, "--orphans=set-aside needs the ledger",
                "such rows are kept there: leave out --ledger none");
  }
}

void check(const ImportOptions& o) {
  check_live(o);
  check_chosen_rows(o);
  if (o.yes && o.task != ImportTask::cleanup && o.task != ImportTask::forget) {
    throw Error(ExitCode::usage, "--yes goes with --cleanup and --forget");
  }
  if (o.json && o.task != ImportTask::status) throw Error(ExitCode::usage, "--json goes with --status");
  if (!o.run.empty() && o.task == ImportTask::import) {
    throw Error(ExitCode::usage, "--run goes with --resume, --publish, --rollback, --status or --cleanup",
                "a new run gets its id from lite2pg");
  }
  if (o.dry_run && o.task != ImportTask::import) throw Error(ExitCode::usage, "--dry-run goes with a new import");
  if (o.schema.empty() || o.schema.starts_with("pg_") || o.schema == "information_schema" ||
      o.schema.starts_with("lite2pg")) {
    throw Error(ExitCode::usage, "--schema '" + o.schema + "' is reserved", "choose another name");
  }
}

void check_staging_schema(const ImportOptions& o) {
  const std::string& name = o.staging_schema;
  if (name.empty()) return;
  const bool begins = o.task == ImportTask::import || o.task == ImportTask::resume;
  if (!begins || o.existing) {
    throw Error(ExitCode::usage, "--staging-schema goes with a new import that is staged",
                o.existing ? "--existing stages nothing" : "the ledger knows where the run is staged");
  }
  if (name == o.schema) {
    throw Error(ExitCode::usage, "--staging-schema and --schema are both '" + name + "'",
                "tables are moved from one to the other: name two");
  }
  if (name.starts_with("pg_") || name == "information_schema" || name == "lite2pg") {
    throw Error(ExitCode::usage, "--staging-schema '" + name + "' is reserved", "choose another name");
  }
}

}  // namespace

std::optional<int> parse_import_options(int argc, const char* const* argv, ImportOptions& options) {
  OptionParser parser(
      "lite2pg-import", "Loads a SQLite database or an archive of one into PostgreSQL.",
      {"lite2pg-import SOURCE TARGET [options]", "lite2pg-import SOURCE TARGET --live",
       "lite2pg-import --fleet LIST TARGET [options]", "lite2pg-import SOURCE TARGET --resume [--run ID]",
       "lite2pg-import TARGET --publish|--rollback|--status|--cleanup [--run ID]", "lite2pg-import TARGET --forget"});
  parser.built_with(sqlite_library() + ", " + postgres_library());
  Switches switches;
  add_options(parser, options, switches);
  std::string joined;
  const std::vector<const char*> words = joined_json(argc, argv, joined);
  if (const auto code = parser.parse(static_cast<int>(words.size()), words.data())) return code;
  parser.checked([&] {
    options.task = chosen_task(switches);
    read_durations(switches.durations, options);
    read_json(switches, options);
  });
  options.plan.tables = options.common.tables;
  options.plan.exclude = options.common.exclude;
  options.common.jobs = std::max(1U, options.common.jobs);
  options.ledger = switches.ledger != "none";
  options.existing = options.existing || switches.data_only;
  parser.checked([&] {
    place_positionals(options);
    check(options);
    check_parts(options);
    check_staging_schema(options);
    check_existing(options, switches);
    check_fleet(options);
  });
  return std::nullopt;
}

}  // namespace lite2pg
