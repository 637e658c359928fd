// The command line of lite2pg-export.
#pragma once

#include <optional>
#include <string>

#include "common/options/parser.h"
#include "export/archive/avro_format.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

struct ExportOptions {
  /// What the run is for. All but `archive` only look.
  enum class Task : unsigned char { archive, dry_run, mapping_template, dictionary, diagram, lint, list };

  CommonOptions common;
  PlanOptions plan;  ///< `tables` and `exclude` are those of `common`.
  Task task = Task::archive;
  std::string source;
  std::string archive;
  std::string mapping;  ///< File; empty: none.
  AvroCodec codec = AvroCodec::zstandard;
  bool skip_integrity_check = false;
};

/// Reads the command line. The exit code when it asked for --help or --version; throws Error(usage).
[[nodiscard]] std::optional<int> parse_export_options(int argc, const char* const* argv, ExportOptions& options);

}  // namespace lite2pg
