// What a repair is asked to do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/options/parser.h"

namespace lite2pg {

/// Whose differences are repaired.
enum class RepairScope : std::uint8_t {
  damage,  ///< Not those of rows that were written, or are gone, since the import.
  all,
};

/// How many rows of a table may be changed: so many, or so much of it.
struct MaxChanges {
  bool percent = true;
  double amount = 1;

  /// For a table of `rows` rows; of a share at least one.
  [[nodiscard]] std::uint64_t of(std::uint64_t rows) const;
  /// "1 %", "500".
  [[nodiscard]] std::string text() const;
};
/// "500" or "2.5%". Throws Error(usage).
[[nodiscard]] MaxChanges parse_max_changes(const std::string& text);

struct RepairSettings {
  CommonOptions common;
  std::string source;
  std::string target;
  std::string schema = "public";
  std::string run;      ///< Of the ledger; empty: the latest that fits.
  std::string tenant;   ///< Of a fleet; empty: the run's only source.
  std::string mapping;  ///< File, for targets without a run in the ledger; empty: none.
  RepairScope scope = RepairScope::damage;
  bool no_delete = false;
  bool dry_run = false;
  std::string sql_out;  ///< File for the statements; empty: none.
  MaxChanges max_changes;
};

struct UndoSettings {
  CommonOptions common;
  std::string target;
  std::string repair;  ///< Its id; empty: the latest that is not undone.
  bool dry_run = false;
};

}  // namespace lite2pg
