// An archive as a source of rows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "export/archive/manifest.h"
#include "export/rows/row_source.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Slices are block ranges; every block's hash is checked when it is read, so damage never becomes a row.
class ArchiveSource final : public RowSource {
 public:
  /// Opens the folder `path`: reads manifest and plan and looks at every file's size.
  /// Throws Error(archive), naming the file, when it is no archive or not whole.
  explicit ArchiveSource(std::string path);

  /// The source's schema without the tables that were not exported (virtual and shadow tables stay: they never are).
  [[nodiscard]] const Schema& schema() const override { return schema_; }
  [[nodiscard]] std::unique_ptr<Reader> reader() override;
  [[nodiscard]] std::vector<Slice> split(const Table& table, std::size_t parts) override;
  /// Exact.
  [[nodiscard]] std::uint64_t estimated_rows(const Table& table) override;
  /// The size of its rows in Avro before compression.
  [[nodiscard]] std::uint64_t estimated_bytes(const Table& table) override;
  /// `content` is that of the SQLite file the archive was made of, so that runs from either can be matched; the
  /// archive's own hash is manifest().content.
  [[nodiscard]] Fingerprint fingerprint() override;
  [[nodiscard]] std::string_view reader_of(std::string_view) override { return "archive"; }
  /// Throws Error(archive) when the manifest is another one now, or a file has another size.
  void check_unchanged() override;

  /// As made by the export. Another may be made of its schema and census.
  [[nodiscard]] const Plan& plan() const noexcept { return plan_; }
  [[nodiscard]] const Manifest& manifest() const noexcept { return manifest_; }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  [[nodiscard]] const ManifestTable& entry_of(const Table& table) const;

  std::string path_;
  Manifest manifest_;
  Plan plan_;
  Schema schema_;
};

/// Whether `path` is meant as an archive: a folder is, a file is not.
[[nodiscard]] bool is_archive(const std::string& path);

}  // namespace lite2pg
