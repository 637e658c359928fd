// Whether an archive is what its manifest says.
#pragma once

#include <string>

#include "export/archive/manifest.h"

namespace lite2pg {

/// Every file of the manifest is there with its size, and no other file. Reads no content.
/// Throws Error(archive), naming the file.
void check_archive_files(const std::string& folder, const Manifest& manifest);

/// check_archive_files, and the content: every file's and every block's hash, the header, and the rows that each
/// block's head counts. `jobs` threads. Throws Error(archive), naming the file; Error(interrupted).
void check_archive(const std::string& folder, const Manifest& manifest, unsigned jobs);

/// The text of plan.json, its hash checked.
[[nodiscard]] std::string read_archive_plan(const std::string& folder, const Manifest& manifest);

}  // namespace lite2pg
