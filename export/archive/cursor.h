// Goes through the rows of some blocks of a table's file; each block's hash is checked before its rows are believed.
#pragma once

#include <cstdint>
#include <string>

#include "export/archive/avro_decoder.h"
#include "export/archive/file.h"
#include "export/archive/manifest.h"
#include "export/rows/row_source.h"

namespace lite2pg {

/// Reads blocks of one file. One thread.
class BlockReader {
 public:
  /// `folder`: the archive. Throws Error(archive), naming the file.
  BlockReader(const std::string& folder, const ManifestFile& file);
  /// The bytes of a block, valid until the next call; their hash is the manifest's.
  [[nodiscard]] std::string_view read(const ManifestBlock& block);
  [[nodiscard]] const InputFile& file() const noexcept { return file_; }

 private:
  InputFile file_;
  FieldBuffer buffer_;
};

class ArchiveCursor final : public RowCursor {
 public:
  /// Blocks `from` to `until`-1 of `entry`. `table` and `entry` must outlive the cursor.
  ArchiveCursor(const std::string& folder, const Table& table, const ManifestTable& entry, std::size_t from,
                std::size_t until);

  bool next(Row& row) override;
  [[nodiscard]] std::string locate() const override;
  /// The rowid when it is a column, else the row's number in the table.
  [[nodiscard]] std::int64_t row_number() const override;

 private:
  [[nodiscard]] AvroDecoder make_decoder();
  void open_block();

  const Table& table_;
  const ManifestTable& entry_;
  BlockReader reader_;
  AvroDecoder decoder_;
  std::size_t block_, until_;
  std::uint64_t rows_before_ = 0;  ///< Of the table, before the current row.
  Row row_;
};

}  // namespace lite2pg
