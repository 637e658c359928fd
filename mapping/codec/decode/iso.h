// Dates and times as TEXT, for decode: spelling them, and reading the many forms that canonical takes.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// Writes one text from left to right into the caller's scratch string, which keeps its size from value to value.
class IsoSpelling {
 public:
  explicit IsoSpelling(std::string& scratch);

  /// `days` from 2000-01-01; YYYY-MM-DD, longer years as PostgreSQL writes them.
  void date(std::int64_t days) noexcept;
  void separator(char c) noexcept { *at_++ = c; }
  /// HH:MM[:SS[.f]]; `time` from 0 to 24 hours. Digits that the format has no room for are written all the same.
  void clock(const TemporalFormat& f, std::chrono::microseconds time) noexcept;
  void zone(const TemporalFormat& f) noexcept;
  /// Borrows from the scratch string.
  [[nodiscard]] Value finish() noexcept;

 private:
  void two(int n) noexcept;
  void year(std::int64_t n) noexcept;
  void fraction(const TemporalFormat& f, int micros) noexcept;

  char* start_;
  char* at_;
  bool before_christ_ = false;
};

/// What a text says.
struct ReadMoment {
  bool has_date = false;
  std::chrono::sys_days day{};                 ///< Of the years 1 to 9999.
  std::chrono::microseconds time{};            ///< Since midnight, up to and including 24:00.
  std::optional<std::chrono::minutes> offset;  ///< Of its zone; nullopt: it has none.
};

/// Dates, times, and both, in the forms that docs/types.md lists. nullopt for everything else, and for what says more
/// than microseconds, unless `cut` drops these digits.
[[nodiscard]] std::optional<ReadMoment> parse_iso(std::string_view text, bool cut = false) noexcept;

}  // namespace lite2pg
