#include "verify/comparison/source.h"

#include <fstream>

#include "common/files.h"
#include "export/archive/source.h"
#include "export/pages/source.h"

namespace lite2pg {
namespace {

/// Manifests and baselines are JSON objects; a SQLite file begins with "SQLite format 3".
bool is_json(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return file.get() == '{';
}

}  // namespace

VerifySource open_verify_source(const std::string& path, const CommonOptions& options) {
  VerifySource source;
  if (is_archive(path)) {
    auto archive = std::make_unique<ArchiveSource>(path);
    source.plan = archive->plan();
    source.rows = std::move(archive);
    source.description = path + " (archive)";
  } else if (is_json(path)) {
    const std::string text = read_file(path, "manifest");
    source.digests = is_baseline(text) ? baseline_from_text(text, path) : recorded_by(manifest_from_json(text, path));
    source.description = path + " (" + source.digests->about + ", " + source.digests->created_at + ")";
  } else {
    auto file = PageSource::open(path, options.jobs, options.reader, options.snapshot);
    source.file = file.get();
    source.rows = std::move(file);
    source.description = path + " (SQLite)";
  }
  return source;
}

}  // namespace lite2pg
