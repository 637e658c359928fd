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

/// What a text says: a day, a time of day (for types without zone, and for those with one), or both.
enum class TemporalKind : std::uint8_t { date, time, timestamp, zoned_time };

/// What a look at one text found.
enum class TextSays : std::uint8_t {
  moment,    ///< a date, a time of day, or both, in an ISO form
  number,    ///< digits, with a sign and a point or without
  infinity,  ///< 'infinity' or '-infinity', in any letter case
  no_date,   ///< '0000-00-00', with or without a time of day, or 'NaN'
  nothing,   ///< that is a time
};

class TemporalForms {
 public:
  /// Hot. Looks at one text (never empty).
  TextSays add(std::string_view text) noexcept;
  /// Commutative and associative.
  void merge(const TemporalForms& other) noexcept;

  /// The format in which every text is spelled to the byte, when all of them are of this kind and there is one. Texts
  /// that are bare dates also have one as timestamps (TemporalFormat::midnight). nullopt when no text was seen.
  [[nodiscard]] std::optional<TemporalFormat> exact_format(TemporalKind kind) const noexcept;
  /// Whether every text stands for an instant of this kind to the microsecond, in whatever ISO form, all with a zone or
  /// all without. `cut`: finer ones count, for whoever drops digits.
  [[nodiscard]] bool all_readable(TemporalKind kind, bool cut = false) const noexcept;
  /// Bare dates and dates at midnight alone: what a date keeps whole.
  [[nodiscard]] bool all_at_midnight() const noexcept;
  /// The one date before all times of day, in days from 2000-01-01; nullopt when there are several, or none.
  [[nodiscard]] std::optional<std::int32_t> constant_date() const noexcept;
  /// No text but such: integers, each in its only spelling.
  [[nodiscard]] bool only_integers() const noexcept;
  [[nodiscard]] bool any_number() const noexcept;
  /// A decimal, or an integer with zeros before it.
  [[nodiscard]] bool any_odd_number() const noexcept;
  /// Whether all texts that are numbers are times as YYYYMMDDHHMMSS, or dates as YYYYMMDD.
  [[nodiscard]] bool all_digits(TemporalKind kind) const noexcept;
  [[nodiscard]] bool any_moment() const noexcept;
  /// A time of day without a date.
  [[nodiscard]] bool any_clock_alone() const noexcept;
  [[nodiscard]] bool any_infinity() const noexcept;
  [[nodiscard]] bool any_no_date() const noexcept;
  /// Finer than microseconds, not counting zeros.
  [[nodiscard]] bool any_too_fine() const noexcept;
  [[nodiscard]] bool any_zone() const noexcept;
  [[nodiscard]] bool any_without_zone() const noexcept;
  [[nodiscard]] bool only(TemporalKind kind) const noexcept;

  friend bool operator==(const TemporalForms&, const TemporalForms&) = default;

  // What plan.json stores.
  std::uint64_t marks = 0;
  std::int16_t offset_min = std::numeric_limits<std::int16_t>::max();  ///< Minutes; meaningful when a zone was seen.
  std::int16_t offset_max = std::numeric_limits<std::int16_t>::min();
  std::int32_t date_min = std::numeric_limits<std::int32_t>::max();  ///< Of dates before a time of day, from 2000.
  std::int32_t date_max = std::numeric_limits<std::int32_t>::min();
  double number_min = std::numeric_limits<double>::max();  ///< Meaningful when a text was a number.
  double number_max = std::numeric_limits<double>::lowest();

 private:
  [[nodiscard]] bool has(std::uint64_t mark) const noexcept { return (marks & mark) != 0; }
  [[nodiscard]] bool spell_fraction(TemporalFormat& format) const noexcept;
  [[nodiscard]] bool spell_time(TemporalFormat& format) const noexcept;
  [[nodiscard]] bool spell_zone(TemporalFormat& format, bool any_offset) const noexcept;
  [[nodiscard]] bool spell_clock(TemporalFormat& format) const noexcept;
  [[nodiscard]] TextSays add_stranger(std::string_view text) noexcept;
  TextSays add_moment(std::uint64_t seen, std::int16_t offset, std::int32_t date) noexcept;
};

}  // namespace lite2pg
