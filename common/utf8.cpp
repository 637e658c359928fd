#include "common/utf8.h"

#include <cstring>

namespace lite2pg {
namespace {

using Byte = unsigned char;
using Word = std::uint64_t;

constexpr Word high_bits = 0x8080808080808080U;
constexpr Word ones = 0x0101010101010101U;

Word word_at(const char* p) noexcept {
  Word w;
  std::memcpy(&w, p, sizeof w);
  return w;
}

/// Some high bit when a byte is NUL or not ASCII. (May err only in bytes above such a one.)
Word not_plain(Word w) noexcept { return (w | (w - ones)) & high_bits; }

/// How many bytes from `p` on are ASCII without NUL.
std::size_t plain_run(const char* p, const char* end) noexcept {
  const char* const start = p;
  while (end - p >= 16 && (not_plain(word_at(p)) | not_plain(word_at(p + 8))) == 0) p += 16;
  if (end - p >= 8 && not_plain(word_at(p)) == 0) p += 8;
  while (p != end && static_cast<signed char>(*p) > 0) ++p;
  return static_cast<std::size_t>(p - start);
}

/// How many bytes follow a lead byte, and the range of the first of them (Unicode 15, table 3-7).
struct Follow {
  std::uint8_t count;
  Byte low, high;
};

Follow follow_of(Byte lead) noexcept {
  if (lead < 0xC2 || lead > 0xF4) return {0, 0, 0};
  if (lead < 0xE0) return {1, 0x80, 0xBF};
  if (lead < 0xF0) return {2, Byte(lead == 0xE0 ? 0xA0 : 0x80), Byte(lead == 0xED ? 0x9F : 0xBF)};
  return {3, Byte(lead == 0xF0 ? 0x90 : 0x80), Byte(lead == 0xF4 ? 0x8F : 0xBF)};
}

bool continues(char c) noexcept { return (static_cast<Byte>(c) & 0xC0) == 0x80; }

}  // namespace

std::size_t utf8_sequence(std::string_view text) noexcept {
  const auto lead = static_cast<Byte>(text[0]);
  if (lead < 0x80) return 1;
  const Follow follow = follow_of(lead);
  if (follow.count == 0 || text.size() <= follow.count) return 0;
  const auto second = static_cast<Byte>(text[1]);
  bool good = second >= follow.low && second <= follow.high;
  for (std::size_t i = 2; i <= follow.count; ++i) good = good && continues(text[i]);
  return good ? follow.count + 1U : 0;
}

Utf8Facts utf8_facts(std::string_view text) noexcept {
  Utf8Facts facts;
  const char* p = text.data();
  const char* const end = p + text.size();
  while (true) {
    const std::size_t plain = plain_run(p, end);
    p += plain;
    facts.chars += plain;
    if (p == end) return facts;
    if (*p == 0) facts.has_nul = true;
    const std::size_t length = utf8_sequence({p, static_cast<std::size_t>(end - p)});
    if (length == 0) facts.valid = false;
    if (length != 0 || !continues(*p)) ++facts.chars;
    p += length == 0 ? 1 : length;
  }
}

}  // namespace lite2pg
