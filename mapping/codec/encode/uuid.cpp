#include <array>

#include "common/text.h"
#include "mapping/codec/encode/steps.h"

namespace lite2pg {
namespace {

constexpr std::uint8_t lower = 0x10, upper = 0x20, no_digit = 0x80;

/// A hex digit's value with a bit for its letter case; no_digit for what is none.
constexpr std::array<std::uint8_t, 256> hex_values = [] {
  std::array<std::uint8_t, 256> t{};
  t.fill(no_digit);
  for (std::uint8_t i = 0; i < 10; ++i) t['0' + i] = i;
  for (std::uint8_t i = 10; i < 16; ++i) {
    t['a' + i - 10] = i | lower;
    t['A' + i - 10] = i | upper;
  }
  return t;
}();

enum class UuidShape : std::uint8_t { hyphens, bare, braces, none };

inline UuidShape shape_of(std::string_view s) noexcept {
  if (s.size() == 32) return UuidShape::bare;
  const bool braces = s.size() == 38 && s.front() == '{' && s.back() == '}';
  if (!braces && s.size() != 36) return UuidShape::none;
  const char* p = s.data() + (braces ? 1 : 0);
  if (p[8] != '-' || p[13] != '-' || p[18] != '-' || p[23] != '-') return UuidShape::none;
  return braces ? UuidShape::braces : UuidShape::hyphens;
}

/// The 32 digits of a spelling with hyphens elsewhere, with or without braces, as PostgreSQL takes it: a hyphen may
/// stand after each four digits. `s` itself when it is none.
std::string_view without_marks(std::string_view s, std::array<char, 32>& bare) noexcept {
  std::string_view inner = s;
  if (inner.starts_with('{') && inner.ends_with('}')) inner = inner.substr(1, inner.size() - 2);
  std::size_t digits = 0;
  bool after_hyphen = false;
  for (const char c : inner) {
    const bool hyphen = c == '-';
    if (hyphen ? digits == 0 || digits % 4 != 0 || digits == 32 || after_hyphen : digits == 32) return s;
    if (!hyphen) bare[digits++] = c;
    after_hyphen = hyphen;
  }
  return digits == 32 ? std::string_view(bare.data(), bare.size()) : s;
}

/// `count` bytes of two hex digits each; the bits of all digits seen.
std::uint8_t read_hex(const char* from, char* to, std::ptrdiff_t count) noexcept {
  std::uint8_t seen = 0;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const std::uint8_t high = hex_values[static_cast<unsigned char>(from[2 * i])];
    const std::uint8_t low = hex_values[static_cast<unsigned char>(from[2 * i + 1])];
    seen |= high | low;
    to[i] = static_cast<char>((high << 4) | (low & 15));
  }
  return seen;
}

// Inline where both formats call it.
inline std::uint8_t read_groups(const char* p, char* to) noexcept {
  std::uint8_t seen = read_hex(p, to, 4);
  seen |= read_hex(p + 9, to + 4, 2);
  seen |= read_hex(p + 14, to + 6, 2);
  seen |= read_hex(p + 19, to + 8, 2);
  return seen | read_hex(p + 24, to + 10, 6);
}

/// Which letter case of which shape the form is; mixed forms take everything.
inline bool fits(UuidForm form, UuidShape shape, std::uint8_t seen) noexcept {
  switch (form) {
    case UuidForm::hyphens: return shape == UuidShape::hyphens && (seen & upper) == 0;
    case UuidForm::HYPHENS: return shape == UuidShape::hyphens && (seen & lower) == 0;
    case UuidForm::hex32: return shape == UuidShape::bare && (seen & upper) == 0;
    case UuidForm::HEX32: return shape == UuidShape::bare && (seen & lower) == 0;
    case UuidForm::braces: return shape == UuidShape::braces && (seen & upper) == 0;
    case UuidForm::BRACES: return shape == UuidShape::braces && (seen & lower) == 0;
    case UuidForm::mixed: return true;
  }
  return false;
}

}  // namespace

template <typename Out>
Misfit encode_uuid_text(UuidForm form, const Value& v, Out out) {
  const bool blob = form == UuidForm::mixed && v.storage() == StorageClass::blob;
  if (blob && v.bytes().size() == 16) return encode_uuid_blob(v, out);
  if (v.storage() != StorageClass::text && !blob) return Misfit::wrong_class;
  std::string_view s = v.bytes();
  constexpr std::string_view urn = "urn:uuid:";  // https://www.rfc-editor.org/rfc/rfc4122 section 3
  if (form == UuidForm::mixed && equals_ignoring_case(s.substr(0, urn.size()), urn)) s.remove_prefix(urn.size());
  std::array<char, 32> bare;
  if (form == UuidForm::mixed && shape_of(s) == UuidShape::none) s = without_marks(s, bare);
  const UuidShape shape = shape_of(s);
  if (shape == UuidShape::none) return Misfit::bad_syntax;
  const std::size_t start = out.buffer().size();
  char* to = out.buffer().reserve(16);
  const std::uint8_t seen = shape == UuidShape::bare ? read_hex(s.data(), to, 16)
                                                     : read_groups(s.data() + (shape == UuidShape::braces ? 1 : 0), to);
  if ((seen & no_digit) != 0) return Misfit::bad_syntax;
  if (!fits(form, shape, seen)) return Misfit::not_exact;
  out.buffer().commit(16);
  return out.octets_from(start);
}

template <typename Out>
Misfit encode_uuid_blob(const Value& v, Out out) {
  if (v.storage() != StorageClass::blob) return Misfit::wrong_class;
  if (v.bytes().size() != 16) return Misfit::bad_syntax;
  return out.octets(v.bytes());
}

template Misfit encode_uuid_text(UuidForm, const Value&, FieldBytes);
template Misfit encode_uuid_text(UuidForm, const Value&, FieldText);
template Misfit encode_uuid_blob(const Value&, FieldBytes);
template Misfit encode_uuid_blob(const Value&, FieldText);

}  // namespace lite2pg
