#include "verify/tool/options.h"

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

/// Read when the whole command line is known.
struct Texts {
  std::string part, stall_timeout;
};

void add_options(OptionParser& parser, VerifyOptions& o, Texts& texts) {
  parser.positional("SOURCE", o.source);
  parser.positional("TARGET", o.target);
  parser.group("What to compare");
  parser.text("schema", o.schema, "NAME", "schema of the target [public]");
  parser.flag("staged", o.staged, "the staged run that is not published yet");
  parser.text("run", o.run, "ID", "a certain run of the ledger [the latest]");
  parser.flag("data-only", o.data_only, "rows, not the schema");
  parser.flag("schema-only", o.schema_only, "the schema, no rows");
  parser.text("mapping", o.mapping, "FILE", "mapping file (TOML), for a target that has no ledger");
  parser.flag("audit", o.audit, "check the ledger's chain of events only; no SOURCE");
  parser.group("Fleet");
  parser.text("fleet", o.fleet, "LIST", "the files of a fleet: a file with a path a line, a glob in quotes, or -");
  parser.text("tenant", o.tenant, "NAME", "one of its tenants alone");
  parser.text("part", texts.part, "I/N", "the Ith of N parts of its tenants: N processes, a part each");
  parser.text("tenant-from", o.tenant_from, "RULE", "names of tenants: stem, parent or a regular expression [stem]");
  parser.group("Differences");
  parser.number("diff-limit", o.diff_limit, 1'000'000, "N", "name at most N differences a table [50]");
  parser.choice<FailOn>("fail-on", o.fail_on, {{"damage", FailOn::damage}, {"drift", FailOn::drift}},
                        "damage: rows changed by the application since the import are no failure [drift]");
  parser.flag("show-drift", o.show_drift, "list drift too when only damage fails");
  parser.text("baseline", o.baseline, "FILE", "record the state; compare with it in later runs");
  parser.flag("update-baseline", o.update_baseline, "record today's state in its place");
  parser.list("keep-target", o.keep_target, "TABLE", "tables whose differences are told and do not count");
  parser.list("allow-uncompared", o.allow_uncompared, "KIND",
              "schema, sequences or a table (glob): no failure when it cannot be compared; may be repeated");
  parser.group("Use on a live server");
  parser.number("max-rate", o.max_rate, 1'000'000, "MB", "read at most MB megabytes a second from the target");
  parser.text("stall-timeout", texts.stall_timeout, "TIME", "give up a server that does not answer [5m]");
  parser.flag("quiet", o.quiet, "print nothing when all is equal, else one line; no progress either");
  parser.text("metrics", o.metrics, "FILE.prom", "write Prometheus textfile metrics");
  parser.text("on-difference", o.on_difference, "COMMAND", "run it when something differs; report on its stdin");
  add_selection_options(parser, o.common);
  add_output_options(parser, o.common);
}

/// "2/4"
void read_part(const std::string& text, VerifyOptions& o) {
  if (text.empty()) return;
  const char* const end = text.data() + text.size();
  const auto [slash, wrong] = std::from_chars(text.data(), end, o.part);
  const bool first = wrong == std::errc() && slash != end && *slash == '/';
  const bool whole = first && std::from_chars(slash + 1, end, o.parts).ptr == end;
  if (!whole || o.part == 0 || o.part > o.parts) {
    throw Error(ExitCode::usage, "--part " + text + " is no part", "--part 1/4 to --part 4/4 are the parts of four");
  }
  if (o.fleet.empty() || !o.tenant.empty()) {
    throw Error(ExitCode::usage, "--part goes with --fleet LIST, without --tenant", "");
  }
  if (!o.baseline.empty()) throw Error(ExitCode::usage, "--part does not go with --baseline", "");
}

/// LIST is an option's value: TARGET came as the first word.
void check_fleet(VerifyOptions& o) {
  const std::string usage = "lite2pg-verify --fleet LIST TARGET";
  if (!o.target.empty()) throw Error(ExitCode::usage, "unexpected argument " + shown_argument(o.target), usage);
  if (o.audit) throw Error(ExitCode::usage, "--audit takes no list of files", "lite2pg-verify TARGET --audit");
  if (o.schema_only && o.data_only) throw Error(ExitCode::usage, "--schema-only and --data-only exclude each other");
  if (!o.tenant.empty() && !o.baseline.empty()) {
    throw Error(ExitCode::usage, "--baseline is of the whole fleet, --tenant of one", "give one of them");
  }
  if (!o.mapping.empty())
    throw Error(ExitCode::usage, "--mapping goes with one file", "a fleet's plan is in the ledger");
  if (o.update_baseline && o.baseline.empty()) {
    throw Error(ExitCode::usage, "--update-baseline needs --baseline FILE");
  }
  std::swap(o.source, o.target);
  if (o.target.empty()) o.target = environment_target().value_or("");
  if (o.target.empty()) throw Error(ExitCode::usage, "TARGET is missing", usage);
  o.common.jobs = std::max(1U, o.common.jobs);
}

void check(VerifyOptions& o) {
  const std::string usage = "lite2pg-verify SOURCE TARGET";
  if (!o.fleet.empty()) return check_fleet(o);
  if (!o.tenant.empty() || o.tenant_from != "stem") {
    throw Error(ExitCode::usage, "--tenant and --tenant-from go with --fleet LIST",
                "lite2pg-verify --fleet LIST TARGET");
  }
  if (o.audit && o.target.empty()) std::swap(o.source, o.target);
  if (o.audit && !o.source.empty())
    throw Error(ExitCode::usage, "--audit takes no SOURCE", "lite2pg-verify TARGET --audit");
  if (o.source.empty() && !o.audit) throw Error(ExitCode::usage, "SOURCE is missing", usage);
  if (!o.audit) o.source = source_path(o.source);
  if (o.target.empty()) o.target = environment_target().value_or("");
  if (o.target.empty()) throw Error(ExitCode::usage, "TARGET is missing", usage);
  if (o.schema_only && o.data_only) throw Error(ExitCode::usage, "--schema-only and --data-only exclude each other");
  if (o.update_baseline && o.baseline.empty()) {
    throw Error(ExitCode::usage, "--update-baseline needs --baseline FILE");
  }
  o.common.jobs = std::max(1U, o.common.jobs);
}

}  // namespace

std::optional<int> parse_verify_options(int argc, const char* const* argv, VerifyOptions& options) {
  OptionParser parser("lite2pg-verify",
                      "Proves a SQLite database and its copy in PostgreSQL equal, or names the differences.",
                      {"lite2pg-verify SOURCE TARGET [options]", "lite2pg-verify --fleet LIST TARGET [options]",
                       "lite2pg-verify TARGET --audit"});
  // The proof is not to rest on our own reading of pages.
  options.common.reader = RowReader::sqlite;
  parser.built_with(sqlite_library() + ", " + postgres_library());
  Texts texts;
  add_options(parser, options, texts);
  if (const auto code = parser.parse(argc, argv)) return code;
  parser.checked([&] {
    read_part(texts.part, options);
    if (!texts.stall_timeout.empty()) options.stall_timeout = parse_duration("stall-timeout", texts.stall_timeout);
    check(options);
  });
  if (options.quiet && options.common.progress == ProgressMode::automatic)
    options.common.progress = ProgressMode::never;
  return std::nullopt;
}

}  // namespace lite2pg
