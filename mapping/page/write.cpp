#include "mapping/page/write.h"

#include "common/files.h"
#include "mapping/page/page.h"

namespace lite2pg {

void write_reports(const Report& report, const CommonOptions& options) {
  if (options.report.empty() && options.report_html.empty()) return;
  const std::string json = to_json(report);
  if (!options.report.empty()) write_file(options.report, json, "report");
  if (!options.report_html.empty()) {
    write_file(options.report_html, report_page(json, {.redact = options.redact}), "report page");
  }
}

}  // namespace lite2pg
