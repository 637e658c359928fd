#include "common/utf8.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace lite2pg {
namespace {

using Byte = unsigned char;

/// Most text is ASCII: skip it eight bytes at a time.
const Byte* skip_ascii(const Byte* p, const Byte* end) noexcept {
  while (end - p >= 8) {
    std::uint64_t word;
    std::memcpy(&word, p, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
    p += 8;
  }
  while (p < end && *p < 0x80) ++p;
  return p;
}

/// What may follow a lead byte: how many bytes, and the range of the first of them (RFC 3629 section 4).
struct Follow {
  std::ptrdiff_t count;
  Byte low, high;
};

Follow follow_of(Byte lead) noexcept {
  if (lead >= 0xC2 && lead <= 0xDF) return {1, 0x80, 0xBF};
  if (lead == 0xE0) return {2, 0xA0, 0xBF};
  if (lead == 0xED) return {2, 0x80, 0x9F};
  if (lead >= 0xE1 && lead <= 0xEF) return {2, 0x80, 0xBF};
  if (lead == 0xF0) return {3, 0x90, 0xBF};
  if (lead >= 0xF1 && lead <= 0xF3) return {3, 0x80, 0xBF};
  if (lead == 0xF4) return {3, 0x80, 0x8F};
  return {0, 0, 0};
}

/// The byte after the sequence at `p`, or nullptr when it is none.
const Byte* skip_sequence(const Byte* p, const Byte* end) noexcept {
  const Follow follow = follow_of(*p);
  if (follow.count == 0 || end - p <= follow.count || p[1] < follow.low || p[1] > follow.high) return nullptr;
  for (std::ptrdiff_t i = 2; i <= follow.count; ++i) {
    if ((p[i] & 0xC0) != 0x80) return nullptr;
  }
  return p + follow.count + 1;
}

}  // namespace

bool is_valid_utf8(std::string_view text) noexcept {
  const auto* p = reinterpret_cast<const Byte*>(text.data());
  const Byte* const end = p + text.size();
  while (true) {
    p = skip_ascii(p, end);
    if (p == end) return true;
    p = skip_sequence(p, end);
    if (p == nullptr) return false;
  }
}

}  // namespace lite2pg
