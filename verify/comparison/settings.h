// What a verification is asked to do.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "common/options/parser.h"
#include "import/postgres/target.h"

namespace lite2pg {

/// Which differences make the run fail. Drift: in rows that were written, or are gone, since the import.
enum class FailOn : std::uint8_t { drift, damage };

struct VerifyOptions {
  CommonOptions common;
  std::string source;  ///< SQLite file, archive, manifest.json or baseline.
  std::string target;
  std::string schema = "public";
  std::string run;      ///< Run of the ledger; empty: the latest that fits.
  bool staged = false;  ///< The staging schema of a run instead of `schema`.
  bool schema_only = false, data_only = false;
  std::string mapping;  ///< File, for targets without a run in the ledger; empty: none.
  unsigned diff_limit = 50;
  FailOn fail_on = FailOn::drift;
  bool show_drift = false;
  std::string baseline;  ///< File; empty: none.
  bool update_baseline = false;
  unsigned max_rate = 0;       ///< MB/s; 0: no limit.
  double stall_timeout = 300;  ///< Seconds without an answer of the server; 0: no limit.
  std::string metrics;         ///< File; empty: none.
  bool quiet = false;
  std::vector<std::string> keep_target;       ///< Globs: tables whose differences are told and do not count.
  std::vector<std::string> allow_uncompared;  ///< "schema", "sequences", or tables.
  std::string on_difference;                  ///< Shell command; empty: none.
  bool audit = false;
  std::string fleet;                 ///< List of files, as import takes it; empty: one source.
  std::string tenant_from = "stem";  ///< As import has it.
  std::string tenant;                ///< One of the fleet alone; empty: all.
  unsigned part = 1, parts = 1;      ///< Of the tenants in the order of their names: this part of so many.
};

[[nodiscard]] inline Target target_of(const VerifyOptions& o) {
  return {o.target, std::chrono::milliseconds(static_cast<std::int64_t>(o.stall_timeout * 1000))};
}

}  // namespace lite2pg
