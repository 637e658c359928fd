// What the ledger keeps of one file of a fleet beside its census: what holds for this file alone.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "export/survey/misfit_scan.h"

namespace lite2pg {

/// What a file adds to the fleet's plan beside its census.
struct FileNotes {
  /// Names of CHECKs, with their tables, that rows of the file break, and why.
  struct BrokenCheck {
    std::string table, name, reason;
  };
  std::vector<BrokenCheck> checks;
  /// sqlite_sequence: the highest number that a table ever issued.
  std::vector<std::pair<std::string, std::int64_t>> sequences;
  /// Of tables that are partitioned by month, by their names: the months that the file's rows lie in.
  std::map<std::string, std::vector<std::string>> months = {};
  /// Of a file that is set aside for its values.
  std::vector<ListedMisfit> misfits = {};

  /// The highest number that the file's table ever issued, as far as SQLite remembered it: at least its rows' own, for
  /// which the target is asked. 0: nothing was remembered.
  [[nodiscard]] std::int64_t issued(std::string_view table) const;
};
[[nodiscard]] std::string to_json(const FileNotes& notes);
/// Throws Error(target) for anything else.
[[nodiscard]] FileNotes notes_from_json(const std::string& text);

}  // namespace lite2pg
