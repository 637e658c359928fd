// Whole small files: mapping files, reports, metrics.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// The file's bytes. Throws Error(usage) naming `what` ("mapping file") and the path.
[[nodiscard]] std::string read_file(const std::string& path, std::string_view what);

/// Writes by a temporary name beside it, syncs and renames, so that a reader never sees half a file.
/// Throws Error(usage) naming `what` and the path; nothing is left behind.
void write_file(const std::string& path, std::string_view bytes, std::string_view what);

}  // namespace lite2pg
