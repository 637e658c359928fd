// A copy of the source for the time of one piece of work: a long read of the file itself would keep its log from
// shrinking, or its writers from committing.
#pragma once

#include <string>

#include "export/sqlite/temporary_folder.h"

namespace lite2pg {

class LiveCopy {
 public:
  /// `folder`: where there is room for the copy; empty: TMPDIR. Throws Error(source), Error(usage) when it is no
  /// folder.
  LiveCopy(const std::string& source, const std::string& folder);

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// How long copying took.
  [[nodiscard]] double seconds() const noexcept { return seconds_; }

 private:
  TemporaryFolder folder_;
  std::string path_;
  double seconds_ = 0;
};

}  // namespace lite2pg
