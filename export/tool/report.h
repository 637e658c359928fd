// What an export says when it is done, or could not be.
#pragma once

#include <string>
#include <vector>

#include "common/error.h"
#include "export/archive/manifest.h"
#include "export/archive/table.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// The closing table: per table its rows, the size of the rows in Avro, of the file, and the ratio of the two.
[[nodiscard]] std::string archive_table_text(const Manifest& manifest);

/// What --list shows: where the archive comes from, and per table its file, rows, sizes and blocks.
[[nodiscard]] std::string archive_list_text(const Manifest& manifest);

/// The table of a report.
[[nodiscard]] ReportTable report_table(const TableResult& result, const Plan& plan);

}  // namespace lite2pg
