// What the TEXT values of a column could be read as: dates, words for true and false, UUIDs, JSON, decimals. Collected
// only where the declared type or the mapping file gives a reason to, because it costs time.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "mapping/census/temporal_forms.h"
#include "mapping/codec/codec.h"

namespace lite2pg {

/// Values with something wrong about them: how many, and the smallest row among them.
struct Offenders {
  std::uint64_t count = 0;
  std::int64_t first_row = 0;  ///< Meaningful when count > 0.

  void add(std::int64_t row) noexcept {
    if (count++ == 0 || row < first_row) first_row = row;
  }
  void merge(const Offenders& other) noexcept {
    if (other.count > 0 && (count == 0 || other.first_row < first_row)) first_row = other.first_row;
    count += other.count;
  }
  /// Row numbers that counted from elsewhere.
  void shift_rows(std::int64_t by) noexcept {
    if (count > 0) first_row += by;
  }
  friend bool operator==(const Offenders&, const Offenders&) = default;
};

/// Kinds of evidence, as bits.
using EvidenceSet = std::uint8_t;
namespace evidence {
inline constexpr EvidenceSet none = 0;
inline constexpr EvidenceSet temporal = 1;
inline constexpr EvidenceSet boolean = 2;
inline constexpr EvidenceSet uuid = 4;
inline constexpr EvidenceSet json = 8;
inline constexpr EvidenceSet decimal = 16;
inline constexpr EvidenceSet unit = 32;
}  // namespace evidence

/// Words for true and false.
struct WordEvidence {
  std::uint32_t pairs = 0;  ///< A bit for each BoolWords whose word was seen.
  bool odd_case = false;    ///< A word in letters of a case that no pair has ("yEs").
  Offenders others;         ///< No such word at all.

  void add(std::string_view text, std::int64_t row) noexcept;
  void merge(const WordEvidence& other) noexcept;
  friend bool operator==(const WordEvidence&, const WordEvidence&) = default;
};

/// UUIDs: 36, 32 or 38 characters (with hyphens, bare, in braces).
struct UuidEvidence {
  std::uint8_t forms = 0;  ///< Bit 0 hyphens, 1 bare, 2 braces.
  bool lower = false, upper = false;
  Offenders others;

  void add(std::string_view text, std::int64_t row) noexcept;
  void merge(const UuidEvidence& other) noexcept;
  /// The one form of all texts, or UuidForm::mixed.
  [[nodiscard]] UuidForm form() const noexcept;
  friend bool operator==(const UuidEvidence&, const UuidEvidence&) = default;
};

/// Decimals as PostgreSQL's numeric spells them: [-]digits[.digits], no leading zeros, no negative zero.
struct DecimalEvidence {
  std::uint32_t integral_digits = 0;  ///< Longest; 0.5 has none.
  std::uint32_t fraction_min = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t fraction_max = 0;
  Offenders others;

  void add(std::string_view text, std::int64_t row) noexcept;
  void merge(const DecimalEvidence& other) noexcept;
  friend bool operator==(const DecimalEvidence&, const DecimalEvidence&) = default;
};

/// Numbers with a unit behind or before them: 45 kg, EUR 12.50, 80%.
struct UnitEvidence {
  bool any = false, several = false;  ///< A text was seen; they do not all have one unit.
  std::string unit;                   ///< Of all texts.

  void add(std::string_view text);
  void merge(const UnitEvidence& other);
  friend bool operator==(const UnitEvidence&, const UnitEvidence&) = default;
};

struct TextEvidence {
  TemporalForms temporal;
  Offenders not_temporal;  ///< Texts that say nothing of time, not even a number.
  Offenders no_date;       ///< '0000-00-00', 'NaN'
  Offenders infinite;      ///< 'infinity', '-infinity'
  Offenders spelled;       ///< Numbers as TEXT.
  WordEvidence words;
  UuidEvidence uuid;
  Offenders not_json;
  DecimalEvidence decimal;
  UnitEvidence unit;

  /// `text` is not empty; `facts` of it say whether it is valid UTF-8 without NUL.
  void add(EvidenceSet wanted, std::string_view text, bool clean, std::int64_t row) noexcept;
  void merge(const TextEvidence& other) noexcept;
  void shift_rows(std::int64_t by) noexcept;
  friend bool operator==(const TextEvidence&, const TextEvidence&) = default;

 private:
  void add_temporal(std::string_view text, std::int64_t row) noexcept;
};

}  // namespace lite2pg
