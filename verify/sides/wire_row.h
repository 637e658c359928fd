// A COPY tuple's way into the row encoding: the target side of the hot path. Fields whose bytes are the value (bigint,
// double precision, text, bytea, ...) go from the wire into the encoding as they stand; all others through decode().
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/value/row_encoding.h"

namespace lite2pg {

/// How the field bytes of a codec become an encoded value.
enum class WireForm : std::uint8_t {
  int2,
  int4,
  int8,     ///< INTEGER, sign-extended
  boolean,  ///< INTEGER 0 or 1
  float8,   ///< REAL
  text,
  blob,     ///< the bytes as they stand
  decoded,  ///< anything else: through decode()
};
[[nodiscard]] WireForm wire_form(const Codec& codec) noexcept;

/// Reads tuples of one table. One thread; nothing is allocated a value.
class WireRowReader {
 public:
  /// `table` must outlive the reader; its columns are those of the COPY, in order. `trailing` further fields of the
  /// tuple are left alone: field() reads them.
  explicit WireRowReader(const TablePlan& table, std::size_t trailing = 0);

  /// Fills `encoder` (cleared first) with the row of `tuple`: int16 field count, then per field int32 length (-1 NULL)
  /// and bytes (https://www.postgresql.org/docs/15/sql-copy.html, "Tuples").
  /// Throws Error(target), naming table and column, when the bytes are no tuple of these columns.
  void read(std::string_view tuple, RowEncoder& encoder);

  /// The bytes of trailing field `i` of the last tuple; empty when NULL.
  [[nodiscard]] std::string_view field(std::size_t i) const { return trailing_[i]; }

 private:
  struct Part {
    WireForm form;
    const Codec* codec;
    std::string scratch;
  };
  static void read_field(Part& part, std::string_view bytes, RowEncoder& encoder);
  static void decode_field(Part& part, std::string_view bytes, RowEncoder& encoder);
  [[noreturn]] void fail(std::size_t column, const std::string& what) const;

  const TablePlan& table_;
  std::vector<Part> parts_;
  std::vector<std::string_view> trailing_;
};

}  // namespace lite2pg
