// A run that writes an archive, phase by phase.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/console/progress.h"
#include "export/archive/folder.h"
#include "export/archive/manifest.h"
#include "export/archive/table.h"
#include "export/pages/source.h"
#include "export/survey/integrity_pass.h"
#include "export/tool/options.h"
#include "mapping/documents/report.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

class ArchiveRun {
 public:
  /// `seed` of the digests: a fresh one each run, so that no unlucky collision comes twice.
  ArchiveRun(const ExportOptions& options, std::uint64_t seed, Progress& progress);

  /// Runs all phases. Whatever is thrown, nothing is left behind.
  /// Throws Error(source), Error(archive), Error(refused), Error(usage), Error(interrupted).
  void run(std::string_view started_at);

  [[nodiscard]] const Manifest& manifest() const noexcept { return manifest_; }
  [[nodiscard]] const Plan& plan() const noexcept { return plan_; }
  /// What the run did, for the report.
  void describe(Report& report) const;

 private:
  void open();
  void decide_keys();
  void read_and_write();
  void make_final_plan();
  void write_plan_and_manifest(std::string_view created_at);
  void read_again();
  ManifestFile write_text(const char* name, std::string_view text);

  const ExportOptions& options_;
  std::uint64_t seed_;
  Progress& progress_;
  std::string mapping_;  ///< The mapping file's text.
  std::unique_ptr<PageSource> source_;
  std::optional<IntegrityPass> integrity_;
  std::optional<ArchiveFolder> folder_;
  std::vector<TableJob> jobs_;
  std::vector<TableResult> results_;
  Plan plan_;
  Manifest manifest_;
};

}  // namespace lite2pg
