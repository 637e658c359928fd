#include "export/rows/utf16.h"

#include <cstdint>
#include <cstring>

namespace lite2pg {
namespace {

std::uint32_t unit_at(std::string_view units, std::size_t i) {
  std::uint16_t unit = 0;
  std::memcpy(&unit, units.data() + 2 * i, sizeof unit);
  return unit;
}

bool is_high_surrogate(std::uint32_t u) { return (u & 0xfc00) == 0xd800; }
bool is_low_surrogate(std::uint32_t u) { return (u & 0xfc00) == 0xdc00; }

char byte(std::uint32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); }

void append_code_point(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += byte(c);
  } else if (c < 0x800) {
    out += {byte(0xc0 | c >> 6), byte(0x80 | (c & 0x3f))};
  } else if (c < 0x10000) {
    out += {byte(0xe0 | c >> 12), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f))};
  } else {
    out += {byte(0xf0 | c >> 18), byte(0x80 | (c >> 12 & 0x3f)), byte(0x80 | (c >> 6 & 0x3f)), byte(0x80 | (c & 0x3f))};
  }
}

}  // namespace

void utf16_to_utf8(std::string_view units, std::string& out) {
  out.clear();
  const std::size_t count = units.size() / 2;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint32_t c = unit_at(units, i);
    const bool paired = is_high_surrogate(c) && i + 1 < count && is_low_surrogate(unit_at(units, i + 1));
    if (paired) c = 0x10000 + ((c & 0x3ff) << 10) + (unit_at(units, ++i) & 0x3ff);
    append_code_point(out, c);
  }
  if (units.size() % 2 != 0) out += {'\xff', units.back()};
}

}  // namespace lite2pg
