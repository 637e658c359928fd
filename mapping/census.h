// What the survey found in one column: counts and extremes that decide its type. Mergeable in any order, so that a
// plan never depends on the order of rows or on the number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/codec.h"
#include "mapping/schema.h"
#include "mapping/value.h"

namespace lite2pg {

/// What the declared type wishes for: decides which detailed evidence is worth collecting.
enum class Intent : std::uint8_t {
  integer, small_integer, medium_integer, boolean, real, decimal, varchar, text, blob, date, time, timestamp,
  timestamptz, uuid, json, none,
};

/// The declared type, read: "DECIMAL(10,2)" -> decimal, 10, 2. One table of words (docs/types.md).
struct DeclaredType {
  Intent intent = Intent::none;
  Affinity affinity = Affinity::blob;
  std::uint32_t length = 0;     ///< VARCHAR(n), CHAR(n)
  std::uint16_t precision = 0;  ///< DECIMAL(p,s)
  std::int16_t scale = 0;
};
[[nodiscard]] DeclaredType read_declared_type(std::string_view declared_type);

/// The census of one column.
class ColumnCensus {
 public:
  explicit ColumnCensus(DeclaredType type) : type_(type) {}

  /// Hot: called for every cell. `row` is the rowid or row number, for first offenders.
  void add(const Value& v, std::int64_t row);
  /// Commutative and associative.
  void merge(const ColumnCensus& other);

  // Public data: the plan reads it, plan.json stores it.
  std::array<std::uint64_t, storage_class_count> counts{};
  std::array<std::int64_t, storage_class_count> first_row{};  ///< Smallest row with that class; 0 when none.
  std::int64_t integer_min = 0, integer_max = 0;              ///< Meaningful when counts[integer] > 0.
  double real_min = 0, real_max = 0;                          ///< Finite values only.
  std::uint64_t real_integral = 0;       ///< REALs with an integral value within 64 bits
  std::uint64_t real_nonfinite = 0;      ///< +-Infinity
  std::uint64_t real_negative_zero = 0;
  std::uint16_t decimal_integral_digits = 0;  ///< Longest, over INTEGER and REAL in shortest decimal form.
  std::uint16_t decimal_fraction_digits = 0;
  std::uint64_t text_empty = 0, text_nul = 0, text_invalid_utf8 = 0;
  std::uint64_t text_max_chars = 0, text_max_bytes = 0, blob_max_bytes = 0;
  std::uint64_t total_bytes = 0;  ///< Of TEXT and BLOB.

  [[nodiscard]] const DeclaredType& type() const noexcept { return type_; }

 private:
  DeclaredType type_;
};

}  // namespace lite2pg
