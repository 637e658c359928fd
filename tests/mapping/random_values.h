// Random SQLite values for tests of the codecs. What is spelled here is spelled in plain code, so that neither encode
// nor decode is measured against itself.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "mapping/codec/codec.h"
#include "mapping/value/value.h"

namespace lite2pg::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t bits() { return engine_(); }
  /// 0 to n - 1.
  std::uint64_t below(std::uint64_t n) { return engine_() % n; }
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
  }
  bool chance(std::uint64_t one_in) { return below(one_in) == 0; }

  /// Two's complement of up to `width` bits; small ones as often as large ones.
  std::int64_t integer(int width = 64);
  /// Any double but NaN: random bits, decimals, integers, subnormals, infinities.
  double real();
  double finite();
  /// [-]digits[.digits], spelled as PostgreSQL does.
  std::string decimal(std::size_t whole_digits, std::size_t fraction_digits);
  /// Valid UTF-8 without NUL, up to `most` characters.
  std::string text(std::size_t most);
  std::string bytes(std::size_t most);
  /// JSON that jsonb takes, with blanks, escapes and repeated names.
  std::string json(int depth = 3);
  std::string uuid(UuidForm form);
  /// A date, a time or both, spelled as `f` says.
  std::string moment(CodecId id, const TemporalFormat& f);
  /// The same in any form that TemporalFormat::Unit::any takes.
  std::string moment_in_any_form(CodecId id);
  /// A format that the codec's texts can have.
  TemporalFormat iso_format(CodecId id);
  /// Microseconds from 1970, years 1 to 9999; whole seconds, minutes and days as often as not.
  std::int64_t micros();

 private:
  std::string json_text(bool name);
  std::string json_number();
  std::string date();
  std::string clock(const TemporalFormat& f);

  std::mt19937_64 engine_;
};

}  // namespace lite2pg::test
