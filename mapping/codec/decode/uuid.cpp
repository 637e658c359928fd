#include <array>

#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

struct Look {
  const char* digits;
  bool hyphens, braces;
};

Look look_of(UuidForm form) noexcept {
  constexpr const char* small = "0123456789abcdef";
  constexpr const char* capital = "0123456789ABCDEF";
  switch (form) {
    case UuidForm::hyphens:
    case UuidForm::mixed: break;
    case UuidForm::HYPHENS: return {capital, true, false};
    case UuidForm::hex32: return {small, false, false};
    case UuidForm::HEX32: return {capital, false, false};
    case UuidForm::braces: return {small, true, true};
    case UuidForm::BRACES: return {capital, true, true};
  }
  return {small, true, false};
}

constexpr std::size_t longest_uuid = 38;

Value spell(Look look, std::string_view bytes, std::string& scratch) {
  if (scratch.size() < longest_uuid) scratch.resize(longest_uuid);
  char* p = scratch.data();
  if (look.braces) *p++ = '{';
  for (std::size_t i = 0; i < 16; ++i) {
    if (look.hyphens && (i == 4 || i == 6 || i == 8 || i == 10)) *p++ = '-';
    const auto byte = static_cast<unsigned char>(bytes[i]);
    *p++ = look.digits[byte / 16];
    *p++ = look.digits[byte % 16];
  }
  if (look.braces) *p++ = '}';
  return Value::text({scratch.data(), static_cast<std::size_t>(p - scratch.data())});
}

int nibble(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  const char small = static_cast<char>(c | 0x20);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/// Whether a hyphen belongs before digit `i`.
constexpr bool after_hyphen(int i) noexcept { return i == 8 || i == 12 || i == 16 || i == 20; }

using Bytes = std::array<unsigned char, 16>;

/// 36, 38 or 32 characters.
bool parse_usual(std::string_view s, Bytes& bytes) noexcept {
  const bool braces = s.size() == 38 && s.starts_with('{') && s.ends_with('}');
  if (braces) s = s.substr(1, 36);
  const bool hyphens = s.size() == 36;
  if (!hyphens && (braces || s.size() != 32)) return false;
  bytes.fill(0);
  for (int i = 0; i < 32; ++i) {
    if (hyphens && after_hyphen(i)) {
      if (s[0] != '-') return false;
      s.remove_prefix(1);
    }
    const int n = nibble(s[0]);
    if (n < 0) return false;
    unsigned char& byte = bytes[static_cast<std::size_t>(i / 2)];
    byte = static_cast<unsigned char>(byte * 16 + n);
    s.remove_prefix(1);
  }
  return true;
}

/// Digits with hyphens between groups of four, or groups of several fours.
bool parse_groups(std::string_view s, Bytes& bytes) noexcept {
  if (s.starts_with('{') && s.ends_with('}')) s = s.substr(1, s.size() - 2);
  bytes.fill(0);
  std::size_t n = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '-' && i > 0 && s[i - 1] != '-' && n % 4 == 0 && n > 0 && n < 32) continue;
    const int digit = nibble(s[i]);
    if (digit < 0 || n == 32) return false;
    bytes[n / 2] = static_cast<unsigned char>(bytes[n / 2] * 16 + digit);
    ++n;
  }
  return n == 32;
}

/// The 16 bytes that the text stands for.
bool parse(std::string_view s, Bytes& bytes) noexcept {
  if (s.size() > 9 && s[3] == ':' && s[8] == ':' && (s[0] | 0x20) == 'u') s.remove_prefix(9);
  if (parse_usual(s, bytes)) return true;
  return parse_groups(s, bytes);
}
}  // namespace

Value decode_uuid_text(UuidForm form, std::string_view field, std::string& scratch) {
  if (field.size() != 16) throw_bad_field("uuid", field);
  return spell(look_of(form), field, scratch);
}

Value decode_uuid_blob(std::string_view field) {
  if (field.size() != 16) throw_bad_field("uuid", field);
  return Value::blob(field);
}

Value canonical_uuid(const Value& v, std::string& scratch) {
  const Look look = look_of(UuidForm::mixed);
  if (v.storage() == StorageClass::blob && v.bytes().size() == 16) return spell(look, v.bytes(), scratch);
  Bytes bytes;
  const bool letters = v.storage() == StorageClass::text || v.storage() == StorageClass::blob;
  if (!letters || !parse(v.bytes(), bytes)) return v;
  return spell(look, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, scratch);
}

}  // namespace lite2pg
