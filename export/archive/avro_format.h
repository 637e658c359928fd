// The constants and number coding of our Avro Object Container Files
// (https://avro.apache.org/docs/1.11.1/specification/; byte by byte in docs/archive.md).
//
// file  := magic, metadata map {avro.codec, avro.schema}, 16-byte sync marker, block*
// block := long rows, long bytes, data (compressed by the codec), the sync marker
// data  := rows; a row is one union value a column: long branch, then the value
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace lite2pg {

inline constexpr std::string_view avro_magic{"Obj\x01", 4};

/// How the blocks of a file are compressed.
enum class AvroCodec : std::uint8_t { null, zstandard };

[[nodiscard]] constexpr std::string_view name_of(AvroCodec codec) noexcept {
  return codec == AvroCodec::null ? "null" : "zstandard";
}
[[nodiscard]] constexpr std::optional<AvroCodec> avro_codec_of(std::string_view name) noexcept {
  if (name == "null") return AvroCodec::null;
  if (name == "zstandard") return AvroCodec::zstandard;
  return std::nullopt;
}

/// The branches of every column's union, in the order of the schema.
enum class AvroBranch : std::int64_t { null, integer, real, text, blob, invalid_text };

/// A block is closed after the row that brings it to this many bytes before compression.
inline constexpr std::size_t avro_block_bytes = std::size_t{1} << 20;
/// What matches nothing is stored as it is (level -1); a table of 16 KB, which leaves room in the processor's nearest
/// cache for the data, and matches from five bytes on. Measured on the bench workload: a table of 32 KB takes an eighth
/// less time than level 1 with its best match, for blocks larger by a fortieth; one of 16 KB again 6 % less, and 2.4 %.
inline constexpr int avro_zstd_level = -1, avro_zstd_hash_log = 12, avro_zstd_least_match = 5;
/// No block is larger before compression: SQLite's longest row (https://sqlite.org/limits.html) and a full block fit.
inline constexpr std::uint64_t avro_block_limit = std::uint64_t{1} << 31;

using AvroSync = std::array<char, 16>;

/// The longest form of a long.
inline constexpr std::size_t avro_long_bytes = 10;

/// Writes a long (zig-zag, then seven bits a byte, lowest first) and returns the byte after it.
inline char* store_avro_long(char* p, std::int64_t v) noexcept {
  auto u = (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63);
  while (u >= 0x80) {
    *p++ = static_cast<char>(u | 0x80);
    u >>= 7;
  }
  *p++ = static_cast<char>(u);
  return p;
}

/// Reads a long and moves `p` behind it; false when it runs past `end` or over 64 bits.
[[nodiscard]] inline bool load_avro_long(const char*& p, const char* end, std::int64_t& v) noexcept {
  std::uint64_t u = 0;
  for (unsigned shift = 0; p != end; shift += 7) {
    const auto byte = static_cast<unsigned char>(*p++);
    if (shift == 63 && byte > 1) return false;
    u |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) {
      v = static_cast<std::int64_t>((u >> 1) ^ (0 - (u & 1)));
      return true;
    }
  }
  return false;
}

/// Avro's doubles are little-endian, as this machine's.
inline char* store_avro_double(char* p, double v) noexcept {
  static_assert(std::endian::native == std::endian::little);
  std::memcpy(p, &v, sizeof v);
  return p + sizeof v;
}

}  // namespace lite2pg
