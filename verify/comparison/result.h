// What a run found, before it becomes text, JSON, metrics and an exit code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "import/postgres/capability.h"
#include "mapping/documents/report.h"
#include "verify/comparison/settings.h"
#include "verify/rows/difference_places.h"
#include "verify/schema/difference.h"
#include "verify/sides/compared_table.h"

namespace lite2pg {

struct TableOutcome {
  ReportTable report;
  std::uint64_t drift = 0;  ///< Of report.differences_total.
  DifferencePlaces places;
  bool complete = true;  ///< False: differences_total is the least that it can be.
  [[nodiscard]] std::uint64_t damage() const noexcept { return report.differences_total - drift; }
};

/// A table of the target that is not as a baseline recorded it.
struct BaselineChange {
  std::string table;
  std::uint64_t rows_then = 0, rows_now = 0;
  std::size_t buckets_changed = 0, buckets = 0;
};

struct VerifyResult {
  std::string source, target, plan;  ///< For people: what was compared, and where the plan is from.
  std::string run;                   ///< Of the ledger; may be empty.
  std::uint64_t seed = 0;
  std::vector<TableOutcome> tables;
  SchemaOutcome schema;
  std::string baseline;  ///< When the baseline that was compared with was recorded; empty: none was.
  std::vector<BaselineChange> baseline_changes;
  std::vector<NotCompared> missing;   ///< Planned tables and columns that the target does not have.
  std::vector<NotCompared> left_out;  ///< Not compared.
  std::vector<std::string> faults;    ///< Of the ledger: what it says is not what the run wrote.
  std::vector<std::string> assumptions, warnings;
  std::optional<Capabilities> capabilities;  ///< Of the target; empty: not looked at.
  std::vector<ObjectPlan> objects;           ///< Of the plan.
  double seconds = 0;

  [[nodiscard]] std::uint64_t rows() const noexcept;   ///< Of the target.
  [[nodiscard]] std::uint64_t drift() const noexcept;  ///< Differences in rows written since the import.
  /// All other differences, of rows, tables, columns, the ledger and (where they decide) the schema.
  [[nodiscard]] std::uint64_t damage() const noexcept;
  /// What was asked for, could not be compared and is not allowed to be so.
  [[nodiscard]] std::uint64_t unproven() const noexcept;
  [[nodiscard]] bool is_equal(FailOn fail_on) const noexcept;
};

}  // namespace lite2pg
