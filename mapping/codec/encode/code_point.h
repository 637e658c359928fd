// A character of an escape in a list or an array, written as UTF-8 (https://datatracker.ietf.org/doc/html/rfc3629).
#pragma once

#include <cstdint>
#include <string>

namespace lite2pg {

/// `code`: at most 0x10FFFF, and no half of a surrogate pair.
inline void append_utf8(std::uint32_t code, std::string& out) {
  const auto byte = [&](std::uint32_t b) { out += static_cast<char>(b); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) return byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F));
  if (code < 0x10000) {
    byte(0xE0 | code >> 12);
  } else {
    byte(0xF0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3F));
  }
  byte(0x80 | (code >> 6 & 0x3F));
  byte(0x80 | (code & 0x3F));
}

}  // namespace lite2pg
