#include "export/archive/source.h"

#include <algorithm>
#include <filesystem>

#include "common/error.h"
#include "export/archive/check.h"
#include "export/archive/cursor.h"

namespace lite2pg {
namespace {

std::size_t block_bound(const std::vector<OwnedValue>& bound, std::size_t open) {
  return bound.empty() ? open : static_cast<std::size_t>(bound[0].view().integer());
}

class ArchiveReader final : public Reader {
 public:
  ArchiveReader(const std::string& folder, const Manifest& manifest) : folder_(folder), manifest_(manifest) {}

  std::unique_ptr<RowCursor> scan(const Table& table, const Slice& slice) override {
    const ManifestTable* entry = manifest_.find_table(table.name);
    if (entry == nullptr) throw Error(ExitCode::archive, "'" + folder_ + "' holds no table '" + table.name + "'");
    const std::size_t blocks = entry->blocks.size();
    const std::size_t until = std::min(block_bound(slice.until, blocks), blocks);
    const std::size_t from = std::min(block_bound(slice.from, 0), until);
    return std::make_unique<ArchiveCursor>(folder_, table, *entry, from, until);
  }

 private:
  const std::string& folder_;
  const Manifest& manifest_;
};

std::vector<OwnedValue> bound_at(std::size_t block) {
  return {OwnedValue(Value::of(static_cast<std::int64_t>(block)))};
}

/// Cuts before the block that would bring a slice over its share of the bytes.
std::vector<Slice> split_blocks(const ManifestTable& entry, std::size_t parts) {
  const std::uint64_t share = entry.file.bytes / std::max<std::size_t>(parts, 1) + 1;
  std::vector<Slice> slices(1);
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < entry.blocks.size(); ++i) {
    if (bytes >= share && slices.size() < parts) {
      slices.back().until = bound_at(i);
      slices.emplace_back().from = bound_at(i);
      bytes = 0;
    }
    bytes += entry.blocks[i].bytes;
    slices.back().estimated_rows += entry.blocks[i].rows;
  }
  return slices;
}

Schema exported_schema(const Schema& schema, const Manifest& manifest) {
  Schema exported = schema;
  std::erase_if(exported.tables,
                [&](const Table& t) { return t.holds_rows() && manifest.find_table(t.name) == nullptr; });
  return exported;
}

}  // namespace

ArchiveSource::ArchiveSource(std::string path) : path_(std::move(path)), manifest_(read_manifest(path_)) {
  check_archive_files(path_, manifest_);
  plan_ = plan_from_json(read_archive_plan(path_, manifest_));
  if (plan_.source_fingerprint != manifest_.source_content) {
    throw Error(ExitCode::archive, "'" + path_ + "/plan.json' was made for another source than the manifest");
  }
  schema_ = exported_schema(plan_.schema, manifest_);
}

std::unique_ptr<Reader> ArchiveSource::reader() { return std::make_unique<ArchiveReader>(path_, manifest_); }

const ManifestTable& ArchiveSource::entry_of(const Table& table) const {
  const ManifestTable* entry = manifest_.find_table(table.name);
  if (entry == nullptr) throw Error(ExitCode::archive, "'" + path_ + "' holds no table '" + table.name + "'");
  return *entry;
}

std::vector<Slice> ArchiveSource::split(const Table& table, std::size_t parts) {
  return split_blocks(entry_of(table), parts);
}

std::uint64_t ArchiveSource::estimated_rows(const Table& table) { return entry_of(table).rows; }

std::uint64_t ArchiveSource::estimated_bytes(const Table& table) { return entry_of(table).raw_bytes; }

Fingerprint ArchiveSource::fingerprint() {
  std::uint64_t bytes = manifest_.plan.bytes;
  for (const ManifestTable& t : manifest_.tables) bytes += t.file.bytes;
  return {path_, bytes, manifest_.source_content};
}

void ArchiveSource::check_unchanged() {
  if (read_manifest(path_).content != manifest_.content) {
    throw Error(ExitCode::archive, "'" + path_ + "' was replaced by another archive during the run");
  }
  check_archive_files(path_, manifest_);
}

bool is_archive(const std::string& path) {
  const std::filesystem::path folder = path;
  return std::filesystem::exists(folder / "manifest.json") || std::filesystem::exists(folder / "plan.json") ||
         std::filesystem::exists(folder / "data");
}

}  // namespace lite2pg
