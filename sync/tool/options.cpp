#include "sync/tool/options.h"

#include <algorithm>

#include "common/error.h"
#include "common/source_name.h"
#include "export/sqlite/library.h"
#include "import/postgres/library.h"
#include "import/postgres/target.h"

namespace lite2pg {
namespace {

void add_options(OptionParser& parser, SyncOptions& o) {
  parser.positional("SOURCE", o.source);
  parser.positional("TARGET", o.target);
  parser.group("What to do");
  parser.text("schema", o.schema, "NAME", "schema of the target [public]");
  parser.text("run", o.run, "ID", "a certain run of the ledger [the latest]");
  parser.group("Way back");
  parser.text("back", o.back, "OUT.db", "make a SQLite file from the target; no SOURCE");
  parser.choice("on-misfit", o.on_misfit,
                {{"refuse", BackMisfit::refuse}, {"widen", BackMisfit::widen}, {"reject", BackMisfit::reject}},
                "what SQLite cannot hold as it is");
  parser.flag("added", o.added, "bring columns and tables that the target has beside what was imported");
  parser.flag("dropped", o.dropped, "make those that the target has no more, without values");
  add_selection_options(parser, o.common);
  add_output_options(parser, o.common);
}

/// Tasks on the target alone: it came as the first word.
void place_target(SyncOptions& o) {
  if (!o.target.empty()) {
    throw Error(ExitCode::usage, "unexpected argument " + shown_argument(o.target), "--back takes TARGET alone");
  }
  o.target = std::exchange(o.source, {});
  if (o.target.empty()) o.target = environment_target().value_or("");
  if (o.target.empty()) throw Error(ExitCode::usage, "TARGET is missing", "lite2pg-sync TARGET --back OUT.db");
}

void check(SyncOptions& o) {
  if (o.back.empty()) throw Error(ExitCode::usage, "nothing to do", "lite2pg-sync TARGET --back OUT.db");
  place_target(o);
  o.common.jobs = std::max(1U, o.common.jobs);
}

}  // namespace

std::optional<int> parse_sync_options(int argc, const char* const* argv, SyncOptions& options) {
  OptionParser parser("lite2pg-sync", "Keeps a SQLite database and its copy in PostgreSQL in step, or goes back.",
                      {"lite2pg-sync TARGET --back OUT.db [options]"});
  parser.built_with(sqlite_library() + ", " + postgres_library());
  options.common.reader = RowReader::sqlite;  // What proves anything does not rest on our own reader.
  add_options(parser, options);
  if (const auto code = parser.parse(argc, argv)) return code;
  parser.checked([&] { check(options); });
  return std::nullopt;
}

}  // namespace lite2pg
