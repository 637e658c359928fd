// What the user asked lite2pg-import to do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/options/parser.h"
#include "import/postgres/target.h"
#include "import/tenants/options.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

enum class ImportTask : std::uint8_t { import, resume, publish, rollback, status, cleanup, forget };

struct ImportOptions {
  CommonOptions common;
  PlanOptions plan;  ///< `tables` and `exclude` are those of `common`.
  ImportTask task = ImportTask::import;
  std::string source;  ///< A SQLite file or an archive; empty for tasks that need none.
  std::string target;  ///< May be empty for --dry-run: then no server is asked.
  std::string schema = "public";
  std::string staging_schema;        ///< One that stands there and is empty; "": the run makes one.
  std::string mapping;               ///< File; empty: none.
  std::string plan_out;              ///< File for the plan as JSON.
  std::string run;                   ///< Empty: the latest run that fits.
  std::vector<std::string> approve;  ///< Plan hashes, each perhaps as "name:hash".
  unsigned require_approvals = 0;    ///< Distinct names that must have approved.
  unsigned lock_timeout = 10;        ///< Seconds.
  unsigned retries = 9;              ///< After passing errors; with growing delays 9 take about a minute.
  double window = 0;                 ///< Seconds that the run has; 0: no end.
  std::string hook_dir;              ///< Empty: no hooks.
  double hook_timeout = 60;          ///< Seconds.
  double slow_after = 60;            ///< Seconds after which a table or statement counts as slow; 0: never.
  double stall_timeout = 300;        ///< Seconds without an answer of the server; 0: no limit.
  unsigned statement_timeout = 0;    ///< Seconds; 0: no limit.
  std::string trace;                 ///< File for the spans as OTLP JSON.
  std::string metrics;               ///< File for Prometheus' textfile collector.
  bool dry_run = false;
  bool rehearse = false;  ///< With `existing`: load, ask every constraint, roll back.
  bool replace = false;
  bool stage_only = false;
  bool fresh = false;  ///< Tables of its own making are wanted, whatever framework made the source.
  bool live = false;   ///< The source goes on being written: stage, and leave the rest to lite2pg-sync.
  /// Text of the mapping file, when it is known already; `mapping` is not read then.
  std::optional<std::string> mapping_text = {};
  bool existing = false;  ///< Into tables that stand in the target.
  bool truncate = false, append = false;
  std::vector<std::string> fire_triggers;  ///< With `existing`: tables whose triggers fire for loaded rows.
  bool ledger = true;
  bool schema_only = false;         ///< Everything but rows.
  bool validate_fks_later = false;  ///< Foreign keys are NOT VALID; checking them is left to the user.
  unsigned max_rate = 0;            ///< MB/s that are sent; 0: no limit.
  std::string sql_out = {};         ///< File for the plan as SQL; empty: none.
  bool skip_integrity_check = false;
  bool skip_disk_check = false;
  bool json = false;
  bool yes = false;  ///< --cleanup may drop what is nowhere else.
  FleetOptions fleet;
};

/// The target and how patient its connections are.
[[nodiscard]] inline Target target_of(const ImportOptions& o) {
  return {o.target, std::chrono::milliseconds(static_cast<std::int64_t>(o.stall_timeout * 1000))};
}

}  // namespace lite2pg
