// A SQLite file as a source of rows.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "export/rows/row_condition.h"
#include "export/rows/row_source.h"
#include "export/sqlite/file.h"
#include "export/sqlite/snapshot.h"

namespace lite2pg {

/// Nothing is written to the file or beside it, except that a file which a program has open with a write-ahead log
/// gets this process's read marks in its -shm, as every reader's.
class SqliteSource final : public RowSource {
 public:
  /// Opens `path` and takes a snapshot with `readers` connections begun at once (more can follow as long as nobody
  /// writes). Throws Error(source): no such file, no database, damaged schema, locked, ...
  /// `shown`: what messages and the fingerprint call it; empty: its path.
  explicit SqliteSource(const std::string& path, unsigned readers = 1, const std::string& shown = {});
  ~SqliteSource() override;

  [[nodiscard]] const Schema& schema() const override { return schema_; }
  [[nodiscard]] std::unique_ptr<Reader> reader() override;
  [[nodiscard]] std::vector<Slice> split(const Table& table, std::size_t parts) override;
  [[nodiscard]] std::uint64_t estimated_rows(const Table& table) override;
  [[nodiscard]] std::uint64_t estimated_bytes(const Table& table) override;
  /// Reads the whole file the first time.
  [[nodiscard]] Fingerprint fingerprint() override;
  [[nodiscard]] std::string_view reader_of(std::string_view) override { return "sqlite"; }
  void check_unchanged() override { snapshot_.check_unchanged(); }

  /// For messages.
  [[nodiscard]] const std::string& path() const noexcept { return file_.shown(); }
  [[nodiscard]] const SqliteFile& file() const noexcept { return file_; }
  [[nodiscard]] Snapshot& snapshot() noexcept { return snapshot_; }

  /// From now on the tables that `conditions` names consist of the rows that satisfy them, for whoever reads rows or
  /// asks about them; sizes stay those of the whole table. Before the first reader. Throws Error(usage) for what SQLite
  /// does not take.
  void keep_only(RowConditions conditions);
  /// Empty: all rows.
  [[nodiscard]] std::string_view condition_of(std::string_view table) const;

 private:
  SqliteFile file_;  // first: outlives the connections
  Snapshot snapshot_;
  Schema schema_;
  RowConditions conditions_;
  std::mutex fingerprint_lock_;
  std::optional<Fingerprint> fingerprint_;
};

}  // namespace lite2pg
