#include "verify/verify_source.h"

#include <array>
#include <fstream>

#include "export/archive_source.h"
#include "export/sqlite_source.h"

namespace lite2pg {
namespace {

/// A manifest is a JSON object; a SQLite file begins with "SQLite format 3".
bool is_manifest(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return file.get() == '{';
}

}  // namespace

VerifySource open_verify_source(const std::string& path, unsigned jobs) {
  VerifySource source;
  if (is_archive(path)) {
    auto archive = std::make_unique<ArchiveSource>(path);
    source.plan = archive->plan();
    source.rows = std::move(archive);
    source.description = path + " (archive)";
  } else if (is_manifest(path)) {
    source.manifest = read_manifest(path);
    source.description = path + " (manifest of " + source.manifest->source_path + ")";
  } else {
    source.rows = std::make_unique<SqliteSource>(path, jobs);
    source.description = path + " (SQLite)";
  }
  return source;
}

}  // namespace lite2pg
