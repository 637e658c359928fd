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

/// What a text stands for.
struct ReadMoment {
  bool has_date = false;
  std::chrono::microseconds since_epoch{};  ///< 1970-01-01 00:00 UTC; without date: since midnight.
};

/// Dates of the years 1 to 9999, times, and both, in the forms that docs/codecs.md lists under `any`; `offset` is that
/// of texts with date and without zone. nullopt for everything else, and for what says more than microseconds, unless
/// `cut` drops these digits.
[[nodiscard]] std::optional<ReadMoment> parse_iso(std::string_view text, std::chrono::minutes offset,
                                                  bool cut = false) noexcept;

}  // namespace lite2pg
