#include "common/width.h"

#include <algorithm>
#include <array>

#include "common/utf8.h"

namespace lite2pg {
namespace {

struct Range {
  char32_t first, last;
};

// The blocks of https://www.unicode.org/Public/UCD/latest/ucd/EastAsianWidth.txt that are wide throughout or nearly so.
constexpr auto wide = std::to_array<Range>({{0x1100, 0x115F},
                                            {0x2E80, 0x303E},
                                            {0x3041, 0x4DBF},
                                            {0x4E00, 0xA4CF},
                                            {0xA960, 0xA97F},
                                            {0xAC00, 0xD7A3},
                                            {0xF900, 0xFAFF},
                                            {0xFE30, 0xFE6F},
                                            {0xFF00, 0xFF60},
                                            {0xFFE0, 0xFFE6},
                                            {0x1F300, 0x1F64F},
                                            {0x1F680, 0x1F6FF},
                                            {0x1F900, 0x1F9FF},
                                            {0x20000, 0x3FFFD}});
constexpr auto combining =
    std::to_array<Range>({{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}});

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](const Range& r) { return c >= r.first && c <= r.last; });
}

/// Of a well-formed sequence.
char32_t code_point(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence.front());
  if (sequence.size() == 1) return first;
  char32_t c = first & (0xFFU >> (sequence.size() + 1));
  for (const char next : sequence.substr(1)) c = c << 6 | (static_cast<unsigned char>(next) & 0x3FU);
  return c;
}

/// Takes one character off the front of `text`; its bytes and columns.
std::pair<std::string_view, std::size_t> take(std::string_view& text) {
  const std::size_t size = std::max<std::size_t>(1, utf8_sequence(text));
  const std::string_view sequence = text.substr(0, size);
  text.remove_prefix(size);
  const char32_t c = code_point(sequence);
  return {sequence, is_in(wide, c) ? 2 : is_in(combining, c) ? 0 : 1};
}

}  // namespace

std::size_t terminal_width(std::string_view text) noexcept {
  std::size_t width = 0;
  while (!text.empty()) width += take(text).second;
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t columns) {
  if (terminal_width(text) <= columns) return std::string(text);
  std::string cut;
  for (std::size_t left = columns == 0 ? 0 : columns - 1; !text.empty();) {
    const auto [bytes, width] = take(text);
    if (width > left) break;
    cut += bytes;
    left -= width;
  }
  return columns == 0 ? cut : cut + "…";
}

}  // namespace lite2pg
