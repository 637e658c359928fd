// A folder for a database file of our own that lives as long as a piece of work: a dump that was loaded, a copy of a
// file that others write to. What a killed process left behind holds a user's rows, so the next one removes it.
#pragma once

#include <filesystem>
#include <string>

#include "common/error.h"

namespace lite2pg {

class TemporaryFolder {
 public:
  /// Makes a folder in `within` that only this user may enter, and removes the abandoned ones there: of this user, over
  /// a minute old, and locked by no process (flock(2): a lock dies with its holder).
  /// Throws Error(`code`) with `hint` when no folder can be made.
  TemporaryFolder(const std::filesystem::path& within, ExitCode code, const std::string& hint);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

}  // namespace lite2pg
