#include "export/archive/cursor.h"

#include "common/error.h"
#include "mapping/value/value_text.h"

namespace lite2pg {

BlockReader::BlockReader(const std::string& folder, const ManifestFile& file)
    : file_(folder + "/" + file.path, folder + "/" + file.path) {
  if (file_.size() != file.bytes) {
    throw Error(ExitCode::archive, "'" + file_.name() + "' has " + std::to_string(file_.size()) +
                                       " bytes, its manifest says " + std::to_string(file.bytes));
  }
}

std::string_view BlockReader::read(const ManifestBlock& block) {
  const std::string_view bytes = file_.read(block.offset, block.bytes, buffer_);
  if (content_hash(bytes) != block.hash) {
    throw Error(ExitCode::archive, "'" + file_.name() + "' is damaged: the " + std::to_string(block.bytes) +
                                       " bytes from byte " + std::to_string(block.offset) + " on were changed");
  }
  return bytes;
}

ArchiveCursor::ArchiveCursor(const std::string& folder, const Table& table, const ManifestTable& entry,
                             std::size_t from, std::size_t until)
    : table_(table), entry_(entry), reader_(folder, entry.file), decoder_(make_decoder()), block_(from), until_(until) {
  for (std::size_t i = 0; i < from; ++i) rows_before_ += entry.blocks[i].rows;
}

AvroDecoder ArchiveCursor::make_decoder() {
  const std::string& name = reader_.file().name();
  AvroHeader header = read_avro_header(reader_.read(entry_.header), name);
  if (avro_column_count(header, name) != table_.columns.size()) {
    throw Error(ExitCode::archive, "'" + name + "' has not the columns of table '" + table_.name + "'");
  }
  return {std::move(header), table_.columns.size(), name};
}

bool ArchiveCursor::next(Row& row) {
  while (!decoder_.next(row)) {
    if (block_ == until_) return false;
    open_block();
  }
  ++rows_before_;
  row_ = row;
  return true;
}

void ArchiveCursor::open_block() {
  const ManifestBlock& block = entry_.blocks[block_++];
  decoder_.open(reader_.read(block));
  if (decoder_.rows_left() != block.rows) {
    throw Error(ExitCode::archive, "'" + reader_.file().name() + "' has another number of rows than its manifest says");
  }
}

std::int64_t ArchiveCursor::row_number() const {
  if (table_.rowid_alias >= 0) {
    const Value& rowid = row_[static_cast<std::size_t>(table_.rowid_alias)];
    if (rowid.storage() == StorageClass::integer) return rowid.integer();
  }
  return static_cast<std::int64_t>(rows_before_);
}

std::string ArchiveCursor::locate() const {
  if (table_.rowid_alias >= 0) return "rowid " + std::to_string(row_number());
  if (table_.kind != TableKind::without_rowid) return "row " + std::to_string(rows_before_);
  std::string key;
  for (const int column : table_.key_columns()) {
    key += (key.empty() ? "" : ", ") + show(row_[static_cast<std::size_t>(column)]);
  }
  return "key (" + key + ")";
}

}  // namespace lite2pg
