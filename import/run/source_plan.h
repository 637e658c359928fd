// The source of a run, and the plan made for it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/console/progress.h"
#include "common/options/parser.h"
#include "export/rows/orphan_rows.h"
#include "export/rows/row_source.h"
#include "export/survey/orphans.h"
#include "import/run/options.h"
#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

class ArchiveSource;
class PageSource;

/// A SQLite file, or an archive when the path is a folder.
class ImportSource {
 public:
  /// Throws Error(source), Error(archive), Error(usage).
  ImportSource(const std::string& path, const CommonOptions& options);
  ~ImportSource();

  [[nodiscard]] RowSource& rows() noexcept { return *rows_; }
  /// All rows are read: what was kept open for more of them is closed.
  void rest();
  /// The SQLite file; nullptr for an archive.
  [[nodiscard]] PageSource* file() noexcept { return file_; }

  /// Surveys the source (an archive brings its survey along), checks its integrity beside that, and decides. Misfits
  /// are listed in full. Throws Error(usage) for the mapping file or a selection without tables, Error(source).
  /// `existing`: the tables that stand in the target and decide by their types; nullptr: they are made.
  [[nodiscard]] Plan make_plan(const ImportOptions& options, Progress& progress,
                               const TargetCatalog* existing = nullptr);

  /// Of the tables that --where names, only the rows that it wants are there from now on; make_plan() does so by
  /// itself. Throws Error(usage).
  void keep_only(const std::vector<std::string>& where);
  /// The rows that --orphans=set-aside sets aside, so that all foreign keys among the plan's tables hold. Throws
  /// Error(usage) for an archive.
  [[nodiscard]] OrphansByTable orphan_rows(const Plan& plan);

  /// Rows without the row they refer to, of all planned tables; nothing for an archive, which cannot be asked.
  [[nodiscard]] std::vector<Orphans> orphans(const Plan& plan);

 private:
  std::unique_ptr<RowSource> rows_;
  PageSource* file_ = nullptr;  ///< Whichever rows_ is.
  ArchiveSource* archive_ = nullptr;

  [[nodiscard]] Plan plan_of_archive(const ImportOptions& options, const TargetCatalog* existing);
  [[nodiscard]] Plan plan_of_file(const ImportOptions& options, Progress& progress, const TargetCatalog* existing);
};

/// Whether the plan makes a foreign key between these two tables of the source.
[[nodiscard]] bool carries_foreign_key(const Plan& plan, std::string_view table, std::string_view parent);

/// The plan that schema and census of `plan` give under the command line's options. When these shape nothing, it is the
/// same plan.
[[nodiscard]] Plan planned_again(const Plan& plan, const ImportOptions& options);

}  // namespace lite2pg
