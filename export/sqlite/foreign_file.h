// Says what a file is that is not a SQLite database.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

struct ForeignFile {
  std::string what;  ///< "it is a gzip archive"
  std::string hint;  ///< What to do, in one sentence.
};

/// `head`: the first bytes of the file (100 will do).
[[nodiscard]] ForeignFile describe_foreign_file(std::string_view head);

}  // namespace lite2pg
