// What the survey found in one column: counts and extremes that decide its type. Mergeable in any order, so that a
// plan never depends on the order of rows or on the number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/census/text_evidence.h"
#include "mapping/codec/codec.h"
#include "mapping/source/declared_type.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// The evidence that a declared type asks for.
[[nodiscard]] EvidenceSet evidence_for(Intent intent) noexcept;

/// The orders in which 16 bytes may be a UUID.
enum class UuidOrder : std::uint8_t { big_endian = 1, dotnet = 2 };

/// The census of one column.
class ColumnCensus {
 public:
  explicit ColumnCensus(DeclaredType type) : ColumnCensus(type, evidence_for(type.intent)) {}
  /// `wanted`: when the mapping file asks for a type of its own.
  ColumnCensus(DeclaredType type, EvidenceSet wanted) : type_(type), wanted_(wanted) {}

  /// Hot: called for every cell. `row` is the rowid or row number, for first offenders. False for a TEXT that is not
  /// valid UTF-8.
  bool add(const Value& v, std::int64_t row) noexcept;
  /// Commutative and associative. Both must have been made alike.
  void merge(const ColumnCensus& other) noexcept;
  /// Adds `by` to every row number: for a slice whose rows were counted from its own start.
  void shift_rows(std::int64_t by) noexcept;

  // Public data: the plan reads it, plan.json stores it.
  std::array<std::uint64_t, storage_class_count> counts{};
  std::array<std::int64_t, storage_class_count> first_row{};            ///< Smallest row with that class; 0 when none.
  std::int64_t integer_min = std::numeric_limits<std::int64_t>::max();  ///< Meaningful when counts[integer] > 0.
  std::int64_t integer_max = std::numeric_limits<std::int64_t>::min();
  double real_min = std::numeric_limits<double>::max();  ///< Finite values only; meaningful when there is one.
  double real_max = std::numeric_limits<double>::lowest();
  Offenders real_integral;   ///< REALs with an integral value within 64 bits; -0.0 is one of them.
  Offenders real_nonfinite;  ///< +-Infinity
  Offenders real_negative_zero;
  /// Bits by TemporalFormat::Unit: a REAL that the unit does not give back exactly when read as a time in whole
  /// microseconds. Evidence `temporal` only.
  std::uint16_t real_inexact_units = 0;
  /// An INTEGER that is no YYYYMMDDHHMMSS (bit 0), no YYYYMMDD (bit 1). Evidence `temporal` only.
  std::uint8_t integer_no_digits = 0;
  /// Most digits after the point, over REALs in shortest decimal form. Evidence `decimal` only.
  std::uint16_t decimal_fraction_digits = 0;
  Offenders text_empty, text_nul, text_invalid_utf8;
  std::uint64_t text_max_chars = 0, text_max_bytes = 0;
  /// A TEXT that text_number would read as an INTEGER, a REAL, a BLOB, so that such a column is not exact.
  bool text_like_integer = false, text_like_real = false, text_like_blob = false;
  TextEvidence text;
  /// Bits by UuidOrder: the BLOBs, read so, all have a version and a variant (RFC 4122), or are nil. Evidence `uuid`.
  std::uint8_t uuid_orders = 3;
  std::uint64_t blob_min_bytes = std::numeric_limits<std::uint64_t>::max(), blob_max_bytes = 0;
  std::uint64_t total_bytes = 0;  ///< Of TEXT and BLOB.

  [[nodiscard]] bool may_be_uuid(UuidOrder order) const noexcept {
    return (wanted_ & evidence::uuid) != 0 && (uuid_orders & static_cast<std::uint8_t>(order)) != 0;
  }
  [[nodiscard]] const DeclaredType& type() const noexcept { return type_; }
  [[nodiscard]] EvidenceSet wanted() const noexcept { return wanted_; }
  [[nodiscard]] std::uint64_t count(StorageClass c) const noexcept { return counts[static_cast<std::size_t>(c)]; }
  /// All rows.
  [[nodiscard]] std::uint64_t rows() const noexcept;
  /// Most digits before the point, over INTEGERs and finite REALs in shortest decimal form; 0.5 has none.
  [[nodiscard]] unsigned decimal_integral_digits() const noexcept;

  friend bool operator==(const ColumnCensus&, const ColumnCensus&) = default;

 private:
  void add_integer(std::int64_t v) noexcept;
  void add_real(double v, std::int64_t row) noexcept;
  bool add_text(std::string_view v, std::int64_t row) noexcept;
  void add_blob(std::string_view v) noexcept;
  void add_likeness(std::string_view v) noexcept;
  void add_fraction_digits(double v) noexcept;
  void add_inexact_units(double v) noexcept;

  DeclaredType type_;
  EvidenceSet wanted_;
};

}  // namespace lite2pg
