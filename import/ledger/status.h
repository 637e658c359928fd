// What --status shows.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "import/ledger/ledger.h"

namespace lite2pg {

/// A COPY that is under way.
struct CurrentCopy {
  std::string table;
  std::uint64_t rows = 0;
};

/// A statement that a worker is at, other than COPY.
struct CurrentStatement {
  std::string sql;      ///< The beginning of it.
  double seconds = 0;   ///< How long it has taken so far.
  double percent = -1;  ///< Of an index that is built; -1: not known.
};

/// An import that surveys its source: the ledger does not know it yet.
struct SurveyAtWork {
  std::string process, user, since;
};
[[nodiscard]] std::vector<SurveyAtWork> surveys_at_work(Session& session);

struct RunStatus {
  RunRecord run;
  std::vector<TableRecord> tables;
  std::vector<CurrentCopy> current;
  std::vector<CurrentStatement> statements;
  std::uint64_t rows_planned = 0;
  std::uint64_t steps_done = 0;
  std::uint64_t steps_planned = 0;            ///< 0: not known.
  double rows_cost = 1, statements_cost = 0;  ///< What the rows and the statements after them cost.
  double rows_per_second = 0;                 ///< At this moment, while it is at work.
  double seconds_since_progress = 0;  ///< Since the last table, slice or step was finished; 0 while rows come in.

  [[nodiscard]] std::uint64_t rows_done() const noexcept;
  /// 0 to 100, by rows and by the statements after them.
  [[nodiscard]] double percent() const noexcept;
};

/// Takes a third of a second for a run at work, which is looked at twice. Throws TargetError.
[[nodiscard]] RunStatus status_of(Session& session, const RunRecord& run);

/// One line a run for people; "no runs" when there are none.
[[nodiscard]] std::string run_list(const std::vector<RunRecord>& runs);
[[nodiscard]] std::string describe(const RunStatus& status);
/// One line a survey; "" when there are none.
[[nodiscard]] std::string describe(const std::vector<SurveyAtWork>& surveys);
/// {"runs": [...], "surveys": [...]}, with the details of each.
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<RunStatus>& runs,
                                             const std::vector<SurveyAtWork>& surveys);

/// 0; partial for a run that stopped part-way; refused for one that failed (data or schema were refused).
[[nodiscard]] int status_exit_code(const RunRecord& run) noexcept;

}  // namespace lite2pg
