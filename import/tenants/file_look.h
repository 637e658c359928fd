// A cheap look at a file: what a writer would change.
#pragma once

#include <string>

namespace lite2pg {

/// Size and time of change of the file and of its write-ahead log, as text; "missing" when there is no file. Not its
/// inode: other machines may see it under another one.
[[nodiscard]] std::string look_at_file(const std::string& path);

}  // namespace lite2pg
