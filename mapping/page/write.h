// The report's files as the command line asks for them.
#pragma once

#include "common/options/parser.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// Writes --report and --report-html; the page is made of the same JSON text. Throws Error(usage) when a file cannot be
/// written.
void write_reports(const Report& report, const CommonOptions& options);

}  // namespace lite2pg
