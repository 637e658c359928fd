#include "mapping/page/reported_run.h"

#include "common/console/logging.h"
#include "common/text.h"
#include "mapping/page/write.h"

namespace lite2pg {
namespace {

/// The log takes its place before anything can be said.
std::shared_ptr<Console> logging_console(const CommonOptions& common) {
  auto console = std::make_shared<Console>();
  start_logging(console, common.log_level, common.log_format);
  return console;
}

std::vector<OutputFileOption> with_report(const CommonOptions& common, std::vector<OutputFileOption> others) {
  std::vector<OutputFileOption> files = {{"report", common.report}, {"page", common.report_html}};
  files.insert(files.end(), others.begin(), others.end());
  return files;
}

}  // namespace

ReportedRun::ReportedRun(const std::string& tool, const CommonOptions& common, const std::string& source,
                         std::vector<OutputFileOption> outputs)
    : common_(common),
      console_(logging_console(common)),
      outputs_(with_report(common, std::move(outputs)), source),
      progress_(console_, common.progress) {
  report_.tool = tool;
  report_.started_at = utc_now();
}

int ReportedRun::run(const std::function<int()>& task, const RunEnd& end) {
  try {
    report_.exit_code = task();
  } catch (const Error& e) {
    progress_.end();
    report_failure(report_, e);
    if (end.failed) end.failed();
    finish(end);
    throw;
  }
  finish(end);
  return report_.exit_code;
}

void ReportedRun::finish(const RunEnd& end) {
  report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  if (end.before_report) end.before_report();
  report_timeline(progress_.timeline(), report_);
  write_reports(report_, common_);
  if (end.after_report) end.after_report();
}

}  // namespace lite2pg
