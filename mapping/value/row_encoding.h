// The prefix-free encoding of rows that digests hash. Per column one tag byte (0 NULL, 1 INTEGER, 2 REAL, 3 TEXT,
// 4 BLOB, 5 a PostgreSQL field that no SQLite value stands for), then nothing, 8 bytes big-endian (REAL: the bits of
// the double), or a u64 length big-endian and the bytes. Read from the left it can be parsed back in one way only, so
// no two rows share an encoding: NULL, '' and 'NULL' differ, 1, 1.0 and '1' differ, and bytes cannot move over a
// column's edge unseen.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include "common/bytes.h"
#include "mapping/value/field_buffer.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// The version of the encoding and of how digests use it, as reports and manifests name it.
inline constexpr std::string_view row_encoding_name = "lite2pg-row-1";

/// Builds the encoding of one row after the other in one buffer. One thread.
class RowEncoder {
 public:
  /// The whole row; borrowed until the next call.
  std::string_view encode(Row row) {
    clear();
    for (const Value& v : row) add(v);
    return view();
  }

  /// The same in steps, for readers that have no Value at hand: clear, then one add a column, then view.
  void clear() noexcept {
    buffer_.clear();
    ends_.clear();
  }
  void add(const Value& v) {
    switch (v.storage()) {
      case StorageClass::null: return add_null();
      case StorageClass::integer: return add_number(StorageClass::integer, static_cast<std::uint64_t>(v.integer()));
      case StorageClass::real: return add_number(StorageClass::real, std::bit_cast<std::uint64_t>(v.real()));
      case StorageClass::text:
      case StorageClass::blob: return add_bytes(v.storage(), v.bytes());
    }
  }
  void add_null() {
    *buffer_.reserve(1) = tag_of(StorageClass::null);
    end_column(1);
  }
  /// `bits`: the integer, or the bits of the double.
  void add_number(StorageClass c, std::uint64_t bits) {
    char* p = buffer_.reserve(9);
    p[0] = tag_of(c);
    store_be(p + 1, bits);
    end_column(9);
  }
  /// Text or blob.
  void add_bytes(StorageClass c, std::string_view bytes) { add_tagged(tag_of(c), bytes); }

  /// A PostgreSQL field that is no value of its column's codec: its bytes under a tag that no SQLite value has.
  void add_foreign(std::string_view bytes) { add_tagged(foreign_tag, bytes); }

  /// Everything since clear(); borrowed until the next call of a member.
  [[nodiscard]] std::string_view view() const noexcept { return buffer_.view(); }
  /// The encoding of column `i` alone.
  [[nodiscard]] std::string_view column(int i) const noexcept { return columns(i, i); }
  /// The encoding of columns `first` to `last`, both included.
  [[nodiscard]] std::string_view columns(int first, int last) const noexcept {
    const std::size_t begin = first == 0 ? 0 : ends_[static_cast<std::size_t>(first) - 1];
    return buffer_.view().substr(begin, ends_[static_cast<std::size_t>(last)] - begin);
  }
  [[nodiscard]] std::size_t column_count() const noexcept { return ends_.size(); }

 private:
  static constexpr char foreign_tag = 5;

  void add_tagged(char tag, std::string_view bytes) {
    char* p = buffer_.reserve(9 + bytes.size());
    p[0] = tag;
    store_be(p + 1, std::uint64_t{bytes.size()});
    if (!bytes.empty()) std::memcpy(p + 9, bytes.data(), bytes.size());
    end_column(9 + bytes.size());
  }
  static constexpr char tag_of(StorageClass c) noexcept { return static_cast<char>(c); }
  void end_column(std::size_t size) {
    buffer_.commit(size);
    ends_.push_back(buffer_.size());
  }

  FieldBuffer buffer_;
  std::vector<std::size_t> ends_;  ///< Where each column's encoding ends.
};

/// Reads an encoding back, column by column: how differences get their values.
class RowDecoder {
 public:
  explicit RowDecoder(std::string_view encoding) : rest_(encoding) {}
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

  struct Field {
    Value value;           ///< Borrows from the encoding; for a foreign field its bytes as BLOB.
    bool foreign = false;  ///< Stands for no SQLite value.
  };
  /// Throws std::invalid_argument when what is left is no encoding.
  [[nodiscard]] Field next();

 private:
  [[nodiscard]] std::string_view take(std::uint64_t size);

  std::string_view rest_;
};

static_assert(static_cast<int>(StorageClass::null) == 0 && static_cast<int>(StorageClass::integer) == 1 &&
                  static_cast<int>(StorageClass::real) == 2 && static_cast<int>(StorageClass::text) == 3 &&
                  static_cast<int>(StorageClass::blob) == 4,
              "the storage classes are the tags; manifests depend on them");

[[nodiscard]] inline bool same(const RowDecoder::Field& a, const RowDecoder::Field& b) noexcept {
  return a.foreign == b.foreign && same(a.value, b.value);
}

}  // namespace lite2pg
