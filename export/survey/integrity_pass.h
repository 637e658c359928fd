// Are the source's pages and records sound? Told by what the survey passes anyway; SQLite's own check runs where that
// leaves a question.
#pragma once

#include <future>
#include <vector>

#include "export/pages/source.h"
#include "export/sqlite/integrity.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Lives from before a pass over all rows of `tables` to after it. With pages: the cursors of the pass check what they
/// read, and the rest of the file's pages are gone through beside them. Without: quick_check runs beside them.
class IntegrityPass {
 public:
  /// `pages`: what the pass reads from, when that is it; else nullptr. `skip`: nothing is checked.
  IntegrityPass(SqliteSource& sqlite, PageSource* pages, std::vector<const Table*> tables, bool skip);
  ~IntegrityPass();
  IntegrityPass(const IntegrityPass&) = delete;
  IntegrityPass& operator=(const IntegrityPass&) = delete;

  /// After the pass; `census`: of the tables, in their order. What is no damage. Throws Error(source) naming damaged
  /// tables.
  [[nodiscard]] std::vector<Finding> finish(const std::vector<TableCensus>& census);
  /// Logs what finish() gives.
  void finish_and_warn(const std::vector<TableCensus>& census);
  /// For workers that may end early: stops what runs beside.
  [[nodiscard]] StopFlag& stop() noexcept { return stop_; }

 private:
  [[nodiscard]] bool pages_are_sound();
  [[nodiscard]] std::vector<const Table*> questionable(const std::vector<TableCensus>& census);

  SqliteSource& sqlite_;
  PageSource* pages_;
  std::vector<const Table*> tables_;
  StopFlag stop_;
  std::future<bool> sweep_;                        ///< With pages.
  std::future<std::vector<Finding>> quick_check_;  ///< Without.
};

}  // namespace lite2pg
