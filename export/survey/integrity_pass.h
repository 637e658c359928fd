// Are the source's pages and records sound? Told by what the survey passes anyway; SQLite's own check runs where that
// leaves a question.
#pragma once

#include <future>
#include <vector>

#include "export/pages/source.h"
#include "export/rows/integrity.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Lives from before a pass over all rows of `tables` to after it. With pages: the cursors of the pass check and hash
/// what they read, and the rest of the file's pages are gone through beside them. Without: quick_check runs and the
/// file is hashed beside them. Either way the source's fingerprint is known afterwards.
class IntegrityPass {
 public:
  /// `skip`: nothing is checked, the file is hashed alone.
  IntegrityPass(PageSource& source, std::vector<const Table*> tables, bool skip);
  ~IntegrityPass();
  IntegrityPass(const IntegrityPass&) = delete;
  IntegrityPass& operator=(const IntegrityPass&) = delete;

  /// After the pass; `census`: of the tables, in their order; `numeric_texts`: as survey() tells it. What is no damage.
  /// Throws Error(source) naming damaged tables.
  [[nodiscard]] std::vector<Finding> finish(const std::vector<TableCensus>& census,
                                            const std::vector<bool>& numeric_texts);
  /// Logs what finish() gives.
  void finish_and_warn(const std::vector<TableCensus>& census, const std::vector<bool>& numeric_texts);

 private:
  [[nodiscard]] bool pages_are_sound();
  [[nodiscard]] std::vector<const Table*> questionable(const std::vector<TableCensus>& census,
                                                       const std::vector<bool>& numeric_texts);

  PageSource& source_;
  std::vector<const Table*> tables_;
  StopFlag stop_;
  std::future<bool> sweep_;                        ///< With pages.
  std::future<std::vector<Finding>> quick_check_;  ///< Without.
  std::future<void> hash_;                         ///< Without.
};

}  // namespace lite2pg
