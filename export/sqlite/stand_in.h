// A SQLite file that is read in the place of what the user named: a dump loaded into a file of our own, or a copy of a
// file that others go on writing to.
#pragma once

#include <optional>
#include <string>

#include "export/sqlite/temporary_folder.h"

namespace lite2pg {

/// Removes what it made for itself when it dies.
class StandIn {
 public:
  /// What `source` names is read itself, unless it is SQL text. Standard input may also bring a database file.
  /// `copy_to`: a folder to copy the source to first (--snapshot); the copy stays there. Empty: no copy.
  /// Throws Error(source), Error(usage) when the folder is none or the copy's place is taken.
  StandIn(const std::string& source, const std::string& copy_to);

  /// The file to read.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// What messages call it.
  [[nodiscard]] const std::string& shown() const noexcept { return shown_; }

 private:
  void load(const std::string& source);
  void copy(const std::string& folder);

  std::string path_, shown_;
  std::optional<TemporaryFolder> folder_;  ///< Where a dump is loaded to.
};

}  // namespace lite2pg
