// The forms in which a column's TEXT spells dates and times, and the one format that spells all of them.
//
// Each text leaves a few marks (which separator, how many fraction digits, which zone, ...); marks are only ever added,
// so that the outcome depends neither on the order of rows nor on how they were divided among threads. A format is then
// a question to the marks: "always six digits" holds when no other number of digits was seen.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// What a text says: a day, a time of day, or both.
enum class TemporalKind : std::uint8_t { date, time, timestamp };

class TemporalForms {
 public:
  /// Hot. Looks at one text (never empty); false when it is no date or time in an ISO form.
  bool add(std::string_view text) noexcept;
  /// Commutative and associative.
  void merge(const TemporalForms& other) noexcept;

  /// The format in which every text is spelled to the byte, when all of them are of this kind and there is one. Texts
  /// that are bare dates also have one as timestamps (TemporalFormat::midnight). nullopt when no text was seen.
  [[nodiscard]] std::optional<TemporalFormat> exact_format(TemporalKind kind) const noexcept;
  /// Whether every text stands for an instant of this kind to the microsecond, in whatever ISO form, all with a zone or
  /// all without. `cut`: finer ones count, for whoever drops digits.
  [[nodiscard]] bool all_readable(TemporalKind kind, bool cut = false) const noexcept;
  [[nodiscard]] bool any_zone() const noexcept;
  [[nodiscard]] bool any_without_zone() const noexcept;
  [[nodiscard]] bool only(TemporalKind kind) const noexcept;

  friend bool operator==(const TemporalForms&, const TemporalForms&) = default;

  // What plan.json stores.
  std::uint64_t marks = 0;
  std::int16_t offset_min = std::numeric_limits<std::int16_t>::max();  ///< Minutes; meaningful when a zone was seen.
  std::int16_t offset_max = std::numeric_limits<std::int16_t>::min();

 private:
  [[nodiscard]] bool has(std::uint64_t mark) const noexcept { return (marks & mark) != 0; }
  [[nodiscard]] bool spell_fraction(TemporalFormat& format) const noexcept;
  [[nodiscard]] bool spell_time(TemporalFormat& format) const noexcept;
  [[nodiscard]] bool spell_zone(TemporalFormat& format) const noexcept;
};

}  // namespace lite2pg
