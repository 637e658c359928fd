#include "common/utf8.h"

#include <cstring>

namespace lite2pg {
namespace {

using Byte = unsigned char;
using Word = std::uint64_t;

constexpr Word high_bits = 0x8080808080808080U;
constexpr Word ones = 0x0101010101010101U;

Word word_at(const char* p) noexcept {
  Word w = 0;
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

bool continues(char c) noexcept { return (static_cast<Byte>(c) & 0xC0) == 0x80; }

}  // namespace

std::size_t utf8_sequence(std::string_view text) noexcept {
  const auto at = [&text](std::size_t i) { return static_cast<Byte>(text[i]); };
  const Byte lead = at(0);
  if (lead < 0x80) return 1;
  if (lead < 0xE0) return lead >= 0xC2 && text.size() > 1 && continues(text[1]) ? 2 : 0;
  if (lead < 0xF0) {
    const bool whole = text.size() > 2 && continues(text[1]) && continues(text[2]);
    const bool overlong = lead == 0xE0 && whole && at(1) < 0xA0;
    const bool surrogate = lead == 0xED && whole && at(1) > 0x9F;
    return whole && !overlong && !surrogate ? 3 : 0;
  }
  const bool whole = lead < 0xF5 && text.size() > 3 && continues(text[1]) && continues(text[2]) && continues(text[3]);
  const bool overlong = lead == 0xF0 && whole && at(1) < 0x90;
  const bool too_high = lead == 0xF4 && whole && at(1) > 0x8F;
  return whole && !overlong && !too_high ? 4 : 0;
}

Utf8Facts utf8_facts(std::string_view text) noexcept {
  Utf8Facts facts;
  const char* p = text.data();
  const char* const end = p + text.size();
  while (true) {
    const std::size_t plain = plain_run(p, end);
    p += plain;
    facts.chars += plain;
    // Characters beyond ASCII come in runs, with a blank here and there.
    for (int ascii = 0; p != end && ascii < 2;) {
      if (*p == 0) facts.has_nul = true;
      ascii = static_cast<signed char>(*p) >= 0 ? ascii + 1 : 0;
      const std::size_t length = utf8_sequence({p, static_cast<std::size_t>(end - p)});
      if (length == 0) facts.valid = false;
      if (length != 0 || !continues(*p)) ++facts.chars;
      p += length == 0 ? 1 : length;
    }
    if (p == end) return facts;
  }
}

}  // namespace lite2pg
