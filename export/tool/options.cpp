#include "export/tool/options.h"

#include <algorithm>
#include <array>

#include "common/error.h"
#include "common/source_name.h"
#include "export/sqlite/library.h"
#include "mapping/documents/plan_options.h"

namespace lite2pg {
namespace {

enum class Document : unsigned char { none, markdown, mermaid };

/// The switches that choose a task.
struct Switches {
  bool dry_run = false, mapping_template = false, lint = false, list = false;
  Document describe = Document::none;
};

void add_options(OptionParser& parser, ExportOptions& options, Switches& switches) {
  parser.positional("SOURCE.db", options.source);
  parser.positional("ARCHIVE", options.archive);
  parser.group("Export");
  parser.text("mapping", options.mapping, "FILE", "mapping file (TOML) for the plan in the archive");
  parser.choice<AvroCodec>("codec", options.codec, {{"zstandard", AvroCodec::zstandard}, {"null", AvroCodec::null}},
                           "compression of the data files [zstandard]");
  parser.flag("skip-integrity-check", options.skip_integrity_check, "do without PRAGMA quick_check");
  parser.group("Look only");
  parser.flag("dry-run", switches.dry_run, "print the plan: types, fidelity, misfits, objects");
  parser.flag("mapping-template", switches.mapping_template, "print a commented mapping file");
  parser.choice<Document>("describe", switches.describe,
                          {{"markdown", Document::markdown}, {"mermaid", Document::mermaid}},
                          "print a data dictionary, or a diagram");
  parser.flag("lint", switches.lint, "warn about names, keys and indexes");
  parser.flag("list", switches.list, "check an archive and print its tables");
  add_selection_options(parser, options.common);
  add_plan_options(parser, options.plan, PlanFor::archive);
  add_output_options(parser, options.common);
}

ExportOptions::Task chosen_task(const Switches& s) {
  using Task = ExportOptions::Task;
  const std::array tasks = {
      std::pair(s.dry_run, Task::dry_run),
      std::pair(s.mapping_template, Task::mapping_template),
      std::pair(s.lint, Task::lint),
      std::pair(s.list, Task::list),
      std::pair(s.describe == Document::markdown, Task::dictionary),
      std::pair(s.describe == Document::mermaid, Task::diagram),
  };
  const auto chosen = std::ranges::count_if(tasks, [](const auto& t) { return t.first; });
  if (chosen > 1) throw Error(ExitCode::usage, "more than one of the \"Look only\" options is given", "give one");
  const auto found = std::ranges::find_if(tasks, [](const auto& t) { return t.first; });
  return found == tasks.end() ? Task::archive : found->second;
}

void check(ExportOptions& options) {
  const std::string usage = "lite2pg-export SOURCE.db ARCHIVE";
  if (options.source.empty()) throw Error(ExitCode::usage, "SOURCE is missing", usage);
  options.source = source_path(options.source);
  const bool writes = options.task == ExportOptions::Task::archive;
  if (looks_like_connection(options.archive)) {
    throw Error(ExitCode::usage, "ARCHIVE looks like a connection string (not shown: it may hold a password)",
                "lite2pg-import loads into PostgreSQL; an archive is a folder");
  }
  if (writes && options.archive.empty()) throw Error(ExitCode::usage, "ARCHIVE is missing", usage);
  if (!writes && !options.archive.empty()) {
    throw Error(ExitCode::usage,
                "nothing is written to " + shown_argument(options.archive) + " by an option that only looks",
                "leave out ARCHIVE");
  }
}

}  // namespace

std::optional<int> parse_export_options(int argc, const char* const* argv, ExportOptions& options) {
  OptionParser parser("lite2pg-export", "Writes a SQLite database into an archive: Avro files, a plan, a manifest.",
                      {"lite2pg-export SOURCE.db ARCHIVE [options]",
                       "lite2pg-export SOURCE.db --dry-run|--mapping-template|--describe KIND|--lint [options]",
                       "lite2pg-export ARCHIVE --list"});
  parser.built_with(sqlite_library());
  Switches switches;
  add_options(parser, options, switches);
  if (const auto code = parser.parse(argc, argv)) return code;
  parser.checked([&] { options.task = chosen_task(switches); });
  options.plan.tables = options.common.tables;
  options.plan.exclude = options.common.exclude;
  options.common.jobs = std::max(1U, options.common.jobs);
  parser.checked([&] { check(options); });
  return std::nullopt;
}

}  // namespace lite2pg
