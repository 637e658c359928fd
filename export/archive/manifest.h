// What an archive's manifest.json says: every file with its hashes, every table with its rows and digest. Enough to
// verify a target without the data files (docs/archive.md has the layout). Pure data, and its text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "export/archive/avro_format.h"
#include "mapping/codec/codec.h"
#include "mapping/value/digest.h"

namespace lite2pg {

/// A run of bytes in a file.
struct ManifestBlock {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;
  Hash128 hash;  ///< XXH3-128 of the bytes.
  friend bool operator==(const ManifestBlock&, const ManifestBlock&) = default;
};

struct ManifestFile {
  std::string path;  ///< Relative to the archive: "plan.json", "data/0001-users.avro".
  std::uint64_t bytes = 0;
  Hash128 hash;
  friend bool operator==(const ManifestFile&, const ManifestFile&) = default;
};

/// A column as the digest saw it.
struct DigestColumn {
  std::string source;  ///< Name in SQLite.
  std::string target;  ///< Name in PostgreSQL, by the archive's plan.
  std::string type;    ///< PostgreSQL type, by the archive's plan.
  Codec codec;         ///< Values went through `canonical` under this codec before they were hashed.
  friend bool operator==(const DigestColumn&, const DigestColumn&) = default;
};

struct ManifestTable {
  std::string source;  ///< Name in SQLite.
  std::string target;  ///< Name in PostgreSQL, by the archive's plan.
  ManifestFile file;
  std::uint64_t rows = 0;
  std::uint64_t raw_bytes = 0;  ///< Of the rows in Avro, before compression.
  ManifestBlock header;         ///< The file's first bytes; 0 rows.
  std::vector<ManifestBlock> blocks;
  std::vector<DigestColumn> columns;  ///< In the order in which rows were encoded for the digest.
  std::vector<int> key;               ///< Positions in `columns` of the key that chose the bucket; empty: none.
  TableDigest digest{0};
};

struct Manifest {
  static constexpr int known_format = 1;

  std::string tool_version;
  std::string created_at;   ///< ISO 8601, UTC.
  std::string source_path;  ///< As the user gave it.
  std::uint64_t source_bytes = 0;
  std::string source_content;  ///< Fingerprint::content of the SQLite file.
  AvroCodec codec = AvroCodec::zstandard;
  std::uint64_t seed = 0;  ///< Of the digests.
  ManifestFile plan;
  std::string plan_hash;              ///< hash_of(plan)
  std::vector<ManifestTable> tables;  ///< In the order of the source schema.

  std::string content;  ///< "xxh3:<32 hex>" of the manifest's own text; set by to_json and read_manifest.

  /// The table of this name in SQLite (ASCII case-insensitive), or nullptr.
  [[nodiscard]] const ManifestTable* find_table(std::string_view source) const;
};

/// The manifest's text: one line a table, and last a check over every byte before it. Sets `content`.
[[nodiscard]] std::string to_json(Manifest& manifest);
/// Throws Error(archive), calling the file `name`, when the text was changed, has an unknown format or contradicts
/// itself.
[[nodiscard]] Manifest manifest_from_json(std::string_view text, const std::string& name);
/// Reads PATH/manifest.json when `path` is a folder, else the file `path` itself. Needs no other file.
/// Throws Error(archive) as above, and when there is none.
[[nodiscard]] Manifest read_manifest(const std::string& path);

}  // namespace lite2pg
