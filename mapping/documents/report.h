// The report that all three tools write with --report: its JSON keys are a contract.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "common/timeline.h"
#include "mapping/documents/report_facts.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Raised when a key changes its meaning or goes; new keys leave it as it is (docs/report.schema.json).
inline constexpr int report_version = 1;

struct ReportColumn {
  std::string source, target, type, codec, fidelity;
};

/// What a run, or its work on a table, came to.
enum class Verdict : std::uint8_t { none, equal, different, done, refused, failed };
/// As the report says it; empty for none.
[[nodiscard]] std::string_view name_of(Verdict verdict) noexcept;

enum class DifferenceKind : std::uint8_t {
  changed,
  missing,
  extra
};  ///< Missing: not in the target; extra: only there.
[[nodiscard]] std::string_view name_of(DifferenceKind kind) noexcept;

struct Difference {
  DifferenceKind kind = DifferenceKind::changed;
  std::string key;             ///< "id=42"; for keyless tables the row itself, shortened
  std::string column;          ///< For "changed".
  std::string source, target;  ///< The two values, readable, shortened around the first difference.
  std::string cause;           ///< Probable cause, or empty.
  bool drift = false;          ///< Of a row that was written (or is gone) since the import: no damage by itself.
};

struct ReportTable {
  std::string source, target;
  std::optional<std::uint64_t> rows_source, rows_target;
  std::string digest_source, digest_target;  ///< 32 hex digits, or empty when not computed.
  Verdict verdict = Verdict::none;
  std::uint64_t bytes = 0;
  double seconds = 0;
  std::string reader;  ///< Who read the source's rows: pages | sqlite | archive; empty: nobody.
  std::vector<ReportColumn> columns;
  std::vector<Difference> differences;
  std::uint64_t differences_total = 0;  ///< May be larger than differences.size().
};

/// Values that do not fit, of one reason. Of a fleet with the file that they are in, and the first rows.
struct ReportMisfit {
  struct Row {
    std::string rowid, value;

    friend bool operator==(const Row&, const Row&) = default;
  };
  MisfitReport group;
  std::string file = {}, tenant = {};  ///< Empty: there is one file.
  std::vector<Row> rows = {};          ///< Empty: there is one file.
};

/// How many values of a column are beside those that a report lists.
struct MisfitsNotListed {
  std::string table, column;
  std::uint64_t values = 0;
};

/// A version of the schema in a fleet that does not join the newest, and its files.
struct SchemaDrift {
  std::string version, newest;  ///< 32 hex digits each.
  std::string reason;
  struct File {
    std::string path, tenant;
  };
  std::vector<File> files;  ///< In the order of the list.
};

struct Report {
  std::string tool;  ///< lite2pg-export | lite2pg-import | lite2pg-verify
  std::string run;
  std::string started_at;  ///< ISO 8601, UTC
  double seconds = 0;
  Verdict verdict = Verdict::none;
  int exit_code = 0;
  std::string error;  ///< The message of a failed run; no secret.
  std::vector<ReportTable> tables;
  std::vector<ObjectPlan> objects;
  std::vector<ReportMisfit> misfits;
  std::vector<MisfitsNotListed> misfits_not_listed;
  std::vector<SchemaDrift> schema_drift;
  std::vector<std::string> warnings;
  ReportFacts facts = {};
};

/// The JSON document, indented; strings that are not UTF-8 have their bad bytes replaced by U+FFFD.
[[nodiscard]] std::string to_json(const Report& report);
/// Columns of a planned table as the report shows them.
[[nodiscard]] std::vector<ReportColumn> report_columns(const TablePlan& table);

/// Verdict, exit code and message of a run that ended in `error`, for its tables too where they have none.
void report_failure(Report& report, const Error& error);

/// What a plan decides, before anything is loaded: its tables with columns and rows as surveyed, misfits, warnings.
/// Not its objects, of which thousands of tables have tens of thousands: the report takes them when the plan is not
/// needed any more.
void report_planned(const Plan& plan, Report& report);

/// Those of one file, in the place of what stood there.
void report_misfits(const std::vector<MisfitReport>& misfits, Report& report);

/// What was done when, unless the run told so itself; nothing for one that did not get that far.
void report_timeline(std::vector<TimelineEntry> timeline, Report& report);

/// That nothing was written, and what a load would take: keys "dry_run" and "estimate".
void report_estimate(double seconds, std::uint64_t disk_bytes, Report& report);

}  // namespace lite2pg
