// https://www.unicode.org/Public/UCD/latest/ucd/extracted/DerivedNumericType.txt: digits of scripts that are written.
#include <cstdint>

#include "mapping/codec/encode/spellings/steps.h"

namespace lite2pg {
namespace {

/// Where the zero of a script stands; the nine others follow.
constexpr std::uint32_t zeros[] = {0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66,
                                   0x0CE6, 0x0D66, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10};

struct Mark {
  std::uint32_t code;
  char plain;
};
/// Arabic and full-width marks.
constexpr Mark marks[] = {{0x066B, '.'}, {0x066C, ','}, {0xFF0E, '.'}, {0xFF0C, ','},
                          {0xFF0D, '-'}, {0xFF0B, '+'}, {0x2212, '-'}};

/// Of two or three bytes in UTF-8, of which the text consists; 0 for others.
std::uint32_t take_code(std::string_view& s) noexcept {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const std::size_t size = at(0) >= 0xE0 ? 3 : 2;
  if (at(0) < 0xC2 || at(0) > 0xEF || s.size() < size) return 0;
  std::uint32_t code = at(0) & (size == 3 ? 0x0FU : 0x1FU);
  for (std::size_t i = 1; i < size; ++i) code = code << 6 | (at(i) & 0x3FU);
  s.remove_prefix(size);
  return code;
}

char plain_of(std::uint32_t code) noexcept {
  constexpr std::uint32_t ten = 10;
  for (const std::uint32_t zero : zeros)
    if (code >= zero && code < zero + ten) return static_cast<char>('0' + (code - zero));
  for (const Mark& mark : marks)
    if (mark.code == code) return mark.plain;
  return 0;
}

}  // namespace

bool read_native_digits(std::string_view text, std::string& plain) {
  bool any = false;
  for (std::string_view s = without_blanks(text); !s.empty();) {
    if (static_cast<unsigned char>(s[0]) < 0x80) {
      plain += s[0];
      s.remove_prefix(1);
      continue;
    }
    const char c = plain_of(take_code(s));
    if (c == 0) return false;
    plain += c;
    any = true;
  }
  return any;
}

}  // namespace lite2pg
