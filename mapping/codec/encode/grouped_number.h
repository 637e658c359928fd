// Encode's reading of numbers as people write them: "1.234,56", "1 234,5", "1'234.56", "12,50-".
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// A number without its marks of thousands, with a point.
class UngroupedNumber {
 public:
  /// `form`: NumberForm::comma or NumberForm::point, what stands before the fraction. Thousands are told apart by the
  /// other of the two, by blanks (also those that do not break) or by an apostrophe, one of them in a number, and by
  /// all of three digits or by none. bad_syntax for what is no such number, out_of_range for one that is too long.
  [[nodiscard]] Misfit read(std::string_view text, NumberForm form) noexcept;
  /// Borrowed from this.
  [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), size_}; }

 private:
  [[nodiscard]] Misfit read_whole(std::string_view whole, char thousands) noexcept;
  void add(std::string_view s) noexcept;

  std::array<char, 512> text_{};
  std::size_t size_ = 0;
};

}  // namespace lite2pg
