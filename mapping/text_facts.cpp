#include "mapping/text_facts.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "common/text.h"
#include "common/utf8.h"

namespace lite2pg {
namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080U;
constexpr std::uint64_t ones = 0x0101010101010101U;

/// How many bytes from the beginning are ASCII without NUL, in steps of eight.
std::size_t plain_prefix(std::string_view text) noexcept {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + i, sizeof word);
    if (((word | ((word - ones) & ~word)) & high_bits) != 0) break;
  }
  return i;
}

bool is_plain(char c) noexcept { return static_cast<signed char>(c) > 0; }

const char* skip_digits(const char* p, const char* end) noexcept {
  while (p != end && *p >= '0' && *p <= '9') ++p;
  return p;
}

}  // namespace

TextFacts look_at(std::string_view text) noexcept {
  TextFacts facts;
  const std::size_t plain = plain_prefix(text);
  const std::string_view rest = text.substr(plain);
  facts.chars = text.size();
  if (rest.size() < 8 && std::ranges::all_of(rest, is_plain)) return facts;
  facts.valid_utf8 = is_valid_utf8(rest);
  facts.has_nul = std::memchr(rest.data(), 0, rest.size()) != nullptr;
  const auto followers =
      std::ranges::count_if(rest, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; });
  facts.chars -= static_cast<std::uint64_t>(followers);
  return facts;
}

bool resembles_number(std::string_view text) noexcept {
  const char* p = text.data();
  const char* const end = p + text.size();
  if (p != end && (*p == '+' || *p == '-')) ++p;
  const std::string_view magnitude(p, static_cast<std::size_t>(end - p));
  for (const std::string_view word : {"inf", "infinity", "nan"}) {
    if (equals_ignoring_case(magnitude, word)) return true;
  }
  const char* const integral = p;
  p = skip_digits(p, end);
  std::ptrdiff_t digits = p - integral;
  if (p != end && *p == '.') {
    const char* const fraction = ++p;
    p = skip_digits(p, end);
    digits += p - fraction;
  }
  if (digits == 0) return false;
  if (p == end) return true;
  if (*p != 'e' && *p != 'E') return false;
  if (++p != end && (*p == '+' || *p == '-')) ++p;
  return p != end && skip_digits(p, end) == end;
}

}  // namespace lite2pg
