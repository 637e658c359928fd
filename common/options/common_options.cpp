// The options that all tools take.
#include "common/options/parser.h"

namespace lite2pg {

void add_selection_options(OptionParser& parser, CommonOptions& options) {
  parser.group("Selection");
  parser.list("tables", options.tables, "GLOB", "only tables that match; may be repeated");
  parser.list("exclude", options.exclude, "GLOB", "leave out tables that match; may be repeated");
  const std::string usual = options.reader == RowReader::pages ? "pages" : "sqlite";
  parser.choice<RowReader>("reader", options.reader, {{"pages", RowReader::pages}, {"sqlite", RowReader::sqlite}},
                           "who reads a SQLite file's rows [" + usual + "]");
  parser.text("snapshot", options.snapshot, "DIR", "copy a file that is in use to DIR first, and work on the copy");
}

void add_output_options(OptionParser& parser, CommonOptions& options) {
  parser.group("Run and output");
  parser.number("jobs", options.jobs, 1024, "N", "threads [" + std::to_string(options.jobs) + ": the cores]");
  parser.text("report", options.report, "FILE.json", "write the report as JSON");
  parser.text("report-html", options.report_html, "FILE", "write the report as a page for people");
  parser.flag("redact", options.redact, "the page shows no values of rows");
  parser.choice<ProgressMode>(
      "progress", options.progress,
      {{"auto", ProgressMode::automatic}, {"always", ProgressMode::always}, {"never", ProgressMode::never}},
      "progress on stderr [auto]");
  parser.text("log-level", options.log_level, "LEVEL", "trace, debug, info, warn, error, off [info]");
  parser.choice<LogFormat>("log-format", options.log_format, {{"text", LogFormat::text}, {"json", LogFormat::json}},
                           "log lines for people or machines [text]");
}

}  // namespace lite2pg
