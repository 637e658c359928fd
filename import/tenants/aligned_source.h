// A file of an older schema version as a source of the newest: columns that the file lacks have what ALTER TABLE ADD
// COLUMN would give its rows. Survey, load and verify then know one schema.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "export/rows/row_source.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Where a column of the newest version comes from.
struct AlignedColumn {
  int own = -1;           ///< Index into the file's columns; -1: the file lacks it.
  OwnedValue value = {};  ///< Of every row, when it lacks it.
};

/// How the tables of one version become those of the newest.
class Alignment {
 public:
  /// The version joins the newest (drift_between() is empty). Both must outlive the alignment.
  Alignment(const Schema& own, const Schema& newest);

  /// By the position of the table in the newest schema; empty: columns are the same.
  [[nodiscard]] const std::vector<AlignedColumn>& columns(const Table& newest) const;
  [[nodiscard]] const Schema& newest() const noexcept { return newest_; }
  /// The census of the file's rows as one of the newest version's columns. `blank`: the empty census of each table of
  /// the newest.
  [[nodiscard]] TableCensus aligned(TableCensus own, TableCensus blank) const;

 private:
  const Schema& newest_;
  std::vector<std::vector<AlignedColumn>> tables_;
};

/// Rows come in the newest version's columns; everything else is the file's own.
class AlignedSource final : public RowSource {
 public:
  /// Both must outlive the source.
  AlignedSource(RowSource& file, const Alignment& alignment) : file_(file), alignment_(alignment) {}

  [[nodiscard]] const Schema& schema() const override { return alignment_.newest(); }
  [[nodiscard]] std::unique_ptr<Reader> reader() override;
  [[nodiscard]] std::vector<Slice> split(const Table& table, std::size_t parts) override;
  [[nodiscard]] std::uint64_t estimated_rows(const Table& table) override;
  [[nodiscard]] std::uint64_t estimated_bytes(const Table& table) override;
  [[nodiscard]] Fingerprint fingerprint() override { return file_.fingerprint(); }
  [[nodiscard]] std::string_view reader_of(std::string_view table) override { return file_.reader_of(table); }
  void check_unchanged() override { file_.check_unchanged(); }

 private:
  /// The file's table; throws Error(source) when it has none, which a version that joins cannot be.
  [[nodiscard]] const Table& own(const Table& table) const;
  friend class AlignedReader;

  RowSource& file_;
  const Alignment& alignment_;
};

}  // namespace lite2pg
