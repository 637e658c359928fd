// The header of an Avro file: which schema its rows have, how its blocks are compressed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "export/archive/avro_format.h"
#include "mapping/source/schema.h"

namespace lite2pg {

/// The Avro schema of a table's rows as JSON: a record with one field a column, each a union of SQLite's storage
/// classes and `invalid_text` (TEXT that is not UTF-8). Avro names hold letters, digits and _ only: the true names
/// stand in the attributes sqlite_table, sqlite_column and sqlite_type.
[[nodiscard]] std::string avro_schema(const Table& table);

/// `name` with every byte that an Avro name may not hold as _, and made different from all of `taken`, to which it is
/// added. Deterministic.
[[nodiscard]] std::string avro_name(std::string_view name, std::vector<std::string>& taken);

/// What a file's header says.
struct AvroHeader {
  AvroCodec codec = AvroCodec::null;
  std::string schema;
  AvroSync sync{};
  std::size_t size = 0;  ///< Bytes of the header: where the first block begins.
};

/// The header for a table. The sync marker is derived from the schema, so that the same rows give the same file.
[[nodiscard]] AvroHeader make_avro_header(const Table& table, AvroCodec codec);
/// The header as it stands in a file.
[[nodiscard]] std::string avro_header_bytes(const AvroHeader& header);

/// Reads the header at the start of `bytes` (more bytes may follow). Throws Error(archive), naming `file`, when it is
/// none, is cut off, or has another codec.
[[nodiscard]] AvroHeader read_avro_header(std::string_view bytes, const std::string& file);

/// The number of columns that the header's schema has. Throws Error(archive), naming `file`, when the schema is not of
/// the form that avro_schema gives.
[[nodiscard]] std::size_t avro_column_count(const AvroHeader& header, const std::string& file);

}  // namespace lite2pg
