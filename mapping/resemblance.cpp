#include "mapping/resemblance.h"

#include "common/text.h"

namespace lite2pg {
namespace {

const char* skip_digits(const char* p, const char* end) noexcept {
  while (p != end && *p >= '0' && *p <= '9') ++p;
  return p;
}

bool is_number_word(std::string_view text) noexcept {
  return equals_ignoring_case(text, "inf") || equals_ignoring_case(text, "infinity") ||
         equals_ignoring_case(text, "nan");
}

}  // namespace

bool resembles_number(std::string_view text) noexcept {
  const char* p = text.data();
  const char* const end = p + text.size();
  if (p != end && (*p == '+' || *p == '-')) ++p;
  if (is_number_word(text.substr(static_cast<std::size_t>(p - text.data())))) return true;
  const char* const integral = p;
  p = skip_digits(p, end);
  std::ptrdiff_t digits = p - integral;
  if (p != end && *p == '.') {
    const char* const fraction = ++p;
    p = skip_digits(p, end);
    digits += p - fraction;
  }
  if (digits == 0 || p == end) return digits > 0;
  if (*p != 'e' && *p != 'E') return false;
  if (++p != end && (*p == '+' || *p == '-')) ++p;
  return p != end && skip_digits(p, end) == end;
}

}  // namespace lite2pg
