// SQLite's variable-length integers (https://sqlite.org/fileformat2.html section 1.6).
#pragma once

#include <cstddef>
#include <cstdint>

namespace lite2pg {

/// What readers of pages may read beyond the bytes they were given: every buffer of pages and payloads ends with so
/// many readable bytes more. So a number is read first and then checked to have ended inside.
inline constexpr std::size_t page_slack = 32;

/// The rest of read_varint(): numbers of more than one byte.
[[nodiscard]] inline const std::uint8_t* read_long_varint(const std::uint8_t* p, std::uint64_t& v) noexcept {
  std::uint64_t sum = 0;
  for (int i = 0; i < 8; ++i) {
    sum = sum << 7 | (p[i] & 0x7fU);
    if (p[i] < 0x80) {
      v = sum;
      return p + i + 1;
    }
  }
  v = sum << 8 | p[8];
  return p + 9;
}

/// Reads the number at `p`, at most nine bytes; the place after it.
[[nodiscard]] inline const std::uint8_t* read_varint(const std::uint8_t* p, std::uint64_t& v) noexcept {
  if (*p < 0x80) {
    v = *p;
    return p + 1;
  }
  return read_long_varint(p, v);
}

}  // namespace lite2pg
